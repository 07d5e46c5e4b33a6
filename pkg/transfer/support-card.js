/** `privacy.supportCard`: the card with everything it can be shown by. Loaded when the shopper makes one. */
import { qrCode } from "./capsule.js";
import { describeCard, linkOf, makeCard, textOf } from "../card.js";

/**
 * @param {import("../index.d.ts").CardFields} fields what the shopper ticked
 * @param {object} held see `makeCard`
 * @param {Promise<WebAssembly.Module>} module
 * @param {{ locale: string, url?: string }} options
 * @returns {Promise<import("../index.d.ts").SupportCard>}
 */
export async function supportCard(fields, held, module, { locale, url = globalThis.location ? `${location.origin}/support.html` : "" }) {
  const json = makeCard(fields, held);
  const link = linkOf(json, url);
  return { json, link, text: textOf(await describeCard(json, locale)), code: await qrCode(module, link) };
}
