/**
 * Who said what about each purpose: the shopper here, and the shop's consent manager if there is one.
 *
 * The manager's no is a lock. Its yes grants what the shopper did not refuse here. A choice made here lifts the lock only
 * where the manager can be told of it.
 */
import { own } from "./own.js";

/** @typedef {import("./index.d.ts").Purpose} Purpose */

export class Choices {
  /** What the shopper said here: never "unset". @type {Record<string, string>} */
  own = Object.create(null);
  #source = Object.create(null);
  #told;

  /** @param {boolean} told whether the manager can be told of choices made here */
  constructor(told) {
    this.#told = told;
  }

  /** The shopper's word, one purpose at a time. */
  take(states) {
    for (const [purpose, state] of Object.entries(own(states))) {
      if (state === "unset") delete this.own[purpose];
      else this.own[purpose] = state;
      if (this.#told && state !== "unset") delete this.#source[purpose];
    }
  }

  /** The manager's word. */
  hear(states) {
    const said = own(states);
    const granted = Object.keys(said).filter((purpose) => said[purpose] === "granted");
    // A yes that comes after everything it covers was refused here is the newer word; otherwise single refusals stand.
    const changed = granted.some((purpose) => this.#source[purpose] !== "granted");
    const after = Object.keys(this.#source).length > 0;
    if (changed && after && granted.every((purpose) => this.own[purpose] === "denied")) this.take(Object.fromEntries(granted.map((p) => [p, "unset"])));
    Object.assign(this.#source, said);
  }

  /** What counts as said about a purpose, locks aside. */
  state = (purpose) => this.own[purpose] ?? (this.#source[purpose] === "granted" ? "granted" : "unset");

  /** The purposes the manager refuses. */
  refused = () => Object.keys(this.#source).filter((purpose) => this.#source[purpose] === "denied");

  /** Whether the manager has not answered yet about a purpose that nobody chose here either. */
  waiting = (purpose) => this.#told !== undefined && !this.own[purpose] && (this.#source[purpose] ?? "unset") === "unset";

  /** Every grant made here taken back; refusals stand. */
  ungrant() {
    for (const purpose of Object.keys(this.own)) if (this.own[purpose] === "granted") delete this.own[purpose];
  }
}
