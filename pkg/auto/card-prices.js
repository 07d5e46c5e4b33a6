/**
 * The prices printed on a card: which text is the price now, and which the one before a reduction. Told apart from them are
 * prices for a quantity, for members, without tax, in instalments, and what is saved. The amounts in the texts the engine reads.
 */

const CODES =
  "USD|EUR|GBP|CHF|CAD|AUD|NZD|JPY|CNY|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|BRL|MXN|INR|KRW|RUB|UAH|ZAR|AED|SAR|KWD|BHD|OMR|JOD|TND|ILS|THB|SGD|HKD|TWD|MYR|IDR|PHP|VND|CLP|COP|PEN|ARS";
const CURRENCY = `\\p{Sc}|(?<!\\p{L})(?:${CODES}|Euro|kr|zł|Kč|Ft|lei|Rs|Fr|TL|лв|руб|грн|円|元|원)(?!\\p{L})`;
const NUMBER = "\\p{Nd}(?:[\\p{Nd}.,٫٬'’\\s\\u00a0\\u202f]*\\p{Nd})?";
/** An amount with its currency, somewhere in a text. */
const PRICE = new RegExp(`(?:${CURRENCY})[.\\s\\u00a0]*-?${NUMBER}|${NUMBER}(?:[.,][-–—])?\\s*(?:${CURRENCY})`, "u");
/** A text that is one amount and nothing else. */
const ONE_AMOUNT = new RegExp(`^(?:${CURRENCY})?[.\\s\\u00a0]*${NUMBER}(?:[.,][-–—])?\\s*(?:${CURRENCY})?\\*?$`, "u");
/** Where a bare number is a price. */
const PRICED = '[class*="price" i],[class*="amount" i],[itemprop*="price" i],[data-testid*="price" i],[class*="preis" i],[class*="prix" i]';
const SKIPPED = /^(?:SCRIPT|STYLE|TEMPLATE|NOSCRIPT|SELECT|OPTION|SVG|IMG)$/i;

/** Words in classes, ids of tests and the like. @param {string} words */
const named = (words) => new RegExp(`(?:^|[\\s_-])(?:${words})(?=$|[\\s_-])`, "i");
const STRUCK = named(
  "old|was|before|strike\\w*|crossed|line-?through|compare\\w*|list|rrp|msrp|srp|uvp|pvp|original|former|previous|retail|del",
);
/** Struck where another price stands beside it, else the price. */
const REGULAR = named("regular|normal|standard");
/** What is no price of the piece for everybody. */
const OTHER_NAMES = named(
  "unit|base|basic|per|ppu|reference|measure\\w*|member\\w*|club|loyalty|vip|save|saving|savings|discount-?(?:amount|percent\\w*)|install?ments?|klarna|afterpay|monthly|finance|tax|vat|net|excl\\w*|shipping|tier\\w*|bulk|deposit|pfand|lowest|omnibus",
);
const UNIT =
  /(?:\/|(?<!\p{L})(?:per|je|pro|par|por|al)\s)\s*\d*[.,]?\d*\s*(?:kg|g|mg|l|lt|lit\w*|ml|cl|dl|m|m²|m2|cm|oz|lb|fl\.?\s?oz|gal|sq\.?\s?ft|stk|stück|piece|unit|each)(?!\p{L})|\bgrundpreis\b/iu;
const OTHER_TEXTS = new RegExp(
  [
    "member|mitglied|membre|socio|loyalty|\\bclub\\b|clubcard|bonuscard|subscri|autoship|abonn",
    "you save|^\\s*save\\b|spare[nr]?\\b|économi|ahorr|risparmi|^\\s*[-−]",
    "/\\s?mo\\b|per month|monthly|/\\s?mtl|monat|par mois|mensu|\\d\\s*[x×]\\s|install?ment",
    "ex(?:cl)?\\.?\\s?(?:tax|vat)|netto|exkl|zzgl|\\bHT\\b|plus tax",
    "shipping|versand|livraison|delivery|envío|spedizione|deposit|pfand",
    "lowest price|30[- ]day|niedrigster|letzte 30|prix le plus bas|najniższa|prezzo più basso|precio más bajo",
  ].join("|"),
  "iu",
);
/** Words before a price that was. */
const FORMER =
  /^(?:was|before|regular price|list price|original price|rrp|uvp|msrp|statt|vorher|früher|instead of|avant|au lieu de|prix conseillé|antes|prima|invece di|van|voor)(?!\p{L})/iu;
const UNSEEN = /sr-only|screen-?reader|visually-?hidden|a11y|assistive|offscreen/i;
/** Longer texts are descriptions. */
const LONGEST = 120;

/** An amount's text, and the element it fills, or of which it is only the `own` text beside other amounts. */
/** @typedef {{ element: Element, text: string, own?: boolean }} Place */
/** `line`: the element around it with no other amount in it; `marks`: what the classes up to there say. */
/** @typedef {Place & { line: Element, marks: string }} Amount */

/**
 * @param {Element} card
 * @returns {{ price?: string, listPrice?: string }} as printed
 */
export function printedPrices(card) {
  /** @type {Place[]} */
  const found = [];
  collect(card, card, found);
  const all = found.map((one) => amountOf(card, one, found));
  const seen = preferred(all, (amount) => isSeen(amount, card));
  const whole = preferred(seen, (amount) => !isOther(amount));
  const struck = whole.filter(isStruck);
  const open = whole.filter((amount) => !struck.includes(amount));
  const regular = open.filter(({ marks }) => REGULAR.test(marks));
  const now = open.filter((amount) => !regular.includes(amount));
  const [prices, before] = now.length ? [now, [...struck, ...regular]] : open.length ? [open, struck] : [struck, []];
  // Two prices that nothing tells apart: which is which the engine decides.
  const price = prices.length === 2 && !before.length ? `${prices[0].text} ${prices[1].text}` : prices[0]?.text;
  return { ...(price ? { price } : {}), ...(before.length ? { listPrice: before[0].text } : {}) };
}

/** Whether a card prints a price. @param {Element} card */
export const hasPrice = (card) => {
  /** @type {Place[]} */
  const found = [];
  collect(card, card, found);
  return found.length > 0;
};

/** Whether a text is or holds a price. @param {string} text */
export const isPrice = (text) => PRICE.test(text) || /^[\d.,\s]+$/.test(text);

/**
 * Those for which `is` holds, or all where it holds for none.
 * @param {Amount[]} all
 * @param {(amount: Amount) => boolean} is
 */
function preferred(all, is) {
  const some = all.filter(is);
  return some.length ? some : all;
}

/**
 * The smallest elements that hold a whole amount.
 * @param {Element} card
 * @param {Element} element
 * @param {Place[]} found
 */
function collect(card, element, found) {
  if (SKIPPED.test(element.tagName)) return;
  const text = textOf(element);
  if (!/\p{Nd}/u.test(text)) return;
  if (ONE_AMOUNT.test(text) && (PRICE.test(text) || isInPrice(card, element))) {
    found.push({ element, text });
    return;
  }
  const before = found.length;
  for (const child of element.children) collect(card, child, found);
  const own = [...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ nodeValue }) => nodeValue);
  const bare = own.join(" ").replace(/\s+/g, " ").trim();
  if (found.length > before) {
    // "$12 <s>$15</s>": the price now stands beside what is struck out.
    if (ONE_AMOUNT.test(bare) && PRICE.test(bare)) found.splice(before, 0, { element, text: bare, own: true });
    return;
  }
  const isOwn = element.childElementCount === 0 || /\p{Nd}/u.test(bare);
  if (isOwn && text.length <= LONGEST && PRICE.test(text)) found.push({ element, text });
}

/**
 * @param {Element} card
 * @param {Element} element
 */
function isInPrice(card, element) {
  const holder = element.closest(PRICED);
  return holder !== null && holder !== card && card.contains(holder);
}

/** The text of an element, white space as it is shown; cents that are written small and without a mark get theirs. @param {Element} element */
function textOf(element) {
  const text = String(element.textContent);
  const cents = element.querySelector("sup,small,[class*=cents i],[class*=fraction i],[class*=decimal i]");
  const small = cents?.textContent?.trim() ?? "";
  const at = text.lastIndexOf(small);
  const marked = /^\d\d$/.test(small) && /\d\s*$/.test(text.slice(0, at)) ? `${text.slice(0, at).trimEnd()}.${text.slice(at)}` : text;
  return marked.replace(/\s+/g, " ").trim();
}

/**
 * What stands around an amount and around no other.
 * @param {Element} card
 * @param {Place} one
 * @param {Place[]} all
 * @returns {Amount}
 */
function amountOf(card, { element, text, own }, all) {
  let line = element;
  const isAlone = (/** @type {Element} */ node) => all.every((other) => other.element === element || !node.contains(other.element));
  const marks = [marksOf(element), ...(own ? [] : [...element.querySelectorAll("*")].map(marksOf))];
  while (!own && line.parentElement && line.parentElement !== card && line !== card && isAlone(line.parentElement)) {
    line = line.parentElement;
    marks.push(marksOf(line));
  }
  return { element, text, own, line, marks: marks.join(" ") };
}

/** @param {Element} element */
const marksOf = (element) =>
  [
    /^(?:DEL|S|STRIKE)$/.test(element.tagName) ? "del" : "",
    element.className,
    element.getAttribute("data-testid"),
    element.getAttribute("data-price-type"),
  ]
    .filter((mark) => typeof mark === "string")
    .join(" ")
    // What a price has or is beside says nothing of itself: `product-price with-list-price`.
    .replace(/(?:^|\s)(?:with|has|is|no|on)-\S+/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1-$2");

/** @param {Amount} amount */
function isOther({ text, own, line, marks }) {
  const around = own ? text : textOf(line);
  const words = around.length <= LONGEST ? around : text;
  return OTHER_NAMES.test(marks) || UNIT.test(words) || OTHER_TEXTS.test(words);
}

/** @param {Amount} amount */
function isStruck({ element, own, line, marks }) {
  if (STRUCK.test(marks) || (!own && FORMER.test(textOf(line)))) return true;
  for (let at = element; ; at = /** @type {Element} */ (at.parentElement)) {
    if (getComputedStyle(at).textDecorationLine?.includes("line-through")) return true;
    if (at === line) return false;
  }
}

/**
 * @param {Amount} amount
 * @param {Element} card
 */
function isSeen({ element, marks }, card) {
  if (UNSEEN.test(marks)) return false;
  return !card.getClientRects().length || element.checkVisibility?.() !== false;
}
