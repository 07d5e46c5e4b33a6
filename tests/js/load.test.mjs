// How the engine gets its bytes, on each platform and when things go wrong. The engine is one per process, so each case
// runs in a process of its own.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

const root = new URL("../../", import.meta.url);
const run = promisify(execFile);

/** Runs a script and returns the JSON it prints. */
async function result(script, kind = "module") {
  const { stdout } = await run(process.execPath, [`--input-type=${kind}`, "--eval", script], { cwd: root });
  return JSON.parse(stdout);
}

const ranked = `const shelf = await createShelf({ storage: "memory" });
  const { order } = shelf.rank(["b", "a"]);
  shelf.close();`;

/** The browser's entry, with the network replaced by `answer(url)` and its calls noted. */
const browser = (answer, rest) => `
  import { readFileSync } from "node:fs";
  const bytes = readFileSync("pkg/dist/core_bg.wasm");
  const wasm = (type) => new Response(bytes, { headers: { "content-type": type } });
  const asked = [];
  globalThis.fetch = async (url) => { asked.push(String(url)); return (${answer})(url); };
  const { createShelf, OwnshelfError } = await import("./pkg/index.js");
  ${rest}`;

test("import does nothing: no request, no global, nothing that keeps the process alive", async () => {
  const { asked, added } = await result(`
    const asked = [];
    globalThis.fetch = (url) => asked.push(String(url));
    const before = new Set(Object.getOwnPropertyNames(globalThis));
    for (const entry of ["index", "node", "auto", "panel"]) await import("./pkg/" + entry + ".js");
    const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
    console.log(JSON.stringify({ asked, added }));`);
  assert.deepEqual(asked, []);
  assert.deepEqual(added, []);
});

test("Node: import and require give the engine without reading a file by its path", async () => {
  const imported = await result(`import { createShelf } from "ownshelf"; ${ranked} console.log(JSON.stringify(order));`);
  assert.deepEqual(imported, ["b", "a"]);
  const required = await result(
    `const { createShelf } = require("ownshelf"); (async () => { ${ranked} console.log(JSON.stringify(order)); })();`,
    "commonjs",
  );
  assert.deepEqual(required, ["b", "a"]);
});

test("Node: an address meant for the browser is answered with the engine inside", async () => {
  const order = await result(`import { createShelf } from "ownshelf";
    const shelf = await createShelf({ storage: "memory", wasm: "/core_bg.wasm" });
    console.log(JSON.stringify(shelf.rank(["b", "a"]).order)); shelf.close();`);
  assert.deepEqual(order, ["b", "a"]);
});

test("a plain script finds everything on globalThis.ownshelf", async () => {
  const { names, order } = await result(`
    import { readFileSync } from "node:fs";
    import { runInThisContext } from "node:vm";
    runInThisContext(readFileSync("pkg/dist/global.js", "utf8"));
    const { createShelf } = globalThis.ownshelf;
    ${ranked}
    console.log(JSON.stringify({ names: Object.keys(globalThis.ownshelf).sort(), order }));`);
  assert.deepEqual(names, ["OwnshelfError", "createShelf"]);
  assert.deepEqual(order, ["b", "a"]);
});

test("Workers: the engine arrives as a module", async () => {
  const order = await result(`
    import { register } from "node:module";
    register("data:text/javascript," + encodeURIComponent(\`
      export async function load(url, context, next) {
        if (!url.endsWith(".wasm")) return next(url, context);
        const source = 'import { readFileSync } from "node:fs";' +
          'export default new WebAssembly.Module(readFileSync(new URL(' + JSON.stringify(url) + ')));';
        return { format: "module", shortCircuit: true, source };
      }\`));
    const { createShelf } = await import("./pkg/workerd.js");
    ${ranked} console.log(JSON.stringify(order));`);
  assert.deepEqual(order, ["b", "a"]);
});

test("browsers: the file beside the module is fetched once, however many shelves are made", async () => {
  const { asked, order } = await result(
    browser(
      `() => wasm("application/wasm")`,
      `
    await Promise.all([createShelf({ storage: "memory" }), createShelf({ storage: "memory" })]);
    ${ranked} console.log(JSON.stringify({ asked, order })); process.exit();`,
    ),
  );
  assert.deepEqual(asked, [new URL("pkg/dist/core_bg.wasm", root).href]);
  assert.deepEqual(order, ["b", "a"]);
});

const unusable = {
  "a network that refuses": `() => { throw new TypeError("refused"); }`,
  "a page instead of the file": `() => new Response("<!doctype html>", { headers: { "content-type": "text/html" } })`,
  "a page under the file's type": `() => new Response("<!doctype html>", { headers: { "content-type": "application/wasm" } })`,
  "a missing file": `() => new Response("", { status: 404 })`,
};
for (const [what, answer] of Object.entries(unusable)) {
  test(`browsers: ${what} is made good by the engine inside the package`, async () => {
    const order = await result(browser(answer, `${ranked} console.log(JSON.stringify(order)); process.exit();`));
    assert.deepEqual(order, ["b", "a"]);
  });
}

test("browsers: the slim entry has no other source than the file", async () => {
  const { codes, inlined } = await result(
    browser(
      `() => new Response("", { status: 404 })`,
      `
    const slim = await import("./pkg/slim.js");
    const codes = [];
    await slim.createShelf({ storage: "memory" }).catch(({ code }) => codes.push(code));
    const { pathname } = new URL("./pkg/slim.js", "file://" + process.cwd() + "/");
    console.log(JSON.stringify({ codes, inlined: readFileSync(pathname, "utf8").includes("inline") })); process.exit();`,
    ),
  );
  assert.deepEqual(codes, ["wasm_unavailable"]);
  assert.equal(inlined, false);
});

test("browsers: the shop's own source, in every shape, without asking for the package's file", async () => {
  const sources = {
    bytes: "bytes",
    buffer: "bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)",
    module: "new WebAssembly.Module(bytes)",
    response: `wasm("application/wasm")`,
    plainResponse: `wasm("application/octet-stream")`,
    chattyResponse: `wasm("application/wasm; charset=utf-8")`,
    url: `new URL("https://shop.test/engine.wasm")`,
    text: `"https://shop.test/engine.wasm"`,
  };
  for (const [name, source] of Object.entries(sources)) {
    const { asked, order } = await result(
      browser(
        `() => wasm("application/wasm")`,
        `
      const shelf = await createShelf({ storage: "memory", wasm: ${source} });
      console.log(JSON.stringify({ asked, order: shelf.rank(["b", "a"]).order })); process.exit();`,
      ),
    );
    assert.deepEqual(order, ["b", "a"], name);
    assert.deepEqual(asked, ["url", "text"].includes(name) ? ["https://shop.test/engine.wasm"] : [], name);
  }
});

test("a policy that forbids WebAssembly is answered with the word it needs", async () => {
  const { code, message } = await result(
    browser(
      `() => wasm("text/plain")`,
      `
    // As Chromium and Firefox word it.
    const { compile } = WebAssembly;
    WebAssembly.compile = async (given) => {
      // Node's own modules are smaller.
      if (given.byteLength < 150_000) return compile(given);
      throw new WebAssembly.CompileError("call to WebAssembly.compile() blocked by CSP");
    };
    await createShelf({ storage: "memory" }).catch(({ code, message }) => console.log(JSON.stringify({ code, message }))); process.exit();`,
    ),
  );
  assert.equal(code, "wasm_unavailable");
  assert.match(message, /'wasm-unsafe-eval'/);
});

test("a source that fails rejects with wasm_unavailable, and the next attempt may succeed", async () => {
  const { codes, order } = await result(
    browser(
      `() => { throw new TypeError("refused"); }`,
      `
    const codes = [];
    for (const wasm of ["https://shop.test/engine.wasm", new Uint8Array([1, 2, 3]), 42]) {
      await createShelf({ storage: "memory", wasm }).catch((error) => codes.push(error instanceof OwnshelfError ? error.code : String(error)));
    }
    const shelf = await createShelf({ storage: "memory", wasm: bytes });
    console.log(JSON.stringify({ codes, order: shelf.rank(["b", "a"]).order })); process.exit();`,
    ),
  );
  assert.deepEqual(codes, ["wasm_unavailable", "wasm_unavailable", "wasm_unavailable"]);
  assert.deepEqual(order, ["b", "a"]);
});
