/** What the adapters take: purposes by name, and the words and objects of the managers they follow. */
import { PURPOSES } from "../generated/names.js";
import { listOf, oneOf, refuse } from "../engine/options.js";
import { own } from "../engine/own-properties.js";

export const purposes = listOf(oneOf(PURPOSES));

/**
 * Purposes by category.
 * @type {import("../engine/options.js").Reader<Record<string, import("../index.d.ts").Purpose[]>>}
 */
export const categories = (value, name) => {
  if (typeof value !== "object") refuse(name, value, "an object");
  const all = Object.entries(own(value));
  return Object.fromEntries(all.map(([category, list]) => [category, purposes(list, `${name}.${category}`)]));
};
