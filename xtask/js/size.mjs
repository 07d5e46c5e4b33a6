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
const entryNames = [
  "index",
  ...Object.keys(exports)
    .map((name) => name.slice(2))
    // No browser gets the one for workers.
    .filter((name) => name !== "workerd" && existsSync(join(pkgDir, `${name}.js`))),
];
const locales = await listed("words/locales");
const panelLocales = await listed("words/locales/panel");
const insightsLocales = await listed("words/locales/insights");

async function listed(folder) {
  const names = await readdir(join(pkgDir, folder)).catch(() => []);
  return names.filter((name) => name.endsWith(".js")).map((name) => `${folder}/${name}`);
}

/** Bundles some entries together: what each needs, and what each needs beyond the main one. */
async function bundle(entries) {
  const result = await build({
    absWorkingDir: pkgDir,
    entryPoints: ["index.js", ...entries],
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
  /** An output and everything it imports before it runs. */
  const closure = (path, into = new Set()) => {
    if (into.has(path)) return into;
    into.add(path);
    for (const { path: imported, kind, external } of outputs[path].imports) {
      if (kind === "import-statement" && !external) closure(imported, into);
    }
    return into;
  };
  const needed = (entry) => closure(Object.keys(outputs).find((path) => outputs[path].entryPoint === entry));
  const main = needed("index.js");
  const files = (paths) => [...new Set(paths)].map((path) => [basename(path), contents.get(path)]);
  return {
    main: files(main),
    beyondMain: (...entries) => files(entries.flatMap((entry) => [...needed(entry)]).filter((path) => !main.has(path))),
  };
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

const engineOf = async (file) => [file, await readFile(join(pkgDir, "dist", file))];
const [engine, capsule, insights] = await Promise.all(["core_bg.wasm", "capsule.wasm", "insights.wasm"].map(engineOf));

// Bundled apart: it shares code with the panel, which a shop that asks nothing gets in one piece.
const together = entryNames.slice(1).filter((name) => name !== "insights");
const all = await bundle([...together.map((name) => `${name}.js`), ...locales, ...panelLocales, "dist/inline.js", "transfer/capsule.js"]);
const asking = await bundle(["insights.js", ...insightsLocales]);

const entries = [
  measured("main", [...all.main, engine]),
  measured("main-script", all.main),
  measured("engine", [engine]),
  measured("inline", all.beyondMain("dist/inline.js")),
  measured("capsule", [...all.beyondMain("transfer/capsule.js"), capsule]),
  // This and the panel are counted with the words of one language, without which they show nothing.
  measured("insights", [...asking.beyondMain("insights.js", "words/locales/insights/en.js"), insights]),
];
for (const name of together) {
  const words = name === "panel" ? ["words/locales/panel/en.js"] : [];
  entries.push(measured(name, all.beyondMain(`${name}.js`, ...words)));
}
for (const [bundled, paths] of [
  [all, [...locales, ...panelLocales]],
  [asking, insightsLocales],
]) {
  for (const path of paths) entries.push(measured(path.replace(/\.js$/, ""), bundled.beyondMain(path)));
}
console.log(JSON.stringify({ entries }));
