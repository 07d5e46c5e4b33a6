/** Serves every shop under an address of its own, `http://dawn.localhost:PORT/`, beside the package under test. */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { lamps } from "./goods.mjs";
import { html } from "./page.mjs";
import { shops } from "./pages/index.mjs";

const PACKAGE = new URL("../../pkg/", import.meta.url);
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css" };
/** One grey pixel. */
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mN88P9/PQAJewN+wFz9DAAAAABJRU5ErkJggg==", "base64");

/** @param {import("./page.mjs").Shop} shop @param {URL} url */
function page(shop, url) {
  const bare = url.searchParams.has("bare");
  const sort = ({ pathname, search }) => pathname + search;
  const lamp = lamps.find((one) => sort(new URL(shop.path(one), url)) === sort(url));
  if (lamp) return html(shop.product(lamp), { title: lamp.name, bare });
  return url.pathname === "/lamps" ? html(shop.listing(lamps), { title: "Lamps", bare }) : undefined;
}

async function answer(request, response) {
  const url = new URL(request.url, `http://${request.headers.host}`);
  if (url.pathname.startsWith("/pkg/")) {
    const file = new URL(url.pathname.slice(5), PACKAGE);
    if (!file.href.startsWith(PACKAGE.href)) throw new Error("outside");
    response.writeHead(200, {
      "Content-Type": TYPES[extname(file.pathname)] ?? "application/octet-stream",
      "Cache-Control": "max-age=600",
    });
    return response.end(await readFile(file));
  }
  if (url.pathname.startsWith("/img/")) {
    return response.writeHead(200, { "Content-Type": "image/png", "Cache-Control": "max-age=600" }).end(PIXEL);
  }
  if (url.pathname === "/favicon.ico") return response.writeHead(204).end();
  const shop = shops.find(({ host }) => url.hostname.startsWith(`${host}.`));
  const body = shop && page(shop, url);
  if (!body) throw new Error("unknown");
  return response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" }).end(body);
}

/** @returns {Promise<{ address: (shop: import("./page.mjs").Shop, path: string) => string, close: () => Promise<void> }>} */
export async function serve() {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(404).end());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    address: ({ host }, path) => `http://${host}.localhost:${port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
