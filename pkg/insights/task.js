/**
 * The task a shop publishes: what it asks, how much chance is mixed in, who adds the answers up. It is the same for everybody
 * and shown to the shopper, so nothing of it may be left to the moment.
 */
import { DAY_MS } from "../generated/names.js";
import { OwnshelfError } from "../engine/errors.js";
import { own } from "../engine/own-properties.js";
import { Question } from "./question.js";

/** Least and most noise a shop may ask for. At 4 one answer can make a guess 55 times likelier, at 0.1 hardly at all. */
const EPSILON = /** @type {const} */ ([0.1, 4]);
/** A sum over fewer says too much of each. */
const LEAST_BATCH = 10;
const ID = 32;
/** X25519-HKDF-SHA256, HKDF-SHA256, AES-128-GCM, and a key of 32 bytes, after the configuration's own number. */
const SUITE = [0, 0x20, 0, 1, 0, 1, 0, 32];
const KEY = 1 + SUITE.length + 32;

/** @param {string} what @returns {never} */
const refuse = (what) => {
  throw new OwnshelfError("invalid_input", `task.${what}`);
};

/** @type {(value: number, least: number, most: number, what: string) => number} */
const within = (value, least, most, what) =>
  value >= least && value <= most ? value : refuse(`${what} is not between ${least} and ${most}`);
/** @type {(value: any, least: number, most: number, what: string) => number} */
const whole = (value, least, most, what) =>
  Number.isSafeInteger(value) ? within(value, least, most, what) : refuse(`${what} is no whole number`);

/**
 * @param {unknown} text base64url without padding
 * @param {string} what
 */
function decoded(text, what) {
  try {
    return Uint8Array.from(atob(String(text).replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
  } catch {
    return refuse(`${what} is not base64url`);
  }
}

/**
 * Checked here, for a fault would show a period later.
 * @param {unknown} text
 * @param {string} what
 */
function key(text, what) {
  const config = decoded(text, what);
  const good = config.length === KEY && SUITE.every((byte, at) => config[1 + at] === byte);
  return good ? config : refuse(`${what} is no HPKE configuration of X25519, HKDF-SHA256 and AES-128-GCM`);
}

/**
 * Reports are encrypted, but who reads the line should not learn that there is one either.
 * @param {unknown} leader
 */
function addressed(leader) {
  let url;
  try {
    url = new URL(String(leader));
  } catch {
    return refuse("leader is no address");
  }
  const here = url.protocol === "http:" && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !here) refuse("leader is not https");
  if (url.search || url.hash || url.username || url.password) refuse("leader has more than an address");
  return url.href.replace(/\/?$/, "/");
}

/** @param {unknown} operators */
function named(operators) {
  const { leader, helper } = own(operators);
  if (!leader || !helper || String(leader) === String(helper)) refuse("operators are not two different names");
  return { leader: String(leader), helper: String(helper) };
}

/**
 * Reads a task; the answer has every default filled in.
 * @param {unknown} given
 * @param {(id: string) => string | undefined} [categoryOf]
 * @throws {OwnshelfError} "invalid_input" naming the field
 */
export function parseTask(given, categoryOf) {
  const task = own(given);
  const keys = own(task.keys);
  const id = decoded(task.id, "id");
  // 43 letters of 6 bits; other spellings of the same bytes would be another address.
  if (id.length !== ID || !/^[\w-]{43}$/.test(task.id)) refuse(`id is not ${ID} bytes in base64url`);
  const question = new Question(task.question, categoryOf);
  const days = whole(task.periodDays ?? 7, 1, 90, "periodDays");
  return {
    id,
    address: `${addressed(task.leader)}tasks/${String(task.id)}/reports`,
    keys: { leader: key(keys.leader, "keys.leader"), helper: key(keys.helper, "keys.helper") },
    operators: named(task.operators),
    question,
    epsilon: within(Number(task.epsilon), ...EPSILON, "epsilon"),
    length: days * DAY_MS,
    days,
    minBatch: whole(task.minBatch, LEAST_BATCH, Number.MAX_SAFE_INTEGER, "minBatch"),
    chunk: whole(task.chunk ?? 0, 0, question.cells, "chunk"),
    precision: whole(task.timePrecision ?? 3600, 1, 90 * 86_400, "timePrecision"),
  };
}

/**
 * What tells this task from any other: the first bytes of the SHA-256 of what was read, so that spelling out a default or
 * naming the fields in another order makes no other task. Empty where the browser has no digest (http).
 * @param {ReturnType<typeof parseTask>} task
 */
export async function fingerprint({ address, keys, operators, question, epsilon, days, minBatch, chunk, precision }) {
  if (!globalThis.crypto?.subtle) return "";
  const asked = [question.on, question.asked, epsilon, days, minBatch, chunk, precision];
  const read = JSON.stringify([address, [...keys.leader], [...keys.helper], operators.leader, operators.helper, ...asked]);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(read)));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The share of answers that are true; the rest are drawn from all cells alike (k-ary randomised response, Kairouz et al. 2014).
 * @param {number} cells
 * @param {number} epsilon
 */
export const truthful = (cells, epsilon) => Math.expm1(epsilon) / (Math.expm1(epsilon) + cells);
