/** What the adapters take: purposes by name, and the words and objects of the managers they follow. */
import { PURPOSES } from "../generated/names.js";
import { listOf, mapOf, oneOf } from "../engine/options.js";

export const purposes = listOf(oneOf(PURPOSES));
export const categories = mapOf(purposes);
