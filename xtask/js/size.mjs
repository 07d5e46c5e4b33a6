// Bytes of each entry as a shopper's browser gets it, as JSON:  node size.mjs PKG_DIR
//
// A bundler is imitated: modules are joined, split where `import()` splits them, and minified. Each file is compressed
// alone, as a server does.
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const pkgDir = resolve(process.argv[2]);
const { exports } = JSON.parse(await readFile(join(pkgDir, "package.json"), "utf8"));
const entryNames = ["index", ...Object.keys(exports).map((name) => name.slice(2)).filter((name) => existsSync(join(pkgDir, `${name}.js`)))];
const locales = await listed("locales");
const panelLocales = await listed("locales/panel");

async function listed(folder) {
  const names = await readdir(join(pkgDir, folder)).catch(() => []);
  return names.filter((name) => name.endsWith(".js")).map((name) => `${folder}/${name}`);
}

const result = await build({
  absWorkingDir: pkgDir,
  entryPoints: [...entryNames.map((name) => `${name}.js`), ...locales, ...panelLocales, "dist/inline.js", "capsule.js"],
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  external: ["react", "vue"],
  outdir: "bundled",
  write: false,
  metafile: true,
  logLevel: "warning",
});

const contents = new Map(result.outputFiles.map((file) => [relative(pkgDir, file.path), file.contents]));
const outputs = result.metafile.outputs;
const outputOf = (entry) => Object.keys(outputs).find((path) => outputs[path].entryPoint === entry);

/** An output and everything it imports before it runs. */
function closure(path, into = new Set()) {
  if (into.has(path)) return into;
  into.add(path);
  for (const { path: imported, kind, external } of outputs[path].imports) {
    if (kind === "import-statement" && !external) closure(imported, into);
  }
  return into;
}

function measured(name, parts) {
  const sum = { name, files: [], raw: 0, gzip: 0, brotli: 0 };
  for (const [file, bytes] of parts) {
    const figures = {
      file,
      raw: bytes.length,
      gzip: gzipSync(bytes, { level: 9 }).length,
      brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
    };
    sum.files.push(figures);
    for (const kind of ["raw", "gzip", "brotli"]) sum[kind] += figures[kind];
  }
  return sum;
}

const bundled = (paths) => [...paths].map((path) => [basename(path), contents.get(path)]);
const main = closure(outputOf("index.js"));
const beyondMain = (entry) => [...closure(outputOf(entry))].filter((path) => !main.has(path));
const engine = ["core_bg.wasm", await readFile(join(pkgDir, "dist/core_bg.wasm"))];
const capsule = ["capsule.wasm", await readFile(join(pkgDir, "dist/capsule.wasm"))];

const entries = [
  measured("main", [...bundled(main), engine]),
  measured("main-script", bundled(main)),
  measured("engine", [engine]),
  measured("inline", bundled(beyondMain("dist/inline.js"))),
  measured("capsule", [...bundled(beyondMain("capsule.js")), capsule]),
];
for (const name of entryNames.slice(1)) {
  // The panel is counted with the words of one language, without which it shows nothing.
  const words = name === "panel" && panelLocales.includes("locales/panel/en.js") ? beyondMain("locales/panel/en.js") : [];
  entries.push(measured(name, bundled(new Set([...beyondMain(`${name}.js`), ...words]))));
}
for (const locale of [...locales, ...panelLocales]) {
  entries.push(measured(locale.replace(/\.js$/, ""), bundled(beyondMain(locale))));
}
console.log(JSON.stringify({ entries }));
