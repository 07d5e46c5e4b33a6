// What `npm publish` would send: complete, loadable, and nothing of the machine it was made on.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);
let folder;
let unpacked;
let manifest;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "ownshelf-tarball-"));
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: join(root, "pkg") });
  const [{ filename }] = JSON.parse(stdout);
  await mkdir(join(folder, "node_modules"));
  await run("tar", ["-xzf", join(folder, filename), "-C", join(folder, "node_modules")]);
  await run("mv", [join(folder, "node_modules/package"), join(folder, "node_modules/ownshelf")]);
  unpacked = join(folder, "node_modules/ownshelf");
  manifest = JSON.parse(await readFile(join(unpacked, "package.json"), "utf8"));
});
after(() => rm(folder, { recursive: true }));

/** Every file the exports name, with the subpath that names it. */
function exported(value, name) {
  if (typeof value === "string") return [[name, value]];
  return Object.entries(value).flatMap(([key, inner]) => exported(inner, key.startsWith(".") ? key : name));
}

test("holds every file its exports name", () => {
  const missing = exported(manifest.exports).filter(([, file]) => !existsSync(join(unpacked, file)));
  assert.deepEqual(missing, []);
});

test("holds what it should and nothing else", async () => {
  const names = (await readdir(unpacked, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(unpacked.length + 1));
  const meant =
    /^(?:(?:LICENSE-(?:MIT|APACHE)|CHANGELOG\.md|README\.md|package\.json|custom-elements\.json|[\w-]+\.schema\.json|hold\.css)$|dist\/[\w-]+\.(?:js|cjs|wasm|txt|map|d\.ts|d\.cts|js\.map|cjs\.map)$|(?!dist\/).+\.(?:js|d\.ts)$)/;
  assert.deepEqual(
    names.filter((name) => !meant.test(name)),
    [],
  );
  for (const file of ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md", "README.md"]) assert.ok(names.includes(file), file);
  // What is minified or joined can be read as it was written.
  const made = names.filter((name) => /^dist\/(?:auto|global|node)[\w-]*\.c?js$/.test(name));
  assert.ok(made.length > 3);
  for (const name of made) {
    const { sources } = JSON.parse(await readFile(join(unpacked, `${name}.map`), "utf8"));
    for (const source of sources.filter((source) => !/^(?:<stdin>|\.\.\/<stdin>)$/.test(source))) {
      assert.ok(existsSync(join(unpacked, "dist", source)), `${name} is made of ${source}`);
    }
  }
});

test("describes each custom element it defines", async () => {
  const { modules } = JSON.parse(await readFile(join(unpacked, "custom-elements.json"), "utf8"));
  const tags = modules.flatMap(({ declarations }) => declarations.map(({ tagName }) => tagName));
  const types = await readFile(join(unpacked, "panel.d.ts"), "utf8");
  assert.deepEqual(tags.sort(), [...types.matchAll(/"(ownshelf-[a-z]+)": Ownshelf/g)].map(([, tag]) => tag).sort());
});

test("is not packed without what is built", async () => {
  const source = join(folder, "unbuilt");
  await mkdir(source);
  await copyFile(join(root, "pkg/package.json"), join(source, "package.json"));
  const environment = { ...process.env, OWNSHELF_PACKAGE: source };
  await assert.rejects(run(process.execPath, [join(root, "xtask/js/prepack.mjs")], { env: environment }), ({ code, stderr }) => {
    assert.equal(code, 1);
    assert.match(stderr, /dist\/core_bg\.wasm.*missing\. Run `cargo xtask build` first/);
    return true;
  });
});

test("holds every module its entries load, now or later", async () => {
  const entries = exported(manifest.exports)
    .map(([, file]) => file)
    .filter((file) => file.endsWith(".js"));
  // Stops at the first file it cannot read.
  const { stdout } = await run(process.execPath, [join(root, "xtask/js/audit.mjs"), unpacked, ...new Set(entries)]);
  assert.ok(JSON.parse(stdout).modules.length > entries.length);
});

test("names whose work its modules contain, and none that only tests use", async () => {
  const text = await readFile(join(unpacked, "dist/THIRD-PARTY.txt"), "utf8");
  const named = [...text.matchAll(/^(\S+) \S+: (.+)$/gm)].map(([, name, licence]) => [name, licence]);
  assert.deepEqual(
    named.filter(([, licence]) => licence === "MPL-2.0"),
    [["prio", "MPL-2.0"]],
  );
  for (const [name, licence] of named) {
    const passedOn = text.includes(`---- ${name} `);
    assert.equal(passedOn, !/Apache-2\.0|MPL-2\.0/.test(licence), `${name}: ${licence}`);
  }
  assert.ok(named.length > 30 && !named.some(([name]) => /^(ownshelf|proptest|janus_messages)/.test(name)));
  for (const file of ["LICENSE-MIT", "LICENSE-APACHE"]) assert.ok(existsSync(join(unpacked, file)));
});

test("every entry loads in Node from the tarball alone, bindings beside their frameworks", async () => {
  for (const name of Object.keys(manifest.peerDependencies)) {
    assert.equal(manifest.peerDependenciesMeta[name].optional, true);
    await symlink(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  const names = Object.keys(manifest.exports).filter((name) => !/\.(css|json|wasm)$|^\.\/(?:global|workerd)$/.test(name));
  const specifiers = names.map((name) => name.replace(/^\./, "ownshelf"));
  const script = `for (const name of ${JSON.stringify(specifiers)}) await import(name);
    const { createShelf } = await import("ownshelf");
    const shelf = await createShelf({ storage: "memory" });
    console.log(JSON.stringify(shelf.rank(["b", "a"]).order));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], { cwd: folder });
  assert.deepEqual(JSON.parse(stdout), ["b", "a"]);
});

test("names no path of the machine it was made on", async () => {
  const names = await readdir(unpacked, { recursive: true, withFileTypes: true });
  for (const entry of names.filter((entry) => entry.isFile())) {
    const text = await readFile(join(entry.parentPath ?? entry.path, entry.name), "latin1");
    for (const path of [root, process.env.HOME].filter((path) => path && path.length > 1)) {
      assert.ok(!text.includes(path), `${entry.name} names ${path}`);
    }
  }
});
