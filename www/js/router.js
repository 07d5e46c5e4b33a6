/**
 * Pages within one document, by the History API: what the module learned "for this visit" lives in memory and must
 * survive the way from a listing to a product.
 */

/**
 * @param {{ pattern: RegExp, page: (params: string[]) => unknown }[]} routes first match wins; the last one takes all
 * @param {(page: unknown, how: { from: Element | null, restored: boolean, scroll: number }) => void} show
 *   `from`: the link that was followed; `restored`: back, forward or reload; `scroll`: where the page is to stand
 */
export function startRouter(routes, show) {
  history.scrollRestoration = "manual";
  const resolve = () => {
    for (const { pattern, page } of routes) {
      const match = pattern.exec(decodeURI(location.pathname));
      if (match) return page(match.slice(1));
    }
    return undefined;
  };
  const restore = () => show(resolve(), { from: null, restored: true, scroll: history.state?.scroll ?? 0 });
  const go = (href, from = null) => {
    rememberScroll();
    history.pushState({}, "", href);
    show(resolve(), { from, restored: false, scroll: 0 });
  };
  document.addEventListener("click", (event) => {
    const link = linkToFollow(event);
    if (!link) return;
    event.preventDefault();
    if (link.pathname === location.pathname && link.hash) document.querySelector(link.hash)?.scrollIntoView();
    else go(link.href, link);
  });
  addEventListener("popstate", () => {
    clearTimeout(settle);
    restore();
  });
  addEventListener("pagehide", rememberScroll);
  restore();
  return { go };
}

let settle;
/** Kept in the history entry while the shopper scrolls: on `popstate` the entry is already another one. */
function rememberScroll() {
  clearTimeout(settle);
  history.replaceState({ ...history.state, scroll: scrollY }, "");
}
addEventListener(
  "scroll",
  () => {
    clearTimeout(settle);
    settle = setTimeout(rememberScroll, 120);
  },
  { passive: true },
);

function linkToFollow(event) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || link.origin !== location.origin || link.hasAttribute("download")) return null;
  return link;
}

/** Changes the query of the current page, so that sorting and filters can be linked to and reloaded. */
export function setQuery(entries) {
  const query = new URLSearchParams(entries.filter(([, value]) => value));
  const text = query.toString();
  history.replaceState(history.state, "", location.pathname + (text ? `?${text}` : ""));
}
