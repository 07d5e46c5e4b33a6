// The audit must find what could send, however it is written, and nothing in code that only looks like it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const script = new URL("../../xtask/js/audit.mjs", import.meta.url).pathname;
let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), "ownshelf-audit-"))));
after(() => rm(folder, { recursive: true }));

async function audited(files, entries = ["index.js"]) {
  for (const [name, source] of Object.entries(files)) await writeFile(join(folder, name), source);
  const { stdout } = await run(process.execPath, [script, folder, ...entries]);
  return JSON.parse(stdout);
}

const kinds = async (source) => (await audited({ "index.js": source })).findings.map(({ what }) => what);

const sending = {
  "fetch('/x')": ["fetch"],
  "const send = fetch; send('/x')": ["fetch"],
  "window.fetch('/x')": ["fetch"],
  "globalThis['fetch']('/x')": ["fetch"],
  "const { fetch: send } = globalThis; send('/x')": ["global object", "fetch"],
  "const all = globalThis; all['fe' + 'tch']('/x')": ["global object"],
  "const name = 'x'; self[name]('/x')": ["computed global"],
  "navigator.sendBeacon('/x', '1')": ["sendBeacon"],
  "new XMLHttpRequest()": ["XMLHttpRequest"],
  "new WebSocket('wss://example.test')": ["WebSocket", "address"],
  "new EventSource('/x')": ["EventSource"],
  "new RTCPeerConnection()": ["RTCPeerConnection"],
  "new Worker('/x.js')": ["Worker"],
  "new Image().src = '/x'": ["src", "Image"],
  "link.href = '/x'": ["href"],
  "location = '/x'": ["location"],
  "location.assign('/x')": ["location"],
  "open('/x')": ["open"],
  "form.submit()": ["submit"],
  "document.cookie = 'a=b'": ["cookie"],
  "document.createElement('script')": ["createElement script"],
  "document.createElement(kind)": ["createElement"],
  "element.setAttribute('src', x)": ["setAttribute src"],
  "h('img', { src: x })": ["element img", "property src"],
  "element.innerHTML = x": ["innerHTML"],
  "document.write(x)": ["document.write"],
  "eval('1')": ["eval"],
  "new Function('1')": ["Function"],
  "import('https://example.test/x.js')": ["import", "address"],
  "import(name)": ["import"],
  "import 'other-package'": ["import"],
  "style.background = 'url(/x)'": ["address"],
};

test("finds what could send, however it is written", async (context) => {
  const sources = Object.keys(sending);
  const names = sources.map((_, index) => `case${index}.js`);
  const { findings } = await audited(Object.fromEntries(names.map((name, index) => [name, sources[index]])), names);
  for (const [index, source] of sources.entries()) {
    await context.test(source, () => {
      const found = findings.filter(({ file }) => file.endsWith(`/${names[index]}`)).map(({ what }) => what);
      assert.deepEqual(found.sort(), [...sending[source]].sort());
    });
  }
});

test("leaves alone what only looks like sending", async () => {
  const source = `
    // fetch("/x") in a comment
    const note = "fetch, WebSocket and sendBeacon are words here";
    const svg = "http://www.w3.org/2000/svg";
    class Vault { write() {} open() {} close() { this.write(); this.open(); } }
    const page = { href: link.href, top: 1 };
    if (typeof window === "object") window.addEventListener("pagehide", close);
    export const order = { src: 1 };
  `;
  assert.deepEqual(await kinds(source), []);
});

test("follows the package's own modules, those loaded later too, and names each place", async () => {
  const { modules, findings } = await audited({
    "index.js": 'import "./a.js";',
    "a.js": 'export const later = () => import("./b.js");',
    "b.js": '\nnavigator.sendBeacon("/x");',
  });
  assert.equal(modules.length, 3);
  assert.deepEqual(
    findings.map(({ line, what, code }) => [line, what, code]),
    [[2, "sendBeacon", 'navigator.sendBeacon("/x")']],
  );
});

test("does not take a file outside the package for its own", async () => {
  assert.deepEqual(await kinds('import "../outside.js";'), ["import"]);
});

/** The glue of a module that imports one function, and how that function is judged. */
async function imported(code, helpers = "") {
  const name = `glue${Math.random()}`.replace(".", "");
  const file = join(folder, `${name}.js`);
  const glue = `export default function instantiate(module) { let wasm; ${helpers}
    function __wbg_f(arg0, arg1) { ${code} }
    const instance = new WebAssembly.Instance(module, { "./core_bg.js": { __wbg_f } }); return {}; }`;
  await writeFile(file, glue);
  const { stdout } = await run(process.execPath, [script.replace("audit.mjs", "imports.mjs"), file]);
  return JSON.parse(stdout)[0].faults;
}

const badImports = {
  "arg0()": /^calls what it is handed/,
  "arg0.call(arg1)": /^calls what it is handed/,
  "new arg0()": /^calls what it is handed/,
  "arg0`x`": /^calls what it is handed/,
  "const f = arg0.then; f()": /^calls what it is handed/,
  "Reflect.apply(arg0, undefined, [])": /^calls what it is handed/,
  "helper(arg0)": /^calls what it is handed/,
  "return (() => arg0())()": /^calls what it is handed/,
  "return fetch(arg0)": /^reads the global fetch/,
  "return globalThis": /^reads the global globalThis/,
  "return typeof window === 'undefined' ? null : window": /^reads the global window/,
  "return document.title": /^reads the global document/,
  "return stored()": /^reads the global localStorage/,
  "return this": /^reads `this`/,
  "return import('./x.js')": /^loads something/,
  "arg0[arg1] = 1": /^writes to what it is handed/,
  "arg0.x.y = 1": /^writes to what it is handed/,
  "delete arg0.x": /^writes to what it is handed/,
  "arg0.x++": /^writes to what it is handed/,
  "Reflect.set(arg0, 'x', 1)": /^writes to what it is handed/,
  "Object.defineProperty(arg0, 'x', {})": /^writes to what it is handed/,
};
const helpers = "function helper(f) { return f(); } const stored = () => localStorage.x;";

test("an import that calls what it is handed, reads a global or writes to what it is handed is found", async () => {
  for (const [code, fault] of Object.entries(badImports)) {
    const faults = await imported(code, helpers);
    assert.ok(
      faults.some((each) => fault.test(each)),
      `${code}: ${faults}`,
    );
  }
});

test("an import that makes a value or reads what it is handed is left alone", async () => {
  const good = [
    "return arg0.length",
    "return new Array()",
    "return arg0[arg1]",
    "wasm.table.set(0, arg0)",
    "const made = {}; made.x = arg0; return made",
  ];
  for (const code of good) assert.deepEqual(await imported(code, helpers), [], code);
});
