/**
 * The shop without its servers: pages, catalogue, pictures and engine as they last were. The network comes first, so
 * nobody sees yesterday's prices while today's can be had; what it cannot answer, or answers with an error of its own
 * (5xx), comes from here.
 *
 * Everything kept is the shop's and the same for everybody. What is known of a shopper never passes through here: the
 * engine has it, in the page.
 */
const KEPT = "shop-1";
const PAGE = "/";
/** Parts that a page loads only when they are opened. */
const LATER = [
  "/icon.svg",
  "/support.html",
  "/css/support.css",
  "/js/support.js",
  ...[
    "capsule",
    "card",
    "support",
    "digits",
    "along",
    "record",
    "assessment",
    "panel/along",
    "panel/code",
    "panel/wishes",
    "panel/suggestions",
  ].map((name) => `/pkg/${name}.js`),
  "/pkg/dist/capsule.wasm",
  "/pkg/dist/inline.js",
  "/pkg/words/locales/en.js",
  "/pkg/words/locales/panel/en.js",
  "/pkg/words/locales/transfer/en.js",
];

const keep = async (request, response) => (await caches.open(KEPT)).put(request, response);

/** One that is missing must not keep the others away. */
async function keepAll(paths) {
  const kept = await caches.open(KEPT);
  await Promise.allSettled([...new Set(paths.map((path) => path.split("#")[0]))].map((path) => kept.add(path)));
}

self.addEventListener("install", (event) => event.waitUntil(keepAll([PAGE, ...LATER])));

self.addEventListener("activate", (event) =>
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))),
);

// A page tells what it loaded before this worker stood beside it.
self.addEventListener("message", (event) => {
  const here = event.data?.loaded?.filter((url) => new URL(url, location.origin).origin === location.origin);
  if (here) event.waitUntil(keepAll(here).then(() => event.source?.postMessage({ kept: here.length })));
});

async function answer(event) {
  const { request } = event;
  // Every address of the shop's router is the same page.
  const isPage = request.mode === "navigate" && !/\.\w+$/.test(new URL(request.url).pathname);
  const name = isPage ? PAGE : request;
  let failed;
  try {
    const response = await fetch(request);
    if (response.ok) event.waitUntil(keep(name, response.clone()));
    if (response.status < 500) return response;
    failed = response;
  } catch {
    // Offline, or the shop's servers are.
  }
  return (await caches.match(name, { ignoreVary: true })) ?? failed ?? Response.error();
}

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && new URL(url).origin === location.origin) event.respondWith(answer(event));
});
