/**
 * A whole journey with every door of the browser open and a hostile collector behind it: no policy keeps the page in, and
 * still nothing arrives. The test first proves that the collector would notice.
 */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import dgram from "node:dgram";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const PACKAGE = new URL("../../pkg/", import.meta.url);
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };

let shop;
let collector;
let udp;
let browser;
const collected = [];
const served = [];
const listen = (server) => new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));

before(async () => {
  collector = createServer((request, response) => {
    collected.push(`${request.method} ${request.url}`);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end();
  });
  collector.on("upgrade", (request, socket) => {
    collected.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  udp = dgram.createSocket("udp4");
  udp.on("message", () => collected.push("udp"));
  await new Promise((resolve) => udp.bind(0, "127.0.0.1", resolve));
  // The collector stands on the shop's own origin too: whatever is not a file of the shop is counted.
  shop = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, "http://shop");
    served.push(`${request.method} ${pathname}${search}`);
    if (pathname === "/")
      return response
        .writeHead(200, { "Content-Type": "text/html" })
        .end(
          '<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,"><body><ul id="list"></ul><ownshelf-order></ownshelf-order>',
        );
    if (!pathname.startsWith("/pkg/")) return response.writeHead(404).end();
    return readFile(new URL(`.${pathname.slice(4)}`, PACKAGE)).then(
      (body) => response.writeHead(200, { "Content-Type": TYPES[extname(pathname)] ?? "text/plain" }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  const ports = [await listen(shop), await listen(collector)];
  shop.url = `http://localhost:${ports[0]}/`;
  collector.url = `http://127.0.0.1:${ports[1]}/`;
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  for (const server of [shop, collector]) {
    server?.close();
    server?.closeAllConnections();
  }
  udp?.close();
});

test("the collector notices every way out", async () => {
  const page = await browser.newPage();
  await page.goto(shop.url);
  await page.evaluate(
    async ({ url, port }) => {
      await fetch(`${url}fetch`);
      navigator.sendBeacon(`${url}beacon`);
      new Image().src = `${url}image`;
      new WebSocket(`${url.replace("http", "ws")}socket`).onerror = () => {};
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
      peer.createDataChannel("out");
      await peer.setLocalDescription(await peer.createOffer());
    },
    { url: collector.url, port: udp.address().port },
  );
  const ways = ["GET /fetch", "POST /beacon", "GET /image", "upgrade /socket"];
  for (let tries = 0; tries < 200 && !ways.every((way) => collected.includes(way)); tries++) await page.waitForTimeout(25);
  for (const way of ways) assert.ok(collected.includes(way), way);
  await page.close();
});

test("a whole journey sends nothing: not out, not home, not the profile in a file's address", async () => {
  collected.length = 0;
  served.length = 0;
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = [];
  context.on("request", (request) => asked.push(request));
  await page.goto(shop.url);
  await page.evaluate(
    async ({ url, port }) => {
      // Every name by which a library could be told where to send, offered on the page.
      Object.assign(window, { OWNSHELF_ENDPOINT: url, dataLayer: [], reportUrl: url, collector: url, stun: port });
      const { createShelf } = await import("/pkg/index.js");
      const { provideShelf } = await import("/pkg/panel.js");
      for (const option of ["endpoint", "url", "report", "telemetry"]) {
        const code = await createShelf({ [option]: url }).then(
          () => "taken",
          (error) => error.code,
        );
        if (code !== "invalid_input") throw new Error(`createShelf: ${option} is ${code}`);
      }
      const shelf = await createShelf();
      const products = Array.from({ length: 30 }, (_, n) => ({
        id: `p${n}`,
        name: `Product ${n}`,
        category: [`Kind ${n % 3}`],
        brand: `B${n % 4}`,
        price: 10 + n,
        url: `/p/${n}`,
      }));
      shelf.addProducts(products);
      const list = document.querySelector("#list");
      list.append(...products.map(({ id, name }) => Object.assign(document.createElement("li"), { textContent: name, id })));
      for (const item of list.children) item.dataset.productId = item.id;
      provideShelf(shelf, { listing: products });
      shelf.attach(list, { listId: "all" });
      shelf.privacy.set({
        rank: "granted",
        dwell: "granted",
        price: "granted",
        layout: "granted",
        suggest: "granted",
        remember: "granted",
        insights: "granted",
        link: "granted",
      });
      const at = Date.now() - 1e6;
      for (let n = 0; n < 60; n++) {
        const ranking = shelf.rank(products);
        ranking.explain(ranking.order[0]);
        shelf.record({
          name: ["view_item", "add_to_cart", "purchase", "select_item"][n % 4],
          id: `p${(n * 3) % 30}`,
          dwellMs: 9000,
          at: at + n * 1000,
        });
      }
      shelf.record({ name: "search", query: "secret words" });
      shelf.layout();
      shelf.suggest();
      shelf.privacy.declare({ hiddenBrands: ["B1"] });
      await shelf.privacy.consentRecord();
      window.shelf = shelf;
    },
    { url: collector.url, port: udp.address().port },
  );
  await page.mouse.click(5, 5);
  await page.evaluate(async () => {
    const data = window.shelf.privacy.exportData();
    await window.shelf.privacy.importData(JSON.stringify(data));
  });
  await page.waitForTimeout(1500);
  await page.evaluate(async () => {
    await window.shelf.privacy.erase();
    window.shelf.close();
  });
  await page.reload();
  await page.close({ runBeforeUnload: true });
  await context.close();

  assert.deepEqual(collected, []);
  const odd = asked.filter(
    (request) =>
      !/^(data|blob):/.test(request.url()) &&
      !(request.method() === "GET" && !request.postData() && new RegExp(`^${shop.url}(pkg/[\\w/.-]+)?$`).test(request.url())),
  );
  assert.deepEqual(
    odd.map((request) => `${request.method()} ${request.url()}`),
    [],
  );
  assert.ok(served.length > 10, "the shop's own files were asked for");
  assert.deepEqual(
    served.filter((line) => !/^GET \/(pkg\/[\w/.-]+)?$/.test(line)),
    [],
  );
});
