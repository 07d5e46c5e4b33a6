/**
 * Zero configuration: one `<script type="module" src=".../auto.js">`, and `data-ownshelf-listing` on the list.
 *
 * This module decides only when to begin. The page comes first: engine and readers are fetched once it has been painted,
 * so that they cost its first picture nothing. Only a list that is held back, for a shopper who is remembered, is in a
 * hurry; where nobody is remembered and the shop has no rules, there is nothing to hold it for.
 */
import { warnOnce } from "./attach/guard.js";
import { HOLD } from "./attach/hold.js";
import { isKept, whenCalm } from "./auto/idle.js";
import { merchandising, settings } from "./auto/settings.js";

/** What Shopify's standard storefront events are called; some are sent while the page opens. */
const EARLY = ["product:view", "cart:lines-update", "collection:update", "search:update"].map((name) => `shopify:${name}`);

const held = () => document.querySelectorAll(`[${HOLD}]`);
const release = () => held().forEach((element) => element.removeAttribute(HOLD));

/** Shopify's events so far, kept until somebody listens for them. */
function hearEarly() {
  /** @type {Event[]} */
  const events = [];
  const hearing = new AbortController();
  EARLY.forEach((name) => document.addEventListener(name, (event) => events.push(event), { signal: hearing.signal }));
  return () => {
    hearing.abort();
    return events;
  };
}

async function begin() {
  const early = hearEarly();
  const page = settings(import.meta.url);
  const kept = isKept(page.options.store);
  /** @type {ReturnType<typeof load> | undefined} */
  let opening;
  const load = () => import("./auto/page.js").then((module) => module.open(page));
  const opened = () => (opening ??= load());
  // An `async` script runs before the list it holds back is there; every round trip counts then.
  if (page.early && (await kept)) {
    preload(page.options.wasm ?? new URL("./dist/core_bg.wasm", import.meta.url));
    opened().catch(() => {}); // awaited below
  }
  await parsed();
  const rules = merchandising();
  if (held().length && !rules && !(await kept)) release();
  if (!held().length) await whenCalm();
  const { start } = await opened();
  await start(rules, early());
}

/** Has the engine fetched beside the module that will ask for it. @param {URL} engine */
function preload(engine) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: engine });
  document.head.append(link);
}

const parsed = () =>
  document.readyState !== "loading" || new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));

if (typeof document !== "undefined") {
  begin().catch((error) => {
    release();
    warnOnce(error);
  });
}
