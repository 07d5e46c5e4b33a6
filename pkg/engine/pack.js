/**
 * Plain data into one stream of numbers and one string, so that any object crosses into the engine in a single call.
 * Own properties only: what a polluted prototype adds is never seen. The reader is `src/catalog/value.rs`.
 */
import { OwnshelfError } from "./errors.js";

// The same bound as the reader's: a shop's data is flat, and a circular object must end somewhere.
const MAX_DEPTH = 32;
/** Half a character, as a name cut off inside an emoji ends with: two such pieces side by side would become one. */
const HALF = /[\ud800-\udfff]/gu;

/**
 * @param {unknown} value
 * @returns {{ tokens: Float64Array, text: string, lengths: Uint32Array }}
 */
export function pack(value) {
  const tokens = [];
  const texts = new Map();
  const textOf = (text) => {
    let at = texts.get(text);
    if (at === undefined) texts.set(text, (at = texts.size));
    return at;
  };
  write(value, tokens, textOf, 0);
  // Plain loops: the iterator protocol behind `from` takes several times as long.
  const lengths = new Uint32Array(texts.size);
  let text = "";
  for (const piece of texts.keys()) {
    lengths[texts.get(piece)] = piece.length;
    text += piece.replace(HALF, "\ufffd");
  }
  return { tokens: new Float64Array(tokens), text, lengths };
}

function write(value, tokens, textOf, depth) {
  if (depth > MAX_DEPTH) throw new OwnshelfError("invalid_input", "input is nested too deeply or refers to itself");
  if (typeof value === "string") tokens.push(4, textOf(value));
  else if (typeof value === "number") tokens.push(3, value);
  else if (typeof value === "bigint") tokens.push(4, textOf(String(value)));
  else if (typeof value === "boolean") tokens.push(value ? 2 : 1);
  else if (value === null || typeof value !== "object") tokens.push(0);
  else if (value instanceof Date) tokens.push(3, value.getTime());
  else if (Array.isArray(value)) {
    tokens.push(5, value.length);
    for (let i = 0; i < value.length; i++) write(value[i], tokens, textOf, depth + 1);
  } else {
    const keys = Object.keys(value);
    tokens.push(6, keys.length);
    for (const key of keys) {
      tokens.push(textOf(key));
      write(value[key], tokens, textOf, depth + 1);
    }
  }
}
