/**
 * Lists whose nodes belong to a framework. It remembers where it put them, so nodes that somebody else moved come out scrambled
 * when it renders again, and a list that was moved before the framework took it over breaks its start.
 *
 * React and Vue change a list by the list's own methods: before the first change of a rendering its order is put back, so that
 * they find what they left. Others reach past the list; theirs are left alone.
 */

import { GLOBALS, hasHydrationMarks } from "./owned.js";

/** @typedef {"react" | "vue" | "preact" | "angular" | "svelte" | "alpine" | "livewire" | "lit" | "unknown"} Framework */
/**
 * @typedef {object} Owner
 * @property {Framework} name
 * @property {boolean} restorable whether the shop's order can be put back before it renders
 */

/** How long a list that a framework is to take over is waited for. */
const HYDRATION_MS = 20_000;
/** An element that only may be a framework's root is waited for so long after the page has loaded. */
const MAYBE_MS = 5000;
const LOOK_MS = 50;
/** Elements that a framework takes over, and what servers leave beside them. */
const AWAITED = "astro-island[ssr],[data-server-rendered],#__next,#__nuxt,#___gatsby";
const METHODS = /** @type {const} */ ([
  "insertBefore",
  "appendChild",
  "removeChild",
  "replaceChild",
  "append",
  "prepend",
  "replaceChildren",
]);

/**
 * Whose a list is, once that can be known: at once, or when the framework has taken it over.
 * @param {Element} list
 * @returns {Promise<Owner | undefined>} nothing for a list that is nobody's
 */
export async function ownerOf(list) {
  const awaited = list.closest(AWAITED) !== null || hasHydrationMarks(list) || GLOBALS.some((name) => name in globalThis);
  const end = performance.now() + HYDRATION_MS;
  let loaded = Number.POSITIVE_INFINITY;
  for (;;) {
    const owner = found(list);
    if (owner) return owner;
    const now = performance.now();
    if (document.readyState === "complete") loaded = Math.min(loaded, now);
    if (now > end || (!awaited && now > loaded + MAYBE_MS)) return awaited ? { name: "unknown", restorable: false } : undefined;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** @param {Element} list @returns {Owner | undefined} */
function found(list) {
  /** @param {Node} node @param {RegExp} pattern */
  const has = (node, pattern) => Object.keys(node).some((key) => pattern.test(key));
  const above = [...ancestors(list)];
  if (has(list, /^__react(?:Fiber|InternalInstance)\$/)) return { name: "react", restorable: true };
  if (above.some((node) => has(node, /^__vue/))) return { name: "vue", restorable: true };
  /** @type {[Framework, boolean][]} */
  const others = [
    ["preact", above.some((node) => has(node, /^__k$/))],
    ["angular", has(list, /^__ng/)],
    ["svelte", has(list, /^__svelte/) || list.matches("[class*=svelte-]") || list.querySelector(":scope > [class*=svelte-]") !== null],
    ["alpine", list.querySelector(":scope > template[x-for]") !== null],
    ["livewire", list.closest("[wire\\:id]") !== null],
    ["lit", has(list, /^_\$lit/)],
  ];
  const name = others.find(([, is]) => is)?.[0];
  return name && { name, restorable: false };
}

/** @param {Node} node */
function* ancestors(node) {
  for (let at = /** @type {Node | null} */ (node); at; at = at.parentNode) yield at;
}

/**
 * Calls `act` before each change that goes by the list's own methods. Nodes moved by `Node.prototype`'s are ours.
 * @param {Element} list
 * @param {() => void} act
 * @returns {() => void} stops
 */
export function beforeRender(list, act) {
  for (const name of METHODS) {
    const method = /** @type {(...nodes: any[]) => any} */ (list[name]);
    /** @this {Element} @param {any[]} nodes */
    const value = function (...nodes) {
      act();
      return method.apply(this, nodes);
    };
    Object.defineProperty(list, name, { value, configurable: true, writable: true });
  }
  return () => METHODS.forEach((name) => Reflect.deleteProperty(list, name));
}
