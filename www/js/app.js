/** Opens the shop: catalogue, engine, frame, and then page after page. */
import { shop, states as words } from "../strings.js";
import { loadCatalogue } from "./catalogue.js";
import { h } from "./dom.js";
import { startEngine } from "./engine.js";
import { describePage } from "./jsonld.js";
import { stayOpen } from "./offline.js";
import { basketPage } from "./pages/basket.js";
import { allPage, categoryPage, offersPage } from "./pages/category.js";
import { checkoutPage } from "./pages/checkout.js";
import { homePage } from "./pages/home.js";
import { missingPage } from "./pages/missing.js";
import { productPage } from "./pages/product.js";
import { searchPage } from "./pages/search.js";
import { mountFooter } from "./parts/footer.js";
import { markDepartment, mountHeader } from "./parts/header.js";
import { skeleton } from "./parts/skeleton.js";
import { startRouter } from "./router.js";
import { turnPage } from "./turn.js";

const main = document.getElementById("main");

const routes = (catalogue) => [
  { pattern: /^\/$/, page: () => homePage(catalogue) },
  { pattern: /^\/all\/?$/, page: () => allPage(catalogue) },
  { pattern: /^\/offers\/?$/, page: () => offersPage(catalogue) },
  { pattern: /^\/c\/([\w-]+)\/?$/, page: ([slug]) => categoryPage(catalogue, slug) },
  { pattern: /^\/c\/([\w-]+)\/([\w-]+)\/?$/, page: ([slug, kind]) => categoryPage(catalogue, slug, kind) },
  { pattern: /^\/p\/([\w-]+)\/?$/, page: ([id]) => productPage(catalogue, id) },
  { pattern: /^\/search\/?$/, page: () => searchPage(catalogue) },
  { pattern: /^\/basket\/?$/, page: () => basketPage(catalogue) },
  { pattern: /^\/checkout\/?$/, page: () => checkoutPage(catalogue) },
  { pattern: /^/, page: () => missingPage() },
];

let stop = () => {};

function show(page, { from, restored, scroll }) {
  const first = main.dataset.page === undefined;
  // What the page before had to tell is told before the next one is arranged.
  stop();
  stop = () => {};
  turnPage(from, first || restored, () => {
    stop();
    main.dataset.page = location.pathname;
    main.replaceChildren(page.node);
    document.title = shop.title(page.title);
    markDepartment(location.pathname);
    describePage(...page.data);
    stop = page.start?.() ?? (() => {});
    scrollTo(0, scroll);
    if (!first) {
      document.getElementById("announcer").textContent = page.title || shop.name;
      (page.focus ?? main.querySelector("h1"))?.focus({ preventScroll: true });
    }
  });
}

async function open() {
  mountHeader();
  mountFooter();
  main.replaceChildren(skeleton(words.loading));
  try {
    const catalogue = await loadCatalogue();
    await startEngine(catalogue);
    startRouter(routes(catalogue), show);
    // After everything the visitor waits for.
    (globalThis.requestIdleCallback ?? setTimeout)(stayOpen);
  } catch (error) {
    console.error(error);
    main.replaceChildren(
      h(
        "div",
        { class: "wrap page state", role: "alert" },
        h("h1", null, words.broken),
        h("p", null, words.brokenHelp),
        h("button", { class: "button", type: "button", onclick: open }, words.retry),
      ),
    );
  }
}

document.body.append(h("ownshelf-privacy"));
open();
