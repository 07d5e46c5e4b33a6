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

const dressed = new WeakSet();

/** Made by script, so that no policy on style elements is in the way; once for each tree of the page. */
function dress(root) {
  if (dressed.has(root) || !root.adoptedStyleSheets) return;
  dressed.add(root);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

function labelOf({ text, kind, wish }) {
  const label = document.createElement("span");
  label.textContent = text;
  label.setAttribute("data-ownshelf-label", kind);
  if (wish) label.setAttribute("data-ownshelf-wish", wish);
  return label;
}

function lineOf({ text }) {
  const line = document.createElement("p");
  line.textContent = text;
  return line;
}

const same = (some, others) => some.length === others.length && some.every((node, at) => node.isEqualNode(others[at]));

/** Narrower than this it is an icon (a heart, a flag), which labels would hide. */
const PICTURE_WIDTH = 48;

/** The picture of a card that labels can lie on; one without a width yet is still loading. */
const pictureOf = (card) =>
  [...card.querySelectorAll("img,picture,video")].find(({ offsetWidth }) => !offsetWidth || offsetWidth >= PICTURE_WIDTH);

export class Labels {
  /** Places in cards, and whether they were made here. @type {Map<Element, { place: Element, own: boolean }>} */
  #places = new Map();
  #above;
  /** What was written there by this list; another may write there too. @type {Element[]} */
  #said = [];

  /** @param {Element | null} [above] the page's own place for what is said of the whole list */
  constructor(above) {
    above?.setAttribute("data-ownshelf-notices", "");
    this.#above = above && { place: above, own: false };
  }

  /**
   * @param {Element} list
   * @param {Map<Element, string>} cards card to id
   * @param {{ notices: import("../index.d.ts").Notice[], badges: import("../index.d.ts").Badge[] }} said
   */
  show(list, cards, { notices, badges }) {
    dress(list.getRootNode());
    const labels = new Map();
    for (const { id, text, limit, wish } of [...notices, ...badges]) {
      if (!labels.has(id)) labels.set(id, []);
      labels.get(id).push({ text, wish, kind: wish ? "badge" : limit ? "limit" : "notice" });
    }
    for (const card of this.#places.keys()) if (!cards.has(card)) this.#places.delete(card);
    // All is measured before anything is written, or every card would be laid out anew for the next.
    const placed = [...cards].map(([card, id]) => [this.#placeIn(card, labels.has(id)), labels.get(id) ?? []]);
    for (const [found, said] of placed) if (found) this.#label(found, said);
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

  /** The place for labels in a card, to be made and appended where the theme has none; nothing if there is nothing to say. */
  #placeIn(card, needed) {
    const found = this.#places.get(card);
    if (found?.place.isConnected) return found;
    const theirs = card.querySelector("[data-ownshelf-labels]");
    if (!theirs && !needed) return undefined;
    const made = { card, place: theirs ?? document.createElement("div"), own: !theirs, over: !theirs && Boolean(pictureOf(card)) };
    this.#places.set(card, made);
    return made;
  }

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

  /** Several lists of a page need not all say the same. */
  #announce(list, labels) {
    const lines = [...list.getRootNode().querySelectorAll("[data-ownshelf-notices] p")];
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

  #say(lines) {
    if (same(lines, this.#said)) return;
    this.#said.forEach((line) => line.remove());
    this.#said = lines;
    this.#above?.place.append(...lines);
  }
}
