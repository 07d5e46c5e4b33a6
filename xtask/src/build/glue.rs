//! The JavaScript beside a module, as wasm-bindgen writes it for bundlers, made into a factory: each call makes an instance
//! with a memory of its own, which is what keeps shelves apart and lets one that trapped be replaced.
//!
//! The text is wasm-bindgen's but for two lines, the frame that catches what the page throws, and the names of imports, which it ends with hashes that do not compress
//! (0.4 KB after brotli for the main entry). Answers are written with `object[key] = value`, which a setter that some
//! script put on `Object.prototype` would see; `setOwn` of `pkg/engine/intrinsics.js` writes in their place.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use walrus::ModuleConfig;
use wasm_bindgen_cli_support::Bindgen;

/// What the functions a module imports are called with by name, and where it is found from `pkg/dist`.
const NAMES: [(&str, &str); 2] = [
    ("OwnshelfError", "../engine/errors.js"),
    (
        "itemAt, keysOf, kindOf, lengthOf, numberOf, propertyOf, setOwn, textOf",
        "../engine/intrinsics.js",
    ),
];

/// Assignments to an object the engine made, and what they become.
const ASSIGNMENTS: [(&str, &str); 2] = [
    (
        "    arg0[arg1 >>> 0] = arg2;\n",
        "    setOwn(arg0, arg1 >>> 0, arg2);\n",
    ),
    (
        "    arg0[arg1] = arg2;\n",
        "    setOwn(arg0, arg1, arg2);\n",
    ),
];

/// Binds `module` in `folder`: its functions' names and types become those of JavaScript, `NAME.js` and `NAME.d.ts` the
/// factory.
pub fn bind(module: &Path, folder: &Path, name: &str) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .out_name(name)
        .bundler(true)?
        .typescript(true)
        .remove_producers_section(true)
        .generate(folder)
        .with_context(|| format!("binding {name}"))?;
    let bound = folder.join(format!("{name}_bg.wasm"));
    if bound != module {
        fs::rename(bound, module)?;
    }
    let read = |file: String| fs::read_to_string(folder.join(&file)).context(file);
    let mut glue = read(format!("{name}_bg.js"))?;
    shorten_imports(module, &mut glue)?;
    let glue = factory(&glue, name)?;
    fs::write(folder.join(format!("{name}.js")), glue)?;
    let types = types(&read(format!("{name}.d.ts"))?);
    fs::write(folder.join(format!("{name}.d.ts")), types)?;
    Ok(())
}

/// Takes the hashes off the names of imports, in the module and in its glue. Of several that are then called the same, each
/// gets a number.
fn shorten_imports(module: &Path, glue: &mut String) -> Result<()> {
    let mut wasm = ModuleConfig::new()
        .generate_producers_section(false)
        .parse_file(module)
        .context("reading the module")?;
    let mut taken = HashMap::new();
    for import in wasm.imports.iter_mut() {
        let short = match import.name.rsplit_once('_') {
            Some((short, hash)) if hash.len() == 16 => short,
            _ => continue,
        };
        let nth: &mut u32 = taken.entry(short.to_owned()).or_default();
        *nth += 1;
        let short = match nth {
            1 => short.to_owned(),
            nth => format!("{short}_{nth}"),
        };
        *glue = glue.replace(&import.name, &short);
        import.name = short;
    }
    fs::write(module, wasm.emit_wasm())?;
    Ok(())
}

/// Catches what the page throws where it is called. wasm-bindgen passes a closure and `arguments` to one function for that,
/// for each value read; without, a listing of objects is ranked in 0.9 of the time.
fn catch_in_place(glue: &str) -> Result<String> {
    const FRAME: &str = "() { return handleError(function (";
    const CATCHER: &str = "function handleError(f, args) {\n    try {\n        return f.apply(this, args);\n    } catch (e) {\n";
    let mut caught = String::with_capacity(glue.len());
    for line in glue.lines() {
        match line.split_once(FRAME) {
            Some((function, parameters)) => caught += &format!("{function}({parameters} try {{"),
            None if line == "}, arguments); }" => caught += "} catch (e) { handleError(e); } }",
            None => caught += line,
        }
        caught.push('\n');
    }
    let caught = caught.replace(CATCHER, "function handleError(e) {\n    {\n");
    ensure!(
        !caught.contains(", arguments)") && !caught.contains("f.apply("),
        "wasm-bindgen catches what is thrown in another way than before"
    );
    Ok(caught)
}

fn factory(glue: &str, name: &str) -> Result<String> {
    let mut body = catch_in_place(glue)?;
    for (assignment, define) in ASSIGNMENTS {
        ensure!(
            body.matches(assignment).count() <= 1,
            "the glue of {name} assigns in more places than one: {assignment}"
        );
        body = body.replace(assignment, define);
    }
    let mut imports = Vec::new();
    let mut exports = Vec::new();
    for line in body.lines() {
        if let Some(rest) = line.strip_prefix("export function ") {
            let function = rest.split('(').next().unwrap_or_default();
            if function.starts_with("__wb") && function != "__wbg_set_wasm" {
                imports.push(function);
            } else if !function.starts_with("__wb") {
                exports.push(function);
            }
        } else if let Some(rest) = line.strip_prefix("export class ") {
            exports.extend(rest.split([' ', '{']).next());
        }
    }
    let used: Vec<String> = NAMES
        .iter()
        .filter_map(|(names, from)| {
            let names: Vec<&str> = names
                .split(", ")
                .filter(|name| body.contains(&format!("{name}(")))
                .collect();
            (!names.is_empty())
                .then(|| format!("import {{ {} }} from \"{from}\";\n", names.join(", ")))
        })
        .collect();
    let text = body.replace("\nexport ", "\n");
    let text = text.strip_prefix("export ").unwrap_or(&text);
    Ok(format!(
        "// Written by `cargo xtask build` around what wasm-bindgen wrote.\n{}\nexport default function instantiate(module) {{\n{text}\n\
         const instance = new WebAssembly.Instance(module, {{ \"./{name}_bg.js\": {{ {} }} }});\n\
         __wbg_set_wasm(instance.exports);\nwasm.__wbindgen_start();\nreturn {{ {} }};\n}}\n",
        used.concat(),
        imports.join(", "),
        exports.join(", ")
    ))
}

/// The types of what an instance offers.
fn types(declared: &str) -> String {
    let names = declared.lines().filter_map(|line| {
        let rest = line
            .strip_prefix("export class ")
            .or_else(|| line.strip_prefix("export function "))?;
        rest.split([' ', '(', '{']).next()
    });
    let offers: Vec<String> = names.map(|name| format!("{name}: typeof {name}")).collect();
    let offers = offers.join("; ");
    format!(
        "{declared}\n/** Makes an instance with a memory of its own. */\nexport default function instantiate(module: WebAssembly.Module): {{ {offers} }};\n"
    )
}
