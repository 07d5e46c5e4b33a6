/**
 * The capsule: the profile sealed with a passphrase, as a file, or condensed into links and their QR codes. Loaded when
 * the shopper asks for it.
 *
 * A WebAssembly module decides and seals (`capsule/`). Each use has an instance of its own, and with it go the passphrase
 * and the 64 MiB it was stretched in.
 */
import instantiate from "../dist/capsule.js";
import { OwnshelfError } from "../engine/errors.js";
import { callModule, randomBytes } from "../engine/module-call.js";
import { own } from "../engine/own-properties.js";

/** Until the page has shown that something takes a moment. */
const PAINT_MS = 30;

/**
 * A new instance of the module.
 * @param {Promise<WebAssembly.Module> | WebAssembly.Module} module
 */
export async function capsuleOf(module) {
  const compiled = await module;
  return callModule("capsule", () => instantiate(compiled));
}

/** One spelling for what looks the same, however it was typed. @param {unknown} passphrase */
const spelled = (passphrase) => String(passphrase).normalize("NFKC").trim();

const painted = () => new Promise((resolve) => setTimeout(resolve, PAINT_MS));

const here = () => (globalThis.location ? location.origin + location.pathname : "");

/**
 * @param {Promise<WebAssembly.Module>} module
 * @param {string} passphrase
 * @param {{ profile: Uint8Array, words: object }} carried
 * @param {{ url?: string, codes?: number }} [options]
 * @returns {Promise<import("../index.d.ts").Capsule>}
 */
export async function seal(module, passphrase, { profile, words }, options = {}) {
  const { url = here(), codes = 1 } = own(options);
  const capsule = await capsuleOf(module);
  await painted();
  return callModule("capsule", () => {
    const chance = randomBytes(capsule.packChance());
    const packed = capsule.pack(spelled(passphrase), chance, profile, JSON.stringify(words), String(url), Number(codes));
    const { file, records, links, linkRecords, linkBytes } = packed;
    const drawn = links.map((link) => drawnBy(capsule, link));
    return { file, records, links, codes: drawn, condensed: { records: linkRecords, bytes: linkBytes } };
  });
}

/**
 * @param {Promise<WebAssembly.Module>} module
 * @param {Blob | BufferSource | string | string[]} capsule
 * @param {string} passphrase
 * @returns {Promise<{ profile: Uint8Array, words: Record<string, any> }>}
 */
export async function unseal(module, capsule, passphrase) {
  const given = await bytesOf(capsule);
  const opener = await capsuleOf(module);
  await painted();
  return callModule("capsule", () => {
    const bytes = given ?? opener.join([capsule].flat().join(" "));
    const { profile, words } = opener.open(bytes, spelled(passphrase));
    return { profile, words: parsed(words) };
  });
}

/**
 * The QR code of a text; a long row of digits at its end takes least room.
 * @param {Awaited<ReturnType<typeof capsuleOf>>} capsule
 * @param {string} text
 * @returns {import("../index.d.ts").QrCode}
 */
export function drawnBy(capsule, text) {
  const { size, modules } = capsule.code(text);
  return { size, modules };
}

/** @param {string} words */
function parsed(words) {
  try {
    return own(JSON.parse(words));
  } catch {
    throw new OwnshelfError("storage_corrupt", "capsule holds no profile");
  }
}

/**
 * The bytes of a file; `undefined` for links.
 * @param {Blob | BufferSource | string | string[]} capsule
 */
async function bytesOf(capsule) {
  if (typeof Blob === "function" && capsule instanceof Blob) return new Uint8Array(await capsule.arrayBuffer());
  if (capsule instanceof ArrayBuffer) return new Uint8Array(capsule);
  if (ArrayBuffer.isView(capsule)) return new Uint8Array(capsule.buffer, capsule.byteOffset, capsule.byteLength);
  return undefined;
}
