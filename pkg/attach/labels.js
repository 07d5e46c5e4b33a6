/**
 * Writes on the cards, and above the list, what the shop's rules say (notices, purchase limits) and which of their wishes
 * the shopper finds met there. Loaded when there is something to write, so the page is painted by then: labels lie on a
 * card's picture, where they move nothing, unless the theme has a place of its own for them.
 *
 * | in the page | is |
 * |---|---|
 * | `data-ownshelf-labels` | the place in a card; the theme's own if it has one, else made: `over` the picture, or at the `end` of a card without one |
 * | `data-ownshelf-labelled` | a card with labels over its picture |
 * | `data-ownshelf-label` | one label: `notice`, `limit` or `badge`, the last with its `data-ownshelf-wish` |
 * | `data-ownshelf-notices` | what is said of the whole list, in the page's place for it, or made `before` the list |
 * | `--ownshelf-label-fg`, `-bg`, `-line`, `-size`, `-radius` | the labels' look, which any rule of the theme outweighs |
 */

const css = `
:where([data-ownshelf-labels]){display:flex;flex-wrap:wrap;gap:.25rem}
:where([data-ownshelf-labels=end]){margin-block-start:.375rem}
:where([data-ownshelf-labelled]){position:relative}
:where([data-ownshelf-labels=over]){position:absolute;inset-block-start:.5rem;inset-inline:.5rem;pointer-events:none}
:where([data-ownshelf-labels=end]:empty,[data-ownshelf-notices=before]:empty){display:none}
:where([data-ownshelf-label]){padding:.0625rem .4375rem;border:1px solid var(--ownshelf-label-line,color-mix(in srgb,currentColor 30%,transparent));border-radius:var(--ownshelf-label-radius,.25rem);font-size:var(--ownshelf-label-size,.75rem);line-height:1.5;color:var(--ownshelf-label-fg,inherit);background:var(--ownshelf-label-bg,transparent)}
:where([data-ownshelf-labels=over] [data-ownshelf-label]){color:var(--ownshelf-label-fg,CanvasText);background:var(--ownshelf-label-bg,Canvas)}
:where([data-ownshelf-notices=before]){margin-block-end:1rem}
:where([data-ownshelf-notices] p){margin:0;padding:.75rem 1rem;border:1px solid var(--ownshelf-label-line,color-mix(in srgb,currentColor 30%,transparent));border-radius:var(--ownshelf-label-radius,.25rem);color:var(--ownshelf-label-fg,inherit);background:var(--ownshelf-label-bg,transparent)}`;

/** @typedef {import("../index.d.ts").Notice} Notice */
/** @typedef {import("../index.d.ts").Badge} Badge */
/** @typedef {{ text: string, kind: "notice" | "limit" | "badge", wish?: Badge["wish"] }} Label */
/** The place for labels in a card: the theme's, or `own` made here, over the picture or not. */
/** @typedef {{ card: Element, place: Element, own: boolean, over: boolean }} Place */

const dressed = new WeakSet();

/**
 * Made by script, so that no policy on style elements is in the way; once for each tree of the page.
 * @param {Document | ShadowRoot} root
 */
function dress(root) {
  if (dressed.has(root) || !root.adoptedStyleSheets) return;
  dressed.add(root);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** @param {Label} label */
function labelOf({ text, kind, wish }) {
  const label = document.createElement("span");
  label.textContent = text;
  label.setAttribute("data-ownshelf-label", kind);
  if (wish) label.setAttribute("data-ownshelf-wish", wish);
  return label;
}

/** @param {Label} label */
function lineOf({ text }) {
  const line = document.createElement("p");
  line.textContent = text;
  return line;
}

/**
 * @param {Element[]} some
 * @param {Element[]} others
 */
const same = (some, others) => some.length === others.length && some.every((node, at) => node.isEqualNode(others[at]));

/** Narrower than this it is an icon (a heart, a flag), which labels would hide. */
const PICTURE_WIDTH = 48;

/** The picture of a card that labels can lie on; one without a width yet is still loading. @param {Element} card */
const pictureOf = (card) =>
  [.../** @type {NodeListOf<HTMLElement>} */ (card.querySelectorAll("img,picture,video"))].find(
    ({ offsetWidth }) => !offsetWidth || offsetWidth >= PICTURE_WIDTH,
  );

export class Labels {
  /** @type {Map<Element, Place>} */
  #places = new Map();
  /** The place for what is said of the list. @type {{ place: Element, own: boolean } | undefined} */
  #above;
  /** What was written there by this list; another may write there too. @type {Element[]} */
  #said = [];

  /** @param {Element | null} [above] the page's own place for what is said of the whole list */
  constructor(above) {
    above?.setAttribute("data-ownshelf-notices", "");
    this.#above = above ? { place: above, own: false } : undefined;
  }

  /**
   * @param {Element} list
   * @param {Map<Element, string>} cards card to id
   * @param {{ notices: Notice[], badges: Badge[] }} said
   */
  show(list, cards, { notices, badges }) {
    dress(/** @type {Document | ShadowRoot} */ (list.getRootNode()));
    /** By product; those of the list under `undefined`. @type {Map<string | undefined, Label[]>} */
    const labels = new Map();
    /**
     * @param {string | undefined} id
     * @param {Label} label
     */
    const add = (id, label) => labels.set(id, [...(labels.get(id) ?? []), label]);
    for (const { id, text, limit } of notices) add(id, { text, kind: limit ? "limit" : "notice" });
    for (const { id, text, wish } of badges) add(id, { text, wish, kind: "badge" });
    for (const card of this.#places.keys()) if (!cards.has(card)) this.#places.delete(card);
    // All is measured before anything is written, or every card would be laid out anew for the next.
    const placed = [...cards].map(([card, id]) => ({ found: this.#placeIn(card, labels.has(id)), said: labels.get(id) ?? [] }));
    for (const { found, said } of placed) if (found) this.#label(found, said);
    this.#announce(list, labels.get(undefined) ?? []);
  }

  clear() {
    for (const { card, place, own } of this.#places.values()) {
      card.removeAttribute("data-ownshelf-labelled");
      if (own) place.remove();
      else place.replaceChildren();
    }
    this.#places.clear();
    this.#say([]);
    if (this.#above?.own) this.#above.place.remove();
  }

  /**
   * The place for labels in a card, to be made and appended where the theme has none; nothing if there is nothing to say.
   * @param {Element} card
   * @param {boolean} needed
   */
  #placeIn(card, needed) {
    const found = this.#places.get(card);
    if (found?.place.isConnected) return found;
    const theirs = card.querySelector("[data-ownshelf-labels]");
    if (!theirs && !needed) return undefined;
    const made = { card, place: theirs ?? document.createElement("div"), own: !theirs, over: !theirs && Boolean(pictureOf(card)) };
    this.#places.set(card, made);
    return made;
  }

  /**
   * @param {Place} place
   * @param {Label[]} labels
   */
  #label({ card, place, own, over }, labels) {
    if (own && !place.isConnected) {
      place.setAttribute("data-ownshelf-labels", over ? "over" : "end");
      if (over) card.setAttribute("data-ownshelf-labelled", "");
      card.append(place);
    }
    const nodes = labels.map(labelOf);
    // The space keeps two labels two words where only their text is read.
    if (!same(nodes, [...place.children])) place.replaceChildren(...nodes.flatMap((node, at) => (at ? [" ", node] : [node])));
  }

  /**
   * Several lists of a page need not all say the same.
   * @param {Element} list
   * @param {Label[]} labels
   */
  #announce(list, labels) {
    const root = /** @type {Document | ShadowRoot} */ (list.getRootNode());
    const lines = [...root.querySelectorAll("[data-ownshelf-notices] p")];
    const others = lines.filter((line) => !this.#said.includes(line)).map((line) => line.textContent);
    const own = labels.filter(({ text }) => !others.includes(text));
    if (!this.#above) {
      if (!own.length) return;
      this.#above = { place: document.createElement("div"), own: true };
      this.#above.place.setAttribute("data-ownshelf-notices", "before");
      this.#above.place.setAttribute("role", "note");
    }
    if (this.#above.own && this.#above.place.nextElementSibling !== list) list.before(this.#above.place);
    this.#say(own.map(lineOf));
  }

  /** @param {Element[]} lines */
  #say(lines) {
    if (same(lines, this.#said)) return;
    this.#said.forEach((line) => line.remove());
    this.#said = lines;
    this.#above?.place.append(...lines);
  }
}
