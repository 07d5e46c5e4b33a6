/** The digits of a card's link as bytes, for a helper's page, which loads no module. `capsule/src/digits.rs` writes them. */
import { OwnshelfError } from "../engine/errors.js";

/** Digits that so many bytes take: seven in seventeen. */
const WIDTHS = [0, 3, 5, 8, 10, 13, 15, 17];

/**
 * @param {string} digits nothing but digits
 * @throws {OwnshelfError} `storage_corrupt`
 */
export function bytesOfDigits(digits) {
  /** @type {number[]} */
  const bytes = [];
  for (let at = 0; at < digits.length; at += 17) {
    const group = digits.slice(at, at + 17);
    let value = BigInt(group);
    const length = WIDTHS.indexOf(group.length);
    if (length < 0 || value >> BigInt(8 * length)) throw new OwnshelfError("storage_corrupt", "link is cut short or damaged");
    const part = Array.from({ length }, () => {
      const byte = Number(value & 255n);
      value >>= 8n;
      return byte;
    });
    bytes.push(...part.reverse());
  }
  return Uint8Array.from(bytes);
}
