/** Packs the package, gives each small project a folder with what its lock names, runs its tools, opens its pages. */
import { execFile, spawn } from "node:child_process";
import { createServer } from "node:http";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer as createSocket } from "node:net";
import { extname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const HERE = fileURLToPath(new URL("./", import.meta.url));
/** Kept between runs, so that what a lock names is installed once. */
const WORK = join(ROOT, "target/bundlers");
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};
const environment = { ...process.env, NODE_ENV: "", NEXT_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1", CI: "1", NO_COLOR: "1" };
delete environment.NODE_ENV;
delete environment.NODE_TEST_CONTEXT;

/** Runs a program to its end; what it said is part of the error if it fails. */
export async function run(command, args, cwd) {
  try {
    return (await promisify(execFile)(command, args, { cwd, env: environment, maxBuffer: 1 << 26 })).stdout;
  } catch (error) {
    throw new Error(`${command} ${args.join(" ")} failed\n${error.stdout ?? ""}${error.stderr ?? error}`);
  }
}

/** `npm pack`: what users would install. @returns {Promise<string>} the tarball */
export async function pack() {
  await mkdir(WORK, { recursive: true });
  const [{ filename }] = JSON.parse(await run("npm", ["pack", "--json", "--pack-destination", WORK], join(ROOT, "pkg")));
  return join(WORK, filename);
}

/** A project's folder, with its sources, what its lock names, and the packed package. */
export async function prepare(name, tarball) {
  const folder = join(WORK, name);
  const source = join(HERE, "projects", name);
  await mkdir(folder, { recursive: true });
  for (const entry of await readdir(folder))
    if (!/^(?:node_modules|installed)$/.test(entry)) await rm(join(folder, entry), { recursive: true });
  for (const from of [join(HERE, "shared"), source]) await cp(from, folder, { recursive: true });
  if (name === "node") await cp(join(HERE, "shared/goods.js"), join(folder, "goods.mjs"));
  const lock = await readFile(join(source, "package-lock.json"), "utf8").catch(() => "");
  const installed = await readFile(join(folder, "installed"), "utf8").catch(() => undefined);
  if (installed !== lock) {
    await rm(join(folder, "installed"), { force: true });
    // Not `npm ci`, which insists on the packages of platforms that are not this one.
    if (lock) await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"], folder);
    await writeFile(join(folder, "installed"), lock);
  }
  // The tarball by itself: its frameworks are optional, and it has no dependencies for npm to add.
  const target = join(folder, "node_modules/ownshelf");
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await run("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"], folder);
  return folder;
}

/** Serves a folder as any static host does. @returns {Promise<{ url: string, close: () => Promise<void> }>} */
export async function serveFolder(folder) {
  const server = createServer(async ({ url }, response) => {
    const path = decodeURIComponent(new URL(url, "http://shop").pathname);
    try {
      const body = await readFile(join(folder, path.endsWith("/") ? `${path}index.html` : path));
      response.writeHead(200, { "Content-Type": TYPES[extname(path) || ".html"] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("no such file");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

async function freePort() {
  const socket = createSocket();
  await new Promise((resolve) => socket.listen(0, "127.0.0.1", resolve));
  const { port } = socket.address();
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

/** Starts a project's own server and waits until it answers. */
export async function startServer(folder, script, args = () => []) {
  const port = await freePort();
  const child = spawn("npm", ["run", script, "--", ...args(port)], {
    cwd: folder,
    detached: true,
    env: { ...environment, PORT: String(port), HOST: "127.0.0.1" },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const close = async () => {
    if (child.exitCode === null) process.kill(-child.pid);
    await wait(100);
  };
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) throw new Error(`npm run ${script} ended\n${said}`);
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return { url, close };
    await wait(100);
  }
  await close();
  throw new Error(`npm run ${script} does not answer\n${said}`);
}
