/**
 * Who said what about each purpose: the shopper here, and the shop's consent manager if there is one.
 *
 * The manager's no is a lock. Its yes grants what the shopper did not refuse here. A choice made here lifts the lock only
 * where the manager can be told of it.
 */
import { CARRIED_PURPOSES, PURPOSES } from "../generated/names.js";
import { own } from "../engine/own-properties.js";

// Taken when the package is loaded: a script that replaces them later changes nothing here.
const { create, entries, fromEntries, keys } = Object;

/** @typedef {import("../index.d.ts").Purpose} Purpose */

const STATES = ["granted", "denied"];

export class Choices {
  /** Whether the device has not told yet what is kept there, which may be a refusal. */
  unread = false;
  /** What the shopper said here: never "unset". @type {Record<string, string>} */
  own = create(null);
  #source = create(null);
  #told;

  /** @param {boolean} told whether the manager can be told of choices made here */
  constructor(told) {
    this.#told = told;
  }

  /** The shopper's word, one purpose at a time. */
  take(states) {
    for (const [purpose, state] of entries(own(states))) {
      if (state === "unset") delete this.own[purpose];
      else this.own[purpose] = state;
      if (this.#told && state !== "unset") delete this.#source[purpose];
    }
  }

  /** The manager's word. */
  hear(states) {
    const said = own(states);
    const granted = keys(said).filter((purpose) => said[purpose] === "granted");
    // A yes that comes after everything it covers was refused here is the newer word; otherwise single refusals stand.
    const changed = granted.some((purpose) => this.#source[purpose] !== "granted");
    const after = keys(this.#source).length > 0;
    if (changed && after && granted.every((purpose) => this.own[purpose] === "denied"))
      this.take(fromEntries(granted.map((p) => [p, "unset"])));
    Object.assign(this.#source, said);
  }

  /** What counts as said about a purpose, locks aside. */
  state = (purpose) => this.own[purpose] ?? (this.#source[purpose] === "granted" ? "granted" : "unset");

  /** What counts, purpose by purpose; while it is not known what was refused before, what was not granted counts as refused. */
  inForce() {
    const state = (purpose) => (this.unread && this.state(purpose) === "unset" ? "denied" : this.state(purpose));
    return fromEntries(PURPOSES.map((purpose) => [purpose, state(purpose)]));
  }

  /** Whether the profile may be kept on the device: a pause keeps what there is. */
  mayKeep = () => this.state("remember") === "granted" && !this.refused().includes("remember");

  /** What may be kept of the choices: all, or the refusals alone. */
  toKeep(all) {
    return fromEntries(entries(this.own).filter(([, state]) => all || state === "denied"));
  }

  /** What the device says was chosen, in place of what was chosen here but for `newer`. */
  follow(kept, newer) {
    const known = entries(own(kept)).filter(([purpose, state]) => PURPOSES.includes(purpose) && STATES.includes(state));
    for (const purpose of keys(this.own)) this.take({ [purpose]: "unset" });
    this.take({ ...fromEntries(known), ...newer });
  }

  /** Purposes of learning that are refused in `states`, and not here. */
  stricter = (states) => CARRIED_PURPOSES.filter((purpose) => states[purpose] === "denied" && this.own[purpose] !== "denied");

  /** Refusals that go along to another device. */
  carried = () => CARRIED_PURPOSES.filter((purpose) => this.own[purpose] === "denied");

  /** The purposes the manager refuses. */
  refused = () => keys(this.#source).filter((purpose) => this.#source[purpose] === "denied");

  /** Whether the manager has not answered yet about a purpose that nobody chose here either. */
  waiting = (purpose) => this.#told !== undefined && !this.own[purpose] && (this.#source[purpose] ?? "unset") === "unset";

  /** Every grant made here taken back; refusals stand. */
  ungrant() {
    for (const purpose of keys(this.own)) if (this.own[purpose] === "granted") delete this.own[purpose];
  }
}
