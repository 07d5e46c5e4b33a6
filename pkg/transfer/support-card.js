/** `privacy.supportCard`: the card with everything it can be shown by. Loaded when the shopper makes one. */
import { describeCard } from "../card.js";
import { callModule } from "../engine/module-call.js";
import { flag, id, listOf, number, readOptions, text } from "../engine/options.js";
import { capsuleOf, drawnBy } from "./capsule.js";

/** @template T @typedef {import("../engine/options.js").Reader<T>} Reader */

/** @type {Reader<boolean | number>} */
const many = (value, name) => (typeof value === "boolean" ? value : number(0)(value, name));
/** @type {Reader<boolean | string[]>} */
const some = (value, name) => (typeof value === "boolean" ? value : listOf(id)(value, name));

/** @type {Record<keyof import("../index.d.ts").CardFields, Reader<unknown>>} */
const CARD = { question: text, order: id, recent: many, preferences: flag, taste: some };

/** A card as lines of text. @param {{ label: string, values: string[] }[]} described */
const textOf = (described) => described.map(({ label, values }) => `${label}: ${values.join("; ")}`).join("\n");

/**
 * @param {import("../index.d.ts").CardFields} fields what the shopper ticked
 * @param {{ facts: import("../index.d.ts").Fact[], declared: object, at: number }} held
 * @param {Promise<WebAssembly.Module>} module
 * @param {{ locale: string, how?: { url?: string } }} page the card's language, and what was said beside the fields
 * @returns {Promise<import("../index.d.ts").SupportCard>}
 */
export async function supportCard(fields, { facts, declared, at }, module, { locale, how }) {
  const ours = globalThis.location ? `${location.origin}/support.html` : "";
  const { url = ours } = readOptions("privacy.supportCard", how, { url: text });
  const ticked = readOptions("privacy.supportCard", fields, CARD);
  const capsule = await capsuleOf(module);
  const { json, link, code } = callModule("capsule", () => {
    /** @type {import("../index.d.ts").Card} */
    const json = capsule.card(ticked, facts, declared, at);
    const link = capsule.cardLink(JSON.stringify(json), url);
    return { json, link, code: drawnBy(capsule, link) };
  });
  return { json, link, text: textOf(await describeCard(json, locale)), code };
}
