/** Bytes as digits, which a QR code stores at a third of a byte each, and which no link changes on its way. */
import { OwnshelfError } from "../engine/errors.js";

/** Digits that bytes take: seven in seventeen, for a code stores three in ten bits. */
const WIDTHS = [0, 3, 5, 8, 10, 13, 15, 17];

/** @param {Uint8Array} bytes */
export function digitsOf(bytes) {
  let digits = "";
  for (let at = 0; at < bytes.length; at += 7) {
    const chunk = bytes.subarray(at, at + 7);
    const value = chunk.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    digits += String(value).padStart(WIDTHS[chunk.length], "0");
  }
  return digits;
}

/**
 * @param {string} digits as `digitsOf` wrote them
 * @throws {OwnshelfError} `storage_corrupt`
 */
export function bytesOfDigits(digits) {
  const bytes = [];
  for (let at = 0; at < digits.length; at += 17) {
    const chunk = digits.slice(at, at + 17);
    let value = BigInt(chunk);
    const length = WIDTHS.indexOf(chunk.length);
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
