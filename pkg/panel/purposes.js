/** Which answers to the purposes make up "Off", "This visit" and "Remember me", and which of them is in force. */
import { LEARNING_PURPOSES } from "../generated/names.js";

/** @typedef {import("../index.js").PurposeInfo} PurposeInfo */
/** @typedef {import("../index.js").PurposeState} PurposeState */
/** @typedef {Partial<Record<import("../index.js").Purpose, PurposeState>>} States */

/** "For you" needs what learns; `remember`, `link` and `insights` want their own yes. @param {PurposeInfo} info */
const isBasic = ({ purpose }) => /** @type {readonly string[]} */ (LEARNING_PURPOSES).includes(purpose);
/**
 * @param {PurposeInfo[]} list
 * @param {PurposeState} state
 * @returns {States}
 */
const answers = (list, state) => Object.fromEntries(list.map((p) => [p.purpose, state]));
/** A lock goes where the shop's consent manager follows what is chosen here. @param {Pick<PurposeInfo, "lockedBy" | "overridable">} [info] */
export const locked = (info) => Boolean(info?.lockedBy && !info.overridable);
/** @param {PurposeInfo[]} list */
const free = (list) => list.filter((p) => !locked(p));

/**
 * The states that a preset sets. "Off" answers every purpose, the others only what they name; locked ones are left alone.
 * @param {"off" | "visit" | "remember"} preset
 * @param {import("../index.js").PurposeInfo[]} list
 */
export function presetStates(preset, list) {
  if (preset === "off") return answers(free(list), "denied");
  return {
    ...answers(free(list).filter(isBasic), "granted"),
    ...answers(
      free(list).filter((p) => p.purpose === "remember"),
      preset === "remember" ? "granted" : "denied",
    ),
  };
}

/** What the tap on "For you" grants: the order itself, and of the other basics those not refused one by one. @param {PurposeInfo[]} list */
export function forYouStates(list) {
  const offered = free(list).filter(isBasic);
  const kept = offered.filter((p) => p.purpose === "rank" || p.state !== "denied");
  return answers(offered.every((p) => p.state === "denied") ? offered : kept, "granted");
}

/** The preset that the shopper's own answers amount to, if any: nothing counts as chosen before it was chosen. @param {PurposeInfo[]} list */
export function presetInForce(list) {
  if (free(list).every((p) => p.state === "denied")) return "off";
  if (list.filter(isBasic).some((p) => p.state !== "granted")) return "";
  return remembers(list) ? "remember" : "visit";
}

/** @param {PurposeInfo[]} list */
const remembers = (list) => list.some((p) => p.purpose === "remember" && p.state === "granted");

/**
 * One word for what is happening now.
 * @param {import("../index.js").Shelf | null} shelf
 * @param {import("../index.js").PurposeInfo[]} list
 * @returns {"wait" | "paused" | "off" | "partly" | "memory" | "device" | "visit"}
 */
export function statusOf(shelf, list) {
  if (!shelf) return "wait";
  if (shelf.privacy.paused) return "paused";
  const basics = list.filter(isBasic);
  const on = basics.filter((p) => p.active);
  if (!on.length) return "off";
  if (remembers(list) && shelf.privacy.storage().kind === "memory") return "memory";
  if (on.length < basics.length) return "partly";
  return remembers(list) ? "device" : "visit";
}
