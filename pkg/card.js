/**
 * The card a shopper shows to somebody who helps: what was ticked, and nothing else. It is data in a link, a file or a
 * QR code; nothing is sent. The helper's page reads it with `readCard` and says it with `describeCard`, without loading a
 * module; `capsule/src/card.rs` makes it.
 */
import { WISHES } from "./generated/names.js";
import { alongWords } from "./transfer/words.js";
import { bytesOfDigits } from "./transfer/digits.js";
import { OwnshelfError } from "./engine/errors.js";
import { createTranslator, formatLocale, intl, loadEngineLocale } from "./words/i18n.js";
import { own } from "./engine/own-properties.js";

export { alongWords };

/** @typedef {import("./index.d.ts").Card} Card */
/** @typedef {NonNullable<Card["taste"]>[number]["kind"]} Taste */
/** @typedef {import("./words/i18n.js").Translate} Translate */

const FORMAT = "ownshelf-card";
/** More than anybody reads. */
const MOST_TEXT = 500;
const MOST_ROWS = 12;
const MOST_BYTES = 16_384;

/** @param {unknown} text */
const short = (text) => String(text).trim().slice(0, MOST_TEXT);

/**
 * The card in a text: its JSON, or a link or fragment that carries it.
 * @param {string} text
 * @returns {import("./index.d.ts").Card}
 * @throws {OwnshelfError} `invalid_input`
 */
export function readCard(text) {
  const digits = /ownshelf-card=(\d+)/.exec(String(text).slice(0, 3 * MOST_BYTES))?.[1];
  const source = digits ? new TextDecoder().decode(bytesOfDigits(digits)) : String(text);
  let given;
  try {
    if (source.length <= MOST_BYTES) given = JSON.parse(source);
  } catch {
    // Said below.
  }
  const { format, version, at, question, order, recent, preferences, taste } = own(given);
  if (format !== FORMAT || version !== 1 || !Number.isFinite(at))
    throw new OwnshelfError("invalid_input", "text holds no card of version 1");
  /**
   * @template T
   * @param {unknown} list
   * @param {(row: Record<string, any>) => T} row
   */
  const rows = (list, row) => (Array.isArray(list) ? list.slice(0, MOST_ROWS).map(own).map(row) : undefined);
  /** @type {Record<string, unknown>} */
  const card = {
    format,
    version,
    at,
    question: question && short(question),
    order: order && short(order),
    recent: rows(recent, (row) => ({ id: short(row.id), name: short(row.name), at: Number(row.at) || 0 })),
    preferences: preferences && { ...own(preferences) },
    taste: rows(taste, (row) => ({ kind: short(row.kind), name: short(row.name) })),
  };
  return /** @type {any} */ (Object.fromEntries(Object.entries(card).filter(([, value]) => value !== undefined))); // Read field by field above.
}

/**
 * A card in words of a language.
 * @param {import("./index.d.ts").Card} card
 * @param {string} [locale]
 * @returns {Promise<{ label: string, values: string[] }[]>}
 */
export async function describeCard(card, locale) {
  const t = createTranslator({ ...(await loadEngineLocale(locale)), ...(await alongWords(locale)) }, locale);
  /** @param {number} at */
  const time = (at) => intl("DateTimeFormat", formatLocale(locale), { dateStyle: "medium" }).format(at);
  /** @type {Record<string, string[] | undefined>} */
  const rows = {
    question: card.question ? [card.question] : undefined,
    order: card.order ? [card.order] : undefined,
    recent: card.recent?.map(({ id, name, at }) => `${name} (${id}), ${time(at)}`),
    preferences: card.preferences ? wishes(card.preferences, t) : undefined,
    taste: card.taste?.map(({ name }) => name),
  };
  return Object.entries(rows)
    .map(([key, values = []]) => ({ label: t(`card.${key}`), values }))
    .filter(({ values }) => values.length);
}

/**
 * @param {unknown} given
 * @param {Translate} t
 * @returns {string[]}
 */
function wishes(given, t) {
  const { packaging, delivery, energyClass, hiddenBrands, hiddenCategories, ...flags } = own(given);
  const set = [packaging ?? [], delivery ?? [], Object.keys(flags).filter((name) => flags[name] === true)].flat();
  /**
   * @param {unknown} list
   * @param {string} key
   */
  const names = (list, key) => [list ?? []].flat().map((name) => t(key, { name: short(name) }));
  return [
    ...WISHES.filter((name) => set.includes(name)).map((name) => t(`declared.${name}`)),
    ...names(energyClass, "declared.energyClass"),
    ...names(hiddenBrands, "declared.hiddenBrand"),
    ...names(hiddenCategories, "declared.hiddenCategory"),
  ];
}
