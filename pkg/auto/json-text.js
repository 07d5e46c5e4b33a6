/**
 * JSON as shops' templates print it: wrapped in comments or CDATA, with a mark for the byte order, a comma too many, a semicolon
 * at the end, and line breaks inside texts. Google's own reader forgives these; a page that relies on that still describes
 * its products.
 */

/** A text with its quotes, or anything outside of texts that is to go: a comma before a bracket closes. */
const TEXT_OR_COMMA = /"(?:[^"\\]|\\[\s\S])*"|,(?=\s*[}\]])/g;
/** What JSON forbids inside a text unescaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters in question
const CONTROL = /[\u0000-\u001f]/g;
/** What stands around the data: byte order mark, `<!--`, `-->`, `//<![CDATA[`, `//]]>`, `/* … *\/`, a final semicolon. */
const BEFORE = /^(?:\s|\ufeff|<!--|\/\*[\s\S]*?\*\/|(?:\/\/|\/\*)?\s*<!\[CDATA\[\s*(?:\*\/)?)+/;
const AFTER = /(?:\s|;|-->|\/\/|(?:\/\/|\/\*)?\s*\]\]>\s*(?:\*\/)?)+$/;

/**
 * @param {string} source
 * @returns {unknown} the data, or `undefined` if it cannot be read
 */
export function readJson(source) {
  try {
    return JSON.parse(source);
  } catch {
    return parse(mended(source));
  }
}

/** @param {string} source */
function parse(source) {
  try {
    return JSON.parse(source);
  } catch {
    return undefined; // a shop's broken markup is not ours to report
  }
}

/** @param {string} source */
const mended = (source) =>
  source
    .replace(BEFORE, "")
    .replace(AFTER, "")
    .replace(TEXT_OR_COMMA, (found) => (found === "," ? "" : found.replace(CONTROL, escaped)));

/** @param {string} character */
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
