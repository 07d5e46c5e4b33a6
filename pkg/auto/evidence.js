/**
 * Which elements of a list are products. A link proves nothing: "Load more", a story, a gift card have one too. What proves is
 * that the product is known from the page's data, a name of its own in an attribute, a form to buy it; then a price, or picture and
 * name at an address as products have it, in the shape that most others have.
 */

import { elementsOf, findList, ID_ATTRIBUTES, likeness, marksOf } from "../attach/cards.js";
import { hasPrice } from "./card-prices.js";
import { platformKeys } from "./cardkeys.js";

/** Addresses under which shops keep products. */
const PRODUCT_ADDRESS =
  /\/(?:p|pd|dp|prod|products?|produkte?|produits?|productos?|prodott[oi]|producten|artikel|articles?|items?|shop|catalog)[/.-]|[?&](?:product_id|id_product|pid|sku)=|\/p?\d+-[\w-]+\.html?$|\/product\.\w+$/i;
/** Addresses of what stands among products and is none. */
const OTHER_ADDRESS =
  /\/(?:blogs?|journals?|magazin\w*|news|stor(?:y|ies)|lookbooks?|guides?|ratgeber|inspiration|pages|about|contact|faq|careers|newsletter|account|login|help)(?:[/?#.]|$)/i;
const GIFT_CARD =
  /gift[-_]?(?:cards?|vouchers?|certificates?)|gutschein|geschenkkarte|carte[-_]cadeau|ch[eè]que[-_]cadeau|tarjeta[-_]regalo|buono[-_]regalo|cadeaubon|presentkort|gavekort/i;
const FORMS =
  'form[action*="cart" i],form[action*="basket" i],[class*="add-to-cart" i],[class*="add_to_cart" i],[class*="addtocart" i],[name="add"],[name="add-to-cart"]';
const PICTURES = "img,picture,video,[style*=background-image]";
const HEADINGS = "h1,h2,h3,h4,h5,h6,[class*=title i],[class*=name i]";
const ALIKE = 0.5;
/** So much alike, one of a list's cards with its price left out (sold out, on request) is still one. */
const SAME_SHAPE = 0.75;

/** @typedef {{ ids: string[], url?: string }} Keys */
/** @typedef {{ card: Element, keys: Keys, proven: boolean, priced: boolean, pictured: boolean, marks: Set<string>, folder: string | undefined, other: boolean }} Look */

/**
 * The cards of the list in `root`.
 * @param {Element} root
 * @param {(keys: Keys) => boolean} knows whether a product is known from elsewhere on the page
 * @returns {Map<Element, Keys>} card to what it says of its product, in document order
 */
export function productCards(root, knows) {
  /** @type {Map<Element, Keys>} */
  const read = new Map();
  /** @param {Element} card */
  const keysOf = (card) => {
    let keys = read.get(card);
    if (!keys) read.set(card, (keys = platformKeys(card)));
    return keys;
  };
  /** @param {Element} card */
  const named = (card) => keysOf(card).ids[0] ?? keysOf(card).url;
  const elements = elementsOf(findList(root, named), named).filter(named);
  const looks = elements.map((card) => look(card, keysOf(card), knows));
  const cards = chosen(looks);
  return new Map(cards.map(({ card, keys }) => [card, keys]));
}

/**
 * @param {Element} card
 * @param {Keys} keys
 * @param {(keys: Keys) => boolean} knows
 * @returns {Look}
 */
function look(card, keys, knows) {
  const { url } = keys;
  const explicit = card.hasAttribute("data-ownshelf-product");
  const address = url ? new URL(url) : undefined;
  const path = address ? address.pathname + address.search : "";
  const gift = GIFT_CARD.test(path);
  const formed = card.querySelector(FORMS) !== null;
  const owned = keys.ids.length > 0 && ID_ATTRIBUTES.some((name) => card.matches(`[${name}]`) || card.querySelector(`[${name}]`));
  return {
    card,
    keys,
    proven: explicit || (!gift && (knows(keys) || (!OTHER_ADDRESS.test(path) && (owned || formed)))),
    priced: hasPrice(card),
    pictured: card.querySelector(PICTURES) !== null && card.querySelector(HEADINGS) !== null,
    marks: marksOf(card),
    folder: address && folderOf(address),
    other: gift || OTHER_ADDRESS.test(path),
  };
}

/** What the addresses of a shop's products have in common: the folder, and how the name ends; nothing at the root. @param {URL} address */
function folderOf({ origin, pathname, search }) {
  const folder = pathname.slice(0, pathname.lastIndexOf("/") + 1);
  const ending = /\.\w+$/.exec(pathname)?.[0] ?? "";
  const query = [...new URLSearchParams(search).keys()].join("&");
  return folder === "/" && !ending && !query ? undefined : `${origin}${folder}*${ending}?${query}`;
}

/**
 * @param {Look[]} looks
 * @returns {Look[]}
 */
function chosen(looks) {
  // Where most stand at such addresses, the shop keeps its products there.
  const mostOther = looks.filter(({ other }) => other).length * 2 > looks.length;
  const open = looks.filter(({ other, proven }) => proven || mostOther || !other);
  const proven = open.filter((one) => one.proven);
  const pattern = proven.length > 1 ? proven : largestKind(open);
  const mostPriced = pattern.filter(({ priced }) => priced).length * 2 > pattern.length;
  const models = mostPriced ? pattern.filter(({ priced, proven }) => priced || proven) : pattern;
  const folders = new Set(models.flatMap(({ folder }) => folder ?? []));
  const heads = headsOf(models);
  return open.filter((one) => {
    if (one.proven) return true;
    const like = Math.max(0, ...heads.map((head) => likeness(one.marks, head.marks)));
    const placed = one.folder !== undefined && folders.has(one.folder);
    if (like < ALIKE) return one.priced && placed && one.pictured;
    return placed || one.priced || (!mostPriced && pattern.includes(one)) || like >= SAME_SHAPE;
  });
}

/** A few that differ: cards on sale, sold out, without a picture. @param {Look[]} looks */
function headsOf(looks) {
  /** @type {Look[]} */
  const heads = [];
  for (const one of looks) {
    if (heads.length === 4) break;
    if (heads.every((head) => likeness(one.marks, head.marks) < SAME_SHAPE)) heads.push(one);
  }
  return heads;
}

/**
 * The largest group of one shape with evidence of its own.
 * @param {Look[]} looks
 */
function largestKind(looks) {
  /** @type {Look[][]} */
  const kinds = [];
  for (const one of looks) {
    const kind = kinds.find(([head]) => likeness(one.marks, head.marks) >= ALIKE);
    if (kind) kind.push(one);
    else kinds.push([one]);
  }
  const evident = kinds.filter((kind) => kind.some(isEvident) || (kind.length > 2 && kind.every(({ pictured }) => pictured)));
  return evident.reduce((best, kind) => (kind.length > best.length ? kind : best), /** @type {Look[]} */ ([]));
}

/** @param {Look} look */
const isEvident = ({ priced, keys }) => priced || PRODUCT_ADDRESS.test(String(keys.url));
