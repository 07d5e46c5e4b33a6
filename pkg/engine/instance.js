/**
 * An instance of a WebAssembly module that imports nothing: what it is to work on is put into its memory, chance included,
 * and what it made is read from there. Nothing of it outlives the instance.
 */
import { OwnshelfError } from "./errors.js";

/** What the module refuses with, by number; none has 0. @typedef {([] | [code: import("../index.d.ts").ErrorCode, message: string])[]} Faults */

export class Instance {
  /** @type {Record<string, any>} */ #exports;
  #prefix;
  #faults;

  /**
   * @param {Record<string, any>} exports
   * @param {string} prefix
   * @param {Faults} faults
   */
  constructor(exports, prefix, faults) {
    this.#exports = exports;
    this.#prefix = prefix;
    this.#faults = faults;
  }

  /**
   * @param {Promise<WebAssembly.Module> | WebAssembly.Module} module
   * @param {string} prefix what the names of its functions begin with
   * @param {Faults} faults by the numbers it answers below zero
   */
  static async of(module, prefix, faults) {
    return new Instance((await WebAssembly.instantiate(await module)).exports, prefix, faults);
  }

  /**
   * Calls a function with bytes put before it; the number it answers.
   * @param {string} name
   * @param {Uint8Array} given
   * @param {number[]} numbers
   * @returns {number}
   */
  number(name, given, ...numbers) {
    try {
      // The room first: making it may move the memory.
      const place = this.#function("room")(given.length) >>> 0;
      new Uint8Array(this.#exports.memory.buffer).set(given, place);
      const answer = this.#function(name)(...numbers);
      if (answer < 0) throw new OwnshelfError(.../** @type {[import("../index.d.ts").ErrorCode, string]} */ (this.#faults[-answer]));
      return answer;
    } catch (error) {
      if (error instanceof OwnshelfError) throw error;
      throw new OwnshelfError(
        "wasm_unavailable",
        `the module ${this.#prefix} stopped: ${/** @type {Error | undefined} */ (error)?.message}`,
      );
    }
  }

  /**
   * The same for a function that answers how many bytes it made: the bytes.
   * @param {string} name
   * @param {Uint8Array} given
   * @param {number[]} numbers
   */
  bytes(name, given, ...numbers) {
    const length = this.number(name, given, ...numbers);
    const at = this.#function("made")() >>> 0;
    return new Uint8Array(this.#exports.memory.buffer).slice(at, at + length);
  }

  /** @param {string} name */
  #function = (name) => this.#exports[`${this.#prefix}_${name}`];
}

/** Bytes one after another. @param {...Uint8Array} parts */
export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @param {number} length */
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));
