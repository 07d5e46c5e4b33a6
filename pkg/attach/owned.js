/**
 * Whether a list's nodes may belong to a framework that renders them again, and so lays its own order down. Asked of every list, so
 * it only looks for a reason to ask further: `owner.js` does.
 */

/** What frameworks write into the nodes they render, and into those they render in. */
const KEYS = /^(?:__react|__vue|_vnode$|__k$|__ng|__svelte|_\$lit)/;
/** Elements in which a framework renders, by the names its tools give them. */
const ROOTS =
  "[data-v-app],[data-server-rendered],[ng-version],[wire\\:id],[class*=svelte-],astro-island,#__next,#__nuxt,#___gatsby,#svelte,[id$=root],[id$=app]";
/** Comments that servers leave for a framework to find its place by. */
const HYDRATION = /^(?:\/?\$[?!]?|\[-?!?|\]|-->)$/;

/** What frameworks that take the whole document over leave in it. */
export const GLOBALS = ["__NEXT_DATA__", "__next_f", "__NUXT__", "__remixContext", "__reactRouterContext", "___gatsby"];

/** @param {Element} list */
export function mayBeOwned(list) {
  if (
    GLOBALS.some((name) => name in globalThis) ||
    list.closest(ROOTS) ||
    list.querySelector(":scope > template[x-for],:scope > [class*=svelte-]")
  )
    return true;
  for (let node = /** @type {Node | null} */ (list); node; node = node.parentNode) {
    if (Object.keys(node).some((key) => KEYS.test(key))) return true;
  }
  return hasHydrationMarks(list);
}

/** @param {Element} list */
export const hasHydrationMarks = (list) =>
  [list, list.parentElement].some((node) =>
    [...(node?.childNodes ?? [])].some(({ nodeType, nodeValue }) => nodeType === Node.COMMENT_NODE && HYDRATION.test(nodeValue ?? "")),
  );
