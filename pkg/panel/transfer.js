/** The sections of the panel for what is taken to another device and what is shown to a helper; fetched when opened. */
import { alongWords } from "../transfer/words.js";
import { missingParts, partsOf } from "../transfer/parts.js";
import { createTranslator } from "../words/i18n.js";
import { defineCode } from "./code.js";

// Called, since bundlers drop a module that is imported for its effects alone.
defineCode();

/** Without what looks alike or is hard to type; 12 of these are 59 bits. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const CARRIED = /ownshelf=\d/;

/** A passphrase nobody thought of. */
function suggestion() {
  const letters = [];
  while (letters.length < 12) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 248) letters.push(LETTERS[byte % 31]);
  }
  return letters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** @typedef {import("./privacy.js").Context} Context */
/** @typedef {import("./dom.js").Kids} Kids */
/** @typedef {import("./privacy.js").Parts} Parts */
/** @typedef {import("../words/i18n.js").Translate} Translate */
/** @typedef {import("./base.js").OwnshelfElement} OwnshelfElement */
/** What a section remembers. @typedef {Record<string, any>} State */

/** @type {Record<string, Translate>} */
const spoken = {};

/**
 * The words of these sections; nothing until they are there.
 * @param {OwnshelfElement} el
 * @returns {Translate | undefined}
 */
function words(el) {
  const { locale } = el;
  if (spoken[locale]) return spoken[locale];
  alongWords(locale).then((messages) => {
    spoken[locale] = createTranslator(messages, locale);
    el.update();
  });
  return undefined;
}

/**
 * @param {BlobPart} bytes
 * @param {string} name
 * @param {string} type
 */
function save(bytes, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  // The browser reads the blob after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
}

/**
 * @param {OwnshelfElement} el
 * @param {Translate} t
 * @param {string} text
 */
const copy = (el, t, text) =>
  el.act(async () => {
    await navigator.clipboard.writeText(text);
    el.say(t("along.copied"));
  });

/**
 * A field whose value outlives drawing.
 * @param {Parts["h"]} h
 * @param {State} state
 * @param {string} name
 * @param {string} label
 * @param {Record<string, any>} [props]
 */
const field = (h, state, name, label, props) => [
  h("label", { for: name }, label),
  h("input", {
    type: "text",
    id: name,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    value: state[name] ?? "",
    oninput: (event) => {
      state[name] = event.target.value;
    },
    ...props,
  }),
];

// --- links that come by themselves -------------------------------------------------------------------------------------
// A camera opens each code of a capsule as a page: the same one again, or another. So pages of the shop that are open at
// the same time put together what came; they hold it in memory alone, and it stays sealed.

/** Links of parts, in the order they came. @type {string[]} */
let carried = [];
/** @type {Set<OwnshelfElement & { open(section: string): void }>} */
const panels = new Set();

/** @param {unknown[]} links */
function take(links) {
  const before = carried.length;
  for (const link of links) if (typeof link === "string" && CARRIED.test(link) && !carried.includes(link)) carried = [...carried, link];
  if (carried.length === before) return;
  for (const el of panels) el.open("along");
  for (const el of panels) el.update();
}

/** Takes what is in the address, and what other pages have, now and later. @param {any} el a panel */
function watch(el) {
  if (!panels.size) {
    const channel = new BroadcastChannel("ownshelf:parts");
    channel.onmessage = ({ data }) => {
      // Each page answers those that ask, and no answer is answered.
      if (data?.asks && carried.length) channel.postMessage({ links: carried });
      if (carried.length || !data?.asks) take(Array.isArray(data?.links) ? data.links : []);
    };
    const arrived = () => {
      take([location.href]);
      if (missingParts(partsOf(carried.join(" "))).length) channel.postMessage({ links: carried, asks: true });
    };
    addEventListener("hashchange", arrived);
    panels.add(el);
    if (CARRIED.test(location.hash)) arrived();
  }
  panels.add(el);
}

/**
 * Sealing the profile for another device, and opening what comes from one.
 * @param {Context} context
 * @param {Parts} parts
 * @returns {Kids}
 */
export function along({ el, privacy, purposes, state: all }, parts) {
  const t = words(el);
  if (!t) return [];
  const { h, note } = parts;
  const state = (all.along ??= { passphrase: suggestion(), link: "" });
  watch(el);
  if (state.took !== carried) {
    state.took = carried;
    state.link = [state.link, ...carried.filter((/** @type {string} */ link) => !state.link.includes(link))].join(" ").trim();
  }
  const link = purposes.find(({ purpose }) => purpose === "link");
  if (!link) return [];
  const granted = link.state === "granted" && !link.lockedBy;
  return [
    note(t("along.note")),
    h(
      "div",
      { class: "line" },
      h("label", { for: "along-link" }, link.what),
      h("input", {
        type: "checkbox",
        role: "switch",
        id: "along-link",
        checked: granted,
        disabled: !!link.lockedBy,
        onchange: (event) => el.act(() => el.answer({ link: event.target.checked ? "granted" : "denied" })),
      }),
    ),
    granted && sealing({ el, privacy, state }, t, parts),
    opening({ el, privacy, purposes, state }, t, parts),
  ];
}

/**
 * @param {Pick<Context, "el" | "privacy"> & { state: State }} context
 * @param {Translate} t
 * @param {Parts} parts
 */
function sealing({ el, privacy, state }, t, { h, button, note }) {
  const make = () =>
    el.act(async () => {
      state.made = await privacy.capsule(state.passphrase, { codes: 2 });
    });
  const { made } = state;
  return h(
    "div",
    { class: "stack", key: "seal" },
    ...field(h, state, "passphrase", t("along.pass"), { "aria-describedby": "passphrase-note" }),
    note(t("along.pass.note"), { id: "passphrase-note" }),
    button(t("along.make"), make),
    made &&
      h(
        "div",
        { class: "stack", part: "capsule" },
        made.codes.flatMap((/** @type {import("../index.js").QrCode} */ code, /** @type {number} */ at) => {
          const nth = made.codes.length > 1 && t("along.nth", { nth: at + 1, of: made.codes.length });
          return [
            nth && h("h4", {}, nth),
            h("ownshelf-code", { role: "img", "aria-label": [t("along.code"), nth].filter(Boolean).join(": "), value: code }),
          ];
        }),
        note(t(made.codes.length > 1 ? "along.scan.all" : "along.scan")),
        note(t("along.part", { count: made.condensed.records, all: made.records })),
        h(
          "div",
          { class: "row" },
          button(t("along.save"), () => el.act(() => save(made.file, "ownshelf.capsule", "application/octet-stream"))),
          button(t("along.copy"), () => copy(el, t, made.links.join("\n"))),
        ),
      ),
  );
}

/**
 * @param {Pick<Context, "el" | "privacy" | "purposes"> & { state: State }} context
 * @param {Translate} t
 * @param {Parts} parts
 */
function opening({ el, privacy, purposes, state }, t, { h, note }) {
  const learns = purposes.some(({ purpose, active }) => active && purpose !== "link" && purpose !== "remember");
  /** @param {Event} event */
  const open = (event) => {
    event.preventDefault();
    el.act(async () => {
      try {
        const { records } = await privacy.open(state.file ?? state.link, state.secret ?? "");
        if (CARRIED.test(location.hash)) history.replaceState(history.state, "", location.pathname + location.search);
        state.file = undefined;
        state.link = state.secret = "";
        carried = state.took = [];
        state.said = el.t("data.loaded", { count: records });
      } catch (error) {
        state.said = t(/passphrase/.test(/** @type {Error | undefined} */ (error)?.message ?? "") ? "along.wrong" : "along.bad");
      }
    });
  };
  const parts = state.file ? [] : partsOf(state.link ?? "");
  const [missing] = parts.length ? missingParts(parts) : [];
  return h(
    "form",
    { class: "stack", onsubmit: open },
    h("h4", {}, t("along.in")),
    note(t(learns ? "along.in.note" : "along.first")),
    ...field(h, state, "link", t("along.link"), { "aria-describedby": "missing", onchange: () => el.update() }),
    h("p", { id: "missing", role: "status", part: "missing" }, missing && t("along.missing", { nth: missing, of: parts[0].of })),
    h(
      "label",
      { class: "button" },
      h("input", {
        type: "file",
        onchange: ({ target }) => {
          [state.file] = target.files;
          el.update();
        },
      }),
      h("span", {}, state.file?.name ?? t("along.file")),
    ),
    ...field(h, state, "secret", t("along.pass")),
    h("button", { disabled: !learns || !!missing }, t("along.open")),
    h("p", { role: "status", part: "opened" }, state.said),
  );
}

/**
 * A card with what the shopper ticks, for somebody who helps.
 * @param {Context} context
 * @param {Parts} parts
 * @returns {Kids}
 */
export function card({ el, privacy, state: all, look }, parts) {
  const t = words(el);
  if (!t) return [];
  const { h, button, note } = parts;
  const state = (all.card ??= { taste: new Set() });
  /**
   * @param {string} name
   * @param {string} label
   */
  const tick = (name, label) =>
    h(
      "label",
      { class: "check" },
      h("input", {
        type: "checkbox",
        checked: !!state[name],
        onchange: (event) => {
          state[name] = event.target.checked;
          state.made = undefined;
          el.update();
        },
      }),
      h("span", {}, label),
    );
  const make = () =>
    el.act(async () => {
      const { question, order, recent, preferences, taste } = state;
      try {
        state.made = await privacy.supportCard({ question, order, recent, preferences, taste: taste.size > 0 && [...taste] });
        state.said = "";
      } catch {
        state.made = undefined;
        state.said = t("card.none");
      }
    });
  const { made } = state;
  return [
    note(t("card.note")),
    ...field(h, state, "question", t("card.question")),
    ...field(h, state, "order", t("card.order")),
    h("div", {}, tick("recent", t("card.recent")), tick("preferences", t("card.preferences"))),
    tastes({ el, state, facts: all.facts, look }, t, parts),
    button(t("card.make"), make),
    h("p", { role: "status" }, state.said),
    made &&
      h(
        "div",
        { class: "stack", part: "card" },
        h("p", {}, t("card.shown")),
        h(
          "ul",
          { class: "log", role: "list" },
          made.text.split("\n").map((/** @type {string} */ line) => h("li", {}, line)),
        ),
        h("ownshelf-code", { role: "img", "aria-label": t("card.code"), value: made.code }),
        h(
          "div",
          { class: "row" },
          button(t("card.copy"), () => copy(el, t, made.text)),
          button(t("card.save"), () => el.act(() => save(JSON.stringify(made.json, null, 2), "ownshelf-card.json", "application/json"))),
        ),
      ),
  ];
}

const TASTES = ["category", "brand", "attribute"];

/**
 * What the shopper tends to, each to be ticked; read within the shopper's own gesture.
 * @param {{ el: OwnshelfElement, state: State, facts: import("../index.js").Fact[] | undefined, look: () => void }} context
 * @param {Translate} t
 * @param {Parts} parts
 */
function tastes({ el, state, facts, look }, t, { h, button }) {
  if (!facts) return button(t("card.taste"), () => el.act(look));
  const offered = facts.filter(({ kind, strength }) => TASTES.includes(kind) && strength > 0).slice(0, 10);
  return h(
    "div",
    { role: "group", "aria-label": t("card.taste") },
    offered.map(({ key, name }) =>
      h(
        "label",
        { class: "check", key },
        h("input", {
          type: "checkbox",
          checked: state.taste.has(key),
          onchange: (event) => {
            if (event.target.checked) state.taste.add(key);
            else state.taste.delete(key);
            state.made = undefined;
            el.update();
          },
        }),
        h("span", {}, name),
      ),
    ),
  );
}
