/** The sections of the panel about what is held: facts, retention, history, and taking the data away. */
import { h } from "./dom.js";
import { button, closeButton, note } from "./parts.js";

/** @typedef {import("./privacy.js").Context} Context */
/** @typedef {import("./dom.js").Kids} Kids */

/**
 * The next chip takes the place, and the focus, of one that is removed; so the second half of a double click must not
 * remove that one too.
 * @param {import("./base.js").OwnshelfElement} el
 * @param {string} text
 * @param {string | null} note
 * @param {string} label
 * @param {() => unknown} remove
 */
export const chip = (el, text, note, label, remove) =>
  h(
    "li",
    {},
    h("span", {}, text, note && h("small", {}, note)),
    closeButton(label, (event) => {
      if (event.detail < 2) el.act(remove);
    }),
  );

/**
 * Everything held, in words; `state.facts` is filled only within the shopper's own gesture.
 * @param {Context} context
 * @returns {Kids}
 */
export function known({ el, privacy, state, look }) {
  const { t } = el;
  if (!state.facts) return [button(t("known.show"), () => el.act(look))];
  return [
    state.facts.length === 0 && h("p", {}, t("known.none")),
    h(
      "ul",
      { class: "chips", part: "facts", role: "list" },
      /** @type {import("../index.js").Fact[]} */ (state.facts).map(({ key, text, count, lastAt }) =>
        chip(
          el,
          text,
          [t("known.count", { count }), lastAt && el.time(lastAt)].filter(Boolean).join(" · "),
          t("known.forget", { text }),
          () => {
            privacy.forget(key);
            el.say(t("known.forgotten", { text }));
          },
        ),
      ),
    ),
  ];
}

/**
 * The slider speaks while it moves and deletes only when it is let go.
 * @param {Context} context
 * @returns {Kids}
 */
export function keep({ el, privacy, state }) {
  const { t } = el;
  const days = state.days ?? privacy.retention();
  const words = el.unit(days, "day");
  return [
    h("label", { class: "line", for: "keep" }, h("span", {}, t("keep.label")), h("output", { for: "keep" }, words)),
    h("input", {
      type: "range",
      id: "keep",
      min: "1",
      max: "365",
      value: String(days),
      "aria-valuetext": words,
      "aria-describedby": "keep-note",
      oninput: (event) => {
        state.days = Number(event.target.value);
        el.update();
      },
      onchange: (event) =>
        el.act(() => {
          privacy.retention(Number(event.target.value));
          state.days = undefined;
        }),
    }),
    note(t("keep.note"), { id: "keep-note" }),
  ];
}

/**
 * The ledger in words, newest first.
 * @param {Context} context
 * @returns {Kids}
 */
export function history({ el, privacy, purposes }) {
  const { t } = el;
  const names = new Map(purposes.map(({ purpose, what }) => [purpose, what]));
  /**
   * @param {Record<string, unknown>} detail
   * @param {string} state
   */
  const list = (detail, state) =>
    Object.keys(detail)
      .filter((key) => detail[key] === state)
      .map((key) => names.get(/** @type {import("../index.js").Purpose} */ (key)) ?? key);
  /** @param {import("../index.js").LedgerEntry} entry */
  const line = ({ at, what, detail }) => {
    const on = list(detail, "granted");
    const off = list(detail, "denied");
    return h(
      "li",
      {},
      h("small", {}, el.time(at, "short")),
      " ",
      on.length || off.length
        ? [on.length > 0 && t("history.on", { list: on }), off.length > 0 && t("history.off", { list: off })].filter(Boolean).join(" ")
        : t(`history.${what}`),
    );
  };
  const entries = privacy.ledger().slice(-100).reverse();
  return [
    entries.length
      ? h("ul", { class: "log", role: "list", tabindex: "0", "aria-label": t("history") }, entries.map(line))
      : note(t("history.none")),
  ];
}

/** @param {unknown} data */
function save(data, name = "ownshelf") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
  link.download = `${name}.json`;
  link.click();
  // The browser reads the blob after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
}

/**
 * Taking the data along, or bringing it back.
 * @param {Context} context
 * @returns {Kids}
 */
export function data({ el, privacy }) {
  const { t } = el;
  /** @param {any} event of a field for files */
  const load = async (event) => {
    const input = event.target;
    const file = input.files[0];
    if (!file) return;
    try {
      const { records } = await privacy.importData(file);
      el.say(t("data.loaded", { count: records }));
    } catch {
      el.say(t("data.bad"));
    }
    input.value = "";
  };
  return [
    h(
      "div",
      { class: "row" },
      button(t("data.download"), () => el.act(() => save(privacy.exportData()))),
      h(
        "label",
        { class: "button" },
        h("input", { type: "file", accept: ".json,application/json", onchange: (event) => el.act(() => load(event)) }),
        h("span", {}, t("data.load")),
      ),
      button(t("data.record"), () => el.act(async () => save(await privacy.consentRecord(), "consent"))),
      button(t("data.assessment"), () => el.act(async () => save(await privacy.assessment(), "assessment"))),
    ),
  ];
}

/**
 * Pausing, and erasing: ask once, erase, and show what is left: nothing.
 * @param {Context} context
 * @returns {import("./dom.js").Described}
 */
export function ending({ el, privacy, state }) {
  const { t } = el;
  const erase = () => {
    const pending = privacy.erase();
    state.erased = { before: pending.before, after: pending.after, at: pending.at };
    state.asking = false;
    return pending.then((receipt) => {
      state.erased = { ...receipt, checked: true };
    });
  };
  const { erased } = state;
  /** @param {number} count */
  const bytes = (count) => (count < 1000 ? el.unit(count, "byte") : el.unit(count / 1000, "kilobyte"));
  if (state.asking) {
    return h(
      "div",
      { key: "ask", class: "stack", role: "group", "aria-labelledby": "ask" },
      h("p", { id: "ask", tabindex: "-1", "data-next": true }, t("erase.ask")),
      h(
        "div",
        { class: "row" },
        button(t("erase.no"), () => {
          state.asking = false;
          el.update();
        }),
        button(t("erase.yes"), () => el.act(erase)),
      ),
    );
  }
  const pausable = privacy.paused || el.status !== "off";
  return h(
    "div",
    { class: "stack" },
    erased &&
      h(
        "p",
        { tabindex: "-1", "data-next": true, part: "receipt" },
        t("erase.done", {
          time: el.time(erased.at, "short"),
          records: erased.before.records,
          bytes: bytes(erased.before.bytes),
          recordsNow: erased.after.records,
          bytesNow: bytes(erased.after.bytes),
        }),
        " ",
        erased.checked && t("erase.checked"),
      ),
    h(
      "div",
      { class: "row" },
      pausable && button(t(privacy.paused ? "resume" : "pause"), () => el.act(() => (privacy.paused ? privacy.resume() : privacy.pause()))),
      button(
        t("erase"),
        () => {
          state.asking = true;
          state.erased = undefined;
          el.update();
        },
        { key: "erase" },
      ),
    ),
  );
}
