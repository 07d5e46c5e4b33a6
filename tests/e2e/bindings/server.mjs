/** Serves pages that a framework rendered on the server, with everything their browser side imports as plain modules. */
import { build } from "esbuild";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { products } from "../fixtures/products.mjs";

const require = createRequire(import.meta.url);
const ROOT = new URL("../../../", import.meta.url);
const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
const goods = products(96);

/** React is CommonJS: each package becomes a module with its names, and all share one copy. */
async function reactModules() {
  const names = ["react", "react-dom", "react-dom/client"];
  const virtual = {
    name: "named",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^named:/ }, ({ path }) => ({ path: path.slice(6), namespace: "named" }));
      onLoad({ filter: /.*/, namespace: "named" }, ({ path }) => {
        const keys = Object.keys(require(path)).filter((key) => /^\w+$/.test(key));
        return { contents: `import it from "${path}"; export const { ${keys.join(", ")} } = it;`, resolveDir: ROOT.pathname };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: names.map((name) => ({ in: `named:${name}`, out: name })),
    bundle: true,
    splitting: true,
    format: "esm",
    write: false,
    outdir: "/modules",
    plugins: [virtual],
    define: { "process.env.NODE_ENV": '"development"' },
  });
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}

const FRAMEWORKS = {
  react: {
    modules: reactModules,
    imports: { react: "/modules/react.js", "react-dom": "/modules/react-dom.js", "react-dom/client": "/modules/react-dom/client.js" },
    async render(form) {
      const { renderToString } = await import("react-dom/server");
      const { app } = await import("./react-app.mjs");
      return renderToString(app(goods, form));
    },
  },
  vue: {
    modules: async () => new Map(),
    imports: { vue: "/node_modules/vue/dist/vue.runtime.esm-browser.js" },
    async render(form) {
      const { renderToString } = await import("vue/server-renderer");
      const { app } = await import("./vue-app.mjs");
      return renderToString(app(goods, form));
    },
  },
};

async function page(name, form) {
  const { imports, render } = FRAMEWORKS[name];
  const own = { "ownshelf/react": "/pkg/react.js", "ownshelf/vue": "/pkg/vue.js" };
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/tests/e2e/fixtures/files/theme.css">
<link rel="stylesheet" href="/tests/e2e/bindings/page.css">
<script type="importmap">${JSON.stringify({ imports: { ...imports, ...own } })}</script>
<script type="application/json" id="data">${JSON.stringify({ goods, form })}</script>
<script type="module" src="/tests/e2e/bindings/${name}-client.mjs"></script></head>
<body><div id="app">${await render(form)}</div></body></html>`;
}

/** @param {"react" | "vue"} name @returns {Promise<{ url: string, close: () => Promise<void> }>} */
export async function serveFramework(name) {
  const modules = await FRAMEWORKS[name].modules();
  const answer = async ({ url }, response) => {
    const { pathname, searchParams } = new URL(url, "http://shop");
    const type = pathname === "/" ? "text/html; charset=utf-8" : TYPES[extname(pathname)];
    const body =
      pathname === "/"
        ? await page(name, searchParams.get("form"))
        : (modules.get(pathname) ?? (await readFile(new URL(`.${pathname}`, ROOT))));
    response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-cache" }).end(body);
  };
  const server = createServer((request, response) =>
    answer(request, response).catch((error) => response.writeHead(404).end(String(error))),
  );
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

export { goods };
