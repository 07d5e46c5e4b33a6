/**
 * What all adapters share: a manager's few categories on one side, Ownshelf's purposes on the other.
 *
 * A category that was answered decides each purpose it covers; a purpose under several categories needs all of them.
 * `link` and `insights` are never switched on by a manager: they want their own yes.
 */
import { LEARNING_PURPOSES } from "../generated/names.js";

/** @typedef {import("../index.d.ts").Purpose} Purpose */
/** @typedef {import("../index.d.ts").PurposeState} PurposeState */

/** What a manager's "personalisation" covers. @type {Purpose[]} */
export const PERSONALISATION = [...LEARNING_PURPOSES];
/** The same with keeping it between visits, where the category speaks of storage too. @type {Purpose[]} */
export const STORED_PERSONALISATION = [...PERSONALISATION, "remember"];

const OWN_YES = ["link", "insights"];

/** The strictest of several answers: no before none before yes. @param {(boolean | undefined)[]} answers */
const strictest = (answers) => (answers.includes(false) ? "denied" : answers.includes(undefined) ? "unset" : "granted");

/**
 * Purpose states from a manager's answers.
 * @param {Record<string, Purpose[]>} categories purposes by category
 * @param {(category: string) => boolean | undefined} read `undefined`: not answered
 * @returns {Partial<Record<import("../index.d.ts").Purpose, import("../index.d.ts").PurposeState>>}
 */
export function statesOf(categories, read) {
  const answers = new Map();
  for (const [category, purposes] of Object.entries(categories)) {
    const answer = read(category);
    for (const purpose of purposes) answers.set(purpose, [...(answers.get(purpose) ?? []), answer]);
  }
  return Object.fromEntries(
    [...answers].map(([purpose, all]) => {
      const state = strictest(all);
      return [purpose, state === "granted" && OWN_YES.includes(purpose) ? "unset" : state];
    }),
  );
}

/**
 * A consent source over one manager.
 * @param {object} manager
 * @param {Record<string, import("../index.d.ts").Purpose[]>} manager.categories
 * @param {(category: string) => boolean | undefined} manager.read
 * @param {(changed: () => void) => (() => void) | void} manager.watch calls `changed` whenever an answer may differ
 * @param {(answers: Record<string, boolean>) => void} [manager.write] for managers that can be told
 * @returns {import("../index.d.ts").ConsentSource}
 */
export function follow({ categories, read, watch, write }) {
  /** @type {Partial<Record<Purpose, PurposeState>>} */
  const states = {};
  /** @type {import("../index.d.ts").ConsentSource} */
  const source = {
    connect(update) {
      const tell = () => update(Object.assign(states, statesOf(categories, read)));
      tell();
      return watch(tell);
    },
  };
  if (!write) return source;
  source.notify = (chosen) => {
    Object.assign(states, chosen);
    /** @type {Record<string, boolean>} */
    const changed = {};
    for (const [category, purposes] of Object.entries(categories)) {
      if (!purposes.some((purpose) => Object.hasOwn(chosen, purpose))) continue;
      const now = purposes.map((purpose) => states[purpose]);
      // One switch of the manager stands for several of ours: it is off only when all of them are.
      const answer = now.includes("granted") ? true : now.includes("denied") ? false : undefined;
      if (answer !== undefined && answer !== read(category)) changed[category] = answer;
    }
    if (Object.keys(changed).length) write(changed);
  };
  return source;
}

const LOOK_AGAIN_MS = 250;
/** A manager may come when the shopper opens it, or never: after so many looks the next ones are far between. */
const HURRIED_LOOKS = 80;
const LOOK_SELDOM_MS = 5000;

/**
 * Many managers load after the shop's own script. Starts as soon as the manager is there, at once if it is; until then nothing
 * was answered. What only has the manager's name, or fails when it is asked, is not there yet.
 * @template T
 * @param {() => T | undefined} find
 * @param {(manager: T) => (() => void) | void} start
 * @returns {() => void} stops
 */
export function whenThere(find, start) {
  let tries = 0;
  /** @type {any} a number, or in Node an object */
  let timer;
  /** @type {(() => void) | void} */
  let stop;
  const look = () => {
    const manager = attempt(find);
    if (manager) stop = start(manager);
    else {
      timer = setTimeout(look, ++tries <= HURRIED_LOOKS ? LOOK_AGAIN_MS : LOOK_SELDOM_MS);
      timer.unref?.();
    }
  };
  look();
  return () => {
    clearTimeout(timer);
    if (stop) stop();
  };
}

/**
 * What is found under a manager's name; nothing where looking fails, as in something else of that name.
 * @template T
 * @param {() => T | undefined} find
 * @returns {T | undefined}
 */
export function attempt(find) {
  try {
    return find();
  } catch {
    return undefined;
  }
}
