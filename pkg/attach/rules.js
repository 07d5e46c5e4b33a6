/** Slips of the pen in merchandising rules, which the engine would not see: what it does not know it does not read. */
import { nearest, refuseName } from "../engine/options.js";
import { own } from "../engine/own-properties.js";

// Taken when the package is loaded: a script that replaces them later changes nothing here.
const { keys } = Object;

/** @type {Record<keyof import("../index.d.ts").Rule, 1>} */
const RULE = {
  action: 1,
  match: 1,
  position: 1,
  strength: 1,
  from: 1,
  until: 1,
  context: 1,
  listId: 1,
  priority: 1,
  notice: 1,
  limit: 1,
  name: 1,
};
const FIELDS = keys(RULE);
/** @type {Record<keyof NonNullable<import("../index.d.ts").Rule["match"]>, 1>} */
const MATCH = { id: 1, brand: 1, category: 1, tag: 1, attribute: 1, available: 1 };
const PARTS = keys(MATCH);

/**
 * Refuses a field almost like one of a rule's, and any part of `match` that is none. Fields like nothing of a rule's are
 * the shop's own: rules come out of tools that keep more about them.
 * @param {Record<string, unknown>} rule its own properties
 * @param {number} index
 */
export function checkRule(rule, index) {
  for (const name of keys(rule)) if (!FIELDS.includes(name) && nearest(name, FIELDS)) refuseName(`rules [${index}]`, name, FIELDS);
  for (const name of keys(own(rule.match))) if (!PARTS.includes(name)) refuseName(`rules [${index}] match`, name, PARTS);
}
