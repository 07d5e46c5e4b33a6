/** Readers of what callers hand in beside products, events and rules, which the engine reads itself. */
import { OwnshelfError } from "./errors.js";
import { own } from "./own-properties.js";

/** What `exportData` handed out, as own properties only. */
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

/** @param {BufferSource} given */
export function bytesOf(given, name) {
  if (ArrayBuffer.isView(given)) return new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  if (given instanceof ArrayBuffer) return new Uint8Array(given);
  throw new OwnshelfError("invalid_input", `${name} is neither an ArrayBuffer nor a view of one`);
}

/** The ids of a listing, in its order. */
export function idsOf(listing) {
  if (!Array.isArray(listing)) throw new OwnshelfError("invalid_input", "listing is not an array");
  return listing.map((entry, index) => {
    const id = typeof entry === "object" && entry ? (Object.hasOwn(entry, "id") ? entry.id : entry.item_id) : entry;
    if (typeof id !== "string" && !Number.isSafeInteger(id)) {
      throw new OwnshelfError("invalid_input", `[${index}] id is missing or neither text nor a whole number`);
    }
    return String(id);
  });
}
