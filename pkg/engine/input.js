/** Readers of what callers hand in beside products, events and rules, which the engine reads itself. */
import { OwnshelfError } from "./errors.js";
import { own, reading } from "./own-properties.js";

/** What `exportData` handed out, as own properties only. @param {unknown} data */
export function portable(data) {
  let parsed = data;
  try {
    if (typeof data === "string") parsed = JSON.parse(data);
  } catch {
    throw new OwnshelfError("invalid_input", "data is not JSON");
  }
  const file = own(parsed);
  if (file.format !== "ownshelf-profile") throw new OwnshelfError("invalid_input", "format is not ownshelf-profile");
  if (file.version !== 2) throw new OwnshelfError("invalid_input", "version is not 2");
  return {
    products: file.products ?? [],
    records: file.records ?? [],
    purposes: own(file.purposes),
    declared: own(file.declared),
    erased: file.erased,
  };
}

/** As many rows as the engine reads of a list. */
const MAX_ROWS = 200_000;
/** As long as the engine keeps an id. */
const MAX_ID = 512;
const { isArray } = Array;
const { isSafeInteger } = Number;
const { hasOwn } = Object;

/** @param {string} why @returns {never} */
function refuse(why) {
  throw new OwnshelfError("invalid_input", why);
}

/** The id of a listing's entry that is no text itself. @param {any} entry @returns {string | undefined} */
function idOf(entry) {
  const id = typeof entry === "object" && entry ? (hasOwn(entry, "id") ? entry.id : hasOwn(entry, "item_id") && entry.item_id) : entry;
  return typeof id === "string" || isSafeInteger(id) ? String(id) : undefined;
}

/**
 * A listing, read once: its entries and their ids, in its order.
 * @param {unknown} listing
 * @returns {{ entries: unknown[], ids: string[] }}
 */
export function listingOf(listing) {
  return reading(() => {
    if (!isArray(listing)) refuse("listing is not an array");
    const length = +listing.length;
    if (!(length <= MAX_ROWS)) refuse(`listing has more than ${MAX_ROWS} entries`);
    const entries = [];
    const ids = [];
    // Plain loops: an array of the page may bring methods of its own.
    for (let index = 0; index < length; index++) {
      const entry = listing[index];
      const id = typeof entry === "string" ? entry : idOf(entry);
      if (id === undefined) refuse(`[${index}] id is missing or neither text nor a whole number`);
      if (id.length > MAX_ID) refuse(`[${index}] id is longer than ${MAX_ID}`);
      entries[index] = entry;
      ids[index] = id;
    }
    return { entries, ids };
  });
}
