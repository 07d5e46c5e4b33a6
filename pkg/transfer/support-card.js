/** `privacy.supportCard`: the card with everything it can be shown by. Loaded when the shopper makes one. */
import { describeCard } from "../card.js";
import { callModule } from "../engine/module-call.js";
import { capsuleOf, drawnBy } from "./capsule.js";

const here = () => (globalThis.location ? `${location.origin}/support.html` : "");

/** A card as lines of text. @param {{ label: string, values: string[] }[]} described */
const textOf = (described) => described.map(({ label, values }) => `${label}: ${values.join("; ")}`).join("\n");

/**
 * @param {import("../index.d.ts").CardFields} fields what the shopper ticked
 * @param {{ facts: import("../index.d.ts").Fact[], declared: object, at: number }} held
 * @param {Promise<WebAssembly.Module>} module
 * @param {{ locale: string, url?: string }} options
 * @returns {Promise<import("../index.d.ts").SupportCard>}
 */
export async function supportCard(fields, { facts, declared, at }, module, { locale, url = here() }) {
  const capsule = await capsuleOf(module);
  const { json, link, code } = callModule("capsule", () => {
    /** @type {import("../index.d.ts").Card} */
    const json = capsule.card(fields, facts, declared, at);
    const link = capsule.cardLink(JSON.stringify(json), String(url));
    return { json, link, code: drawnBy(capsule, link) };
  });
  return { json, link, text: textOf(await describeCard(json, locale)), code };
}
