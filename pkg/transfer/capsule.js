/**
 * The capsule: the profile sealed with a passphrase, as a file, or condensed into links and their QR codes. Loaded when
 * the shopper asks for it.
 *
 * The sealing is done by a WebAssembly module that imports nothing. Each use has an instance of its own, and with it go
 * the passphrase and the 64 MiB it was stretched in.
 */
import { bytesOfDigits, digitsOf } from "./digits.js";
import { OwnshelfError } from "../engine/errors.js";
import { Instance, joined, random } from "../engine/instance.js";
import { own } from "../engine/own-properties.js";

/** Bytes in one code: version 34 or so, which a phone reads off a screen. */
const CODE_BYTES = 2048;
const MOST_CODES = 2;
/** A second code is worth scanning where one would leave out more than a tenth of what is held. */
const ENOUGH = 0.9;
/** Shorter passphrases can be guessed however dear each guess is. */
const LEAST_CHARACTERS = 8;
const SALT = 16;
const NONCE = 24;
const NOTHING = new Uint8Array();

/** By the number a refusal has; none has 0. */
const FAULTS = [
  [],
  ["invalid_input", "capsule is none of Ownshelf's"],
  ["invalid_input", "capsule was made by a newer version"],
  ["storage_corrupt", "capsule is cut short or damaged"],
  ["invalid_input", "passphrase does not open this capsule"],
  ["invalid_input", "capsule asks for more memory or time than is given to any"],
  ["storage_corrupt", "capsule holds no profile"],
  ["invalid_input", "capsule is too long"],
];

const instanceOf = (module) => Instance.of(module, "capsule", FAULTS);

const utf8 = (text) => new TextEncoder().encode(text);

/** One spelling for what looks the same, however it was typed. */
const spelled = (passphrase) => String(passphrase).normalize("NFKC").trim();

/** Lets the page show that something takes a moment, before it does. */
const breathe = () => new Promise((resolve) => setTimeout(resolve, 30));

/**
 * @param {Promise<WebAssembly.Module>} module
 * @param {string} passphrase
 * @param {{ profile: Uint8Array, words: object }} carried
 * @param {{ url?: string, codes?: number }} [options]
 * @returns {Promise<import("../index.d.ts").Capsule>}
 */
export async function seal(module, passphrase, { profile, words }, options = {}) {
  const said = spelled(passphrase);
  if ([...said].length < LEAST_CHARACTERS)
    throw new OwnshelfError("invalid_input", `passphrase has fewer than ${LEAST_CHARACTERS} characters`);
  const { url = here(), codes = 1 } = own(options);
  if (!(codes >= 1 && codes <= MOST_CODES)) throw new OwnshelfError("invalid_input", `codes is none of 1, ${MOST_CODES}`);
  const instance = await instanceOf(module);
  await breathe();
  instance.number("key", joined(random(SALT), utf8(said)));
  const beside = utf8(JSON.stringify(words));
  const sealed = (most) => instance.bytes("seal", joined(random(NONCE), beside, profile), beside.length, most);
  const file = sealed(0);
  const records = instance.number("records", NOTHING);
  let condensed = sealed(CODE_BYTES);
  if (codes > 1 && instance.number("records", NOTHING) < ENOUGH * records) condensed = sealed(Math.floor(codes) * CODE_BYTES);
  const links = linksOf(condensed, String(url).split("#")[0]);
  return {
    file,
    records,
    links,
    codes: links.map((link) => codeOf(instance, link)),
    condensed: { records: instance.number("records", NOTHING), bytes: condensed.length },
  };
}

/**
 * @param {Promise<WebAssembly.Module>} module
 * @param {Blob | BufferSource | string | string[]} capsule
 * @param {string} passphrase
 * @returns {Promise<{ profile: Uint8Array, words: object }>}
 */
export async function unseal(module, capsule, passphrase) {
  const bytes = await bytesOf(capsule);
  const instance = await instanceOf(module);
  await breathe();
  const made = instance.bytes("open", joined(bytes, utf8(spelled(passphrase))), bytes.length);
  const length = new DataView(made.buffer).getUint32(0, true);
  return { words: readable(made.subarray(4, 4 + length)), profile: made.subarray(4 + length) };
}

/**
 * The QR code of a text; a long row of digits at its end takes least room.
 * @param {Promise<WebAssembly.Module>} module
 * @param {string} text
 * @returns {Promise<import("../index.d.ts").QrCode>}
 */
export async function qrCode(module, text) {
  return codeOf(await instanceOf(module), text);
}

function codeOf(instance, text) {
  const made = instance.bytes("qr", utf8(text));
  return { size: made[0], modules: made.slice(1) };
}

function readable(bytes) {
  try {
    return own(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw new OwnshelfError(...FAULTS[6]);
  }
}

async function bytesOf(capsule) {
  if (typeof Blob === "function" && capsule instanceof Blob) return new Uint8Array(await capsule.arrayBuffer());
  if (capsule instanceof ArrayBuffer) return new Uint8Array(capsule);
  if (ArrayBuffer.isView(capsule)) return new Uint8Array(capsule.buffer, capsule.byteOffset, capsule.byteLength);
  return fromLinks(partsOf([].concat(capsule).join(" ")));
}

// --- links ---------------------------------------------------------------------------------------------------------
// `#ownshelf=NTH.OF.NAME.DIGITS`; a fragment is never sent to a server. NAME is what parts of one capsule share.

const here = () => (globalThis.location ? location.origin + location.pathname : "");

function linksOf(bytes, url) {
  const of = Math.ceil(bytes.length / CODE_BYTES);
  const share = Math.ceil(bytes.length / of);
  const name = (bytes.at(-1) << 8) | bytes.at(-2);
  return Array.from(
    { length: of },
    (_, at) => `${url}#ownshelf=${at + 1}.${of}.${name}.${digitsOf(bytes.subarray(at * share, (at + 1) * share))}`,
  );
}

/**
 * The parts of capsules in a text: one link, several, or none.
 * @param {string} text
 * @returns {{ nth: number, of: number, name: string, digits: string }[]}
 */
export const partsOf = (text) =>
  Array.from(String(text).matchAll(/ownshelf=(\d)\.(\d)\.(\d{1,5})\.(\d+)/g), ([, nth, of, name, digits]) => ({
    nth: Number(nth),
    of: Number(of),
    name,
    digits,
  }));

/** The parts of one capsule that are still missing among these, as numbers from 1; of none at all: `[1]`. */
export function missingParts(parts) {
  const last = parts.at(-1);
  const there = parts.filter(({ name, of }) => name === last.name && of === last.of).map(({ nth }) => nth);
  return Array.from({ length: last?.of ?? 1 }, (_, at) => at + 1).filter((nth) => !there.includes(nth));
}

function fromLinks(parts) {
  const { name, of } = parts.at(-1) ?? {};
  const [missing] = missingParts(parts);
  if (missing) throw new OwnshelfError("invalid_input", of ? `capsule lacks its part ${missing} of ${of}` : FAULTS[1][1]);
  const mine = parts.filter((part) => part.name === name && part.of === of);
  const digits = Array.from({ length: of }, (_, at) => mine.find(({ nth }) => nth === at + 1).digits);
  return joined(...digits.map(bytesOfDigits));
}
