/** `privacy.supportCard`: the card with everything it can be shown by. Loaded when the shopper makes one. */
import { qrCode } from "./capsule.js";
import { flag, id, listOf, number, readOptions, text } from "../engine/options.js";
import { describeCard, linkOf, makeCard, textOf } from "../card.js";

/** @template T @typedef {import("../engine/options.js").Reader<T>} Reader */

/** @type {Reader<boolean | number>} */
const many = (value, name) => (typeof value === "boolean" ? value : number(0)(value, name));
/** @type {Reader<boolean | string[]>} */
const some = (value, name) => (typeof value === "boolean" ? value : listOf(id)(value, name));

/** @type {Record<keyof import("../index.d.ts").CardFields, Reader<unknown>>} */
const CARD = { question: text, order: id, recent: many, preferences: flag, taste: some };

/**
 * @param {import("../index.d.ts").CardFields} fields what the shopper ticked
 * @param {object} held see `makeCard`
 * @param {Promise<WebAssembly.Module>} module
 * @param {{ locale: string, how?: { url?: string } }} page the card's language, and what was said beside the fields
 * @returns {Promise<import("../index.d.ts").SupportCard>}
 */
export async function supportCard(fields, held, module, { locale, how }) {
  const ours = globalThis.location ? `${location.origin}/support.html` : "";
  const { url = ours } = readOptions("privacy.supportCard", how, { url: text });
  const json = makeCard(readOptions("privacy.supportCard", fields, CARD), held);
  const link = linkOf(json, url);
  return { json, link, text: textOf(await describeCard(json, locale)), code: await qrCode(module, link) };
}
