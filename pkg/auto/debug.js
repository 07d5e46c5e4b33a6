/**
 * `data-ownshelf-debug`: what the page's developer sees. One table in the console and a label over each card; and on a development
 * host, without being asked, one line when nothing can happen on a page.
 */

/** @typedef {import("../index.d.ts").Shelf} Shelf */
/** @typedef {import("../index.d.ts").Diagnosis} Diagnosis */

const AGAIN_MS = 500;
/** What to do where nothing moves, by the reason. @type {Record<Diagnosis["lists"][number]["why"][number], string>} */
const ADVICE = {
  stopped: "the engine stopped; the shop's order stands",
  no_cards: "no card of this list shows a product: give each a link to its page or a data-product-id",
  paused: "the shopper paused it",
  refused: "the shopper, or the consent manager, said no",
  not_asked:
    "the shopper was not asked yet: place <div data-ownshelf-controls></div>, or name the consent manager in data-ownshelf-consent",
  kept: "data-ownshelf-keep is set",
  sorted: "the shopper sorted this list",
  framework: "a framework owns these nodes: use ownshelf/react or ownshelf/vue, or shelf.rank() before it renders",
  awaiting_framework: "a framework has not taken the list over yet",
  placed_by_script: "a script places these cards by coordinates, or uses them again for other products",
  empty_profile: "nothing was learned yet that speaks of this list",
  in_view: "what would move is on the screen, or was",
  same_order: "the shop's order is the shopper's",
};

/**
 * @param {Shelf} shelf
 * @param {() => Iterable<[card: Element, id: string]>} cards of all lists
 * @param {() => string | undefined} own the product that the page is about
 */
export function showDiagnosis(shelf, cards, own) {
  const overlay = new Overlay();
  let due = false;
  let last = "";
  const tell = async () => {
    due = false;
    const diagnosis = await shelf.diagnose();
    const text = JSON.stringify(diagnosis);
    overlay.show(cards(), diagnosis);
    if (text === last) return;
    last = text;
    console.table(rowsOf(diagnosis, own()));
  };
  const soon = () => {
    if (due) return;
    due = true;
    setTimeout(tell, AGAIN_MS);
  };
  for (const name of /** @type {const} */ (["change", "consent", "learned"])) shelf.on(name, soon);
  for (const name of ["scroll", "resize"]) addEventListener(name, () => overlay.place(), { passive: true, capture: true });
  soon();
}

/**
 * One row each for what holds for the page, for each list and for each product.
 * @param {Diagnosis} diagnosis
 * @param {string | undefined} own
 */
function rowsOf({ consent, engine, storage, recorded, rejected, lists }, own) {
  const active = Object.entries(consent.purposes).flatMap(([purpose, { active }]) => (active ? [purpose] : []));
  /** @type {Record<string, Record<string, string | number>>} */
  const rows = {
    consent: { what: consent.source, details: active.length ? `active: ${active.join(" ")}` : "no purpose is active" },
    engine: { what: engine, details: `kept in ${storage.kind}${storage.reason ? ` (${storage.reason})` : ""}, ${storage.bytes} bytes` },
    recorded: { what: `${recorded.events} events`, details: `${recorded.records} records learned` },
    page: { what: own ?? "no product page", details: "" },
  };
  rejected.forEach(({ reason }, at) => {
    rows[`rejected ${at + 1}`] = { what: "product data", details: reason };
  });
  lists.forEach((list, nth) => {
    const why = list.why.map((reason) => ADVICE[reason]).join("; ");
    rows[`list ${nth + 1}`] = {
      what: `${list.listId ?? list.element}: ${list.cards} of ${list.of} are cards, ${list.moved} moved`,
      details: [list.framework, why].filter(Boolean).join(": "),
    };
    for (const { id, place, shopPlace, fields, missing } of list.products) {
      rows[`${nth + 1}/${place}`] = {
        what: id,
        details: `shop's place ${shopPlace}; knows ${fields.join(" ") || "nothing"}${missing.length ? `; lacks ${missing.join(" ")}` : ""}`,
      };
    }
  });
  return rows;
}

/** Labels over the cards, in a layer of their own: nothing of the page moves or changes. */
class Overlay {
  /** @type {HTMLElement | undefined} */ #host;
  /** @type {ShadowRoot | undefined} */ #root;
  /** @type {[card: Element, label: HTMLElement][]} */ #labels = [];

  /**
   * @param {Iterable<[card: Element, id: string]>} cards
   * @param {Diagnosis} diagnosis
   */
  show(cards, { lists }) {
    const products = new Map(lists.flatMap((list) => list.products.map((product) => [product.id, product])));
    const root = this.#open();
    this.#labels.forEach(([, label]) => label.remove());
    this.#labels = [...cards].map(([card, id]) => {
      const { place, shopPlace, missing = [] } = products.get(id) ?? {};
      const label = document.createElement("div");
      label.textContent = `${place ?? "?"} (${shopPlace ?? "?"})${missing.length ? ` − ${missing.join(" ")}` : ""}`;
      root.append(label);
      return [card, label];
    });
    this.place();
  }

  place() {
    for (const [card, label] of this.#labels) {
      const { top, left, width } = card.getBoundingClientRect();
      label.style.display = width && card.isConnected ? "" : "none";
      label.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    }
  }

  #open() {
    if (this.#root && this.#host?.isConnected) return this.#root;
    this.#host = document.createElement("ownshelf-debug");
    this.#root = this.#host.attachShadow({ mode: "closed" });
    const style = new CSSStyleSheet();
    style.replaceSync(
      ":host{position:fixed;inset:0;pointer-events:none;z-index:2147483647}" +
        "div{position:absolute;top:0;left:0;padding:1px 4px;font:11px/1.4 monospace;color:#fff;background:#000c;border-radius:0 0 4px 0}",
    );
    this.#root.adoptedStyleSheets = [style];
    document.documentElement.append(this.#host);
    return this.#root;
  }
}

/**
 * Says, once, that nothing can happen on this page, and why.
 * @param {Shelf} shelf
 * @param {boolean} marked whether the page marks any list
 * @param {boolean} asks whether anything on the page asks the shopper: a consent manager or a switch
 * @param {string | undefined} own
 */
export async function hintNothing(shelf, marked, asks, own) {
  const { consent, lists } = await shelf.diagnose();
  const active = Object.values(consent.purposes).some(({ active }) => active);
  const reasons = [
    !asks &&
      !active &&
      "nobody asks the shopper: place <div data-ownshelf-controls></div> or name the consent manager in data-ownshelf-consent",
    !marked && own === undefined && "no list has the attribute data-ownshelf-listing, and this is no product's page",
    marked &&
      lists.every(({ cards }) => cards === 0) &&
      "no card of the list shows a product: give each a link to its page or a data-product-id",
  ].filter(Boolean);
  if (reasons.length) console.info(`ownshelf: nothing can happen on this page: ${reasons.join("; ")}.`);
}
