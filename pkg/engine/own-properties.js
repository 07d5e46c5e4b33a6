/**
 * Options and data of a shop's page as they are, not as a polluted prototype pretends: what a stranger's script put on
 * `Object.prototype` must never switch anything on.
 */

/** The object's own enumerable properties on an object without a prototype; `{}` for anything that is no object. */
export function own(given) {
  const copy = Object.create(null);
  if (given === null || typeof given !== "object") return copy;
  for (const key of Object.keys(given)) copy[key] = given[key];
  return copy;
}
