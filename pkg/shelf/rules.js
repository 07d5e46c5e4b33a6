/** Slips of the pen in merchandising rules, which the engine would not see: what it does not know it does not read. */
import { nearest, refuse, refuseName } from "../engine/options.js";
import { reading } from "../engine/own-properties.js";

// Taken when the package is loaded: a script that replaces them later changes nothing here.
const { keys } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;

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
/** As many rules as the engine reads, and as many fields as one has. */
const MOST = 10_000;
const MOST_FIELDS = 1_000;

/**
 * The names of a plain object's properties. Of an array, typed or not, and of a `String` each item would be one.
 * @param {unknown} value
 */
const namesOf = (value) => {
  const plain = value !== null && typeof value === "object" && !isArray(value) && !isView(value) && !(value instanceof String);
  const names = plain ? keys(value) : [];
  return names.length > MOST_FIELDS ? [] : names;
};

/**
 * Refuses what is no list, a field almost like one of a rule's, and any part of `match` that is none. Fields like nothing of
 * a rule's are the shop's own: rules come out of tools that keep more about them.
 * @param {string} entry
 * @param {unknown} rules
 */
export function checkRules(entry, rules) {
  reading(() => {
    if (!isArray(rules)) refuse(entry, rules, "a list of rules");
    const length = Math.min(+rules.length || 0, MOST);
    for (let index = 0; index < length; index++) {
      const rule = rules[index];
      const names = namesOf(rule);
      for (const name of names) if (!FIELDS.includes(name) && nearest(name, FIELDS)) refuseName(`${entry} [${index}]`, name, FIELDS);
      const parts = names.includes("match") ? namesOf(rule.match) : [];
      for (const name of parts) if (!PARTS.includes(name)) refuseName(`${entry} [${index}] match`, name, PARTS);
    }
  });
}
