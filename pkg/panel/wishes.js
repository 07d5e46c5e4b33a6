/** The section of the panel for what the shopper wishes, fetched when it is opened. */
import { SENSITIVE_TOPICS } from "../generated/names.js";
import { createTranslator, loadEngineLocale } from "../words/i18n.js";

/** @typedef {import("./privacy.js").Context} Context */
/** @typedef {import("./privacy.js").Parts} Parts */
/** @typedef {import("../index.js").Declared} Declared */
/** @typedef {import("../words/i18n.js").Translate} Translate */
/** A wish: its field, and the word for it in a field of several. @typedef {[field: keyof Declared, value?: string]} Wish */

/** @type {Wish[]} */
const FLAGS = [
  ["packaging", "recycled"],
  ["packaging", "plastic_free"],
  ["delivery", "low_carbon"],
  ["secondHand"],
  ["repairable"],
  ["premium"],
];

/** @type {Record<string, Translate>} */
const spoken = {};

/** The engine's words, which say what a wish would do; nothing until they are there. @param {import("./base.js").OwnshelfElement} el */
function words(el) {
  const { locale } = el;
  if (!spoken[locale]) {
    spoken[locale] = () => "";
    loadEngineLocale(locale).then((messages) => {
      spoken[locale] = createTranslator(messages, locale);
      el.update();
    });
  }
  return spoken[locale];
}

/**
 * Says how many products of the page a wish would move up, by trying it. Each is tried once for each order: what
 * `preview` returns is another whenever something changed.
 * @param {Context} context
 * @returns {(change: Declared, none?: boolean) => string | false}
 */
function trial({ el, shelf, listing, purposes, privacy, preview, state }) {
  const ranks = listing.length > 0 && purposes.some(({ purpose, active }) => purpose === "rank" && active);
  if (!ranks) return () => "";
  const t = words(el);
  const now = preview();
  if (state.tried?.now !== now) state.tried = { now, places: new Map(now.order.map((id, at) => [id, at])), counts: new Map() };
  const { places, counts } = state.tried;
  return (change, none = true) => {
    const key = JSON.stringify(change);
    if (!counts.has(key)) {
      const { order } = shelf.rules.preview(listing, { declared: { ...privacy.declared(), ...change } }).shopper;
      counts.set(key, order.filter((id, at) => at < places.get(id)).length);
    }
    const count = counts.get(key);
    return count ? t("wish.change", { count }) : none && t("wish.none");
  };
}

/**
 * What the shopper asks for in so many words.
 * @param {Context} context the panel's
 * @param {Parts} parts handed over rather than imported: a bundler would put what is shared into a file of its own
 * @returns {import("./dom.js").Kids}
 */
export function wishes(context, { h, note, chip }) {
  const { el, privacy } = context;
  const { t } = el;
  const would = trial(context);
  const now = privacy.declared();
  /** @param {Declared} change */
  const set = (change) => el.act(() => privacy.declare({ ...privacy.declared(), ...change }));
  /** @param {Wish} wish */
  const isSet = ([field, value]) => (value ? /** @type {unknown[]} */ ([now[field] ?? []].flat()).includes(value) : now[field] === true);
  /**
   * @param {Wish} wish
   * @param {boolean} on
   * @returns {any} as the field has it
   */
  const toggled = ([field, value], on) => {
    if (!value) return on;
    if (field === "delivery") return on ? value : "any";
    const others = /** @type {unknown[]} */ ([now[field] ?? []].flat()).filter((other) => other !== value);
    return on ? [...others, value] : others;
  };
  /** @param {Wish} wish */
  const check = (wish) => {
    const [field, value] = wish;
    const name = value ?? field;
    const ticked = isSet(wish);
    const what = field === "allowSensitive" || ticked ? "" : would({ [field]: toggled(wish, true) });
    return h(
      "label",
      { class: "check" },
      h("input", {
        type: "checkbox",
        checked: ticked,
        "aria-labelledby": `wish-${name}`,
        "aria-describedby": what ? `would-${name}` : null,
        onchange: (event) => set({ [field]: toggled(wish, event.target.checked) }),
      }),
      h(
        "span",
        {},
        h("span", { id: `wish-${name}` }, t(`wish.${name}`)),
        what && h("small", { id: `would-${name}`, part: "change" }, what),
      ),
    );
  };
  return [
    note(t("wishes.note")),
    h("div", {}, FLAGS.map(check)),
    h(
      "label",
      { class: "row" },
      h("span", {}, t("wish.energy")),
      h(
        "select",
        { onchange: (event) => set({ energyClass: "ABCDEFG"[event.target.selectedIndex - 1] }) },
        [undefined, ..."ABCDEFG"].map((name) =>
          h(
            "option",
            { selected: name === now.energyClass },
            name ? [name, name !== now.energyClass && would({ energyClass: name }, false)].filter(Boolean).join(" – ") : t("wish.any"),
          ),
        ),
      ),
    ),
    .../** @type {const} */ (["hiddenBrands", "hiddenCategories"]).map((field) => unwanted(el, field, now[field] ?? [], set, { h, chip })),
    h(
      "div",
      { role: "group", "aria-labelledby": "topics" },
      h("p", { id: "topics" }, t("wish.topics")),
      SENSITIVE_TOPICS.map((topic) => check(["allowSensitive", topic])),
    ),
  ];
}

/**
 * @param {import("./base.js").OwnshelfElement} el
 * @param {"hiddenBrands" | "hiddenCategories"} field
 * @param {string[]} names
 * @param {(change: Declared) => void} set
 * @param {Pick<Parts, "h" | "chip">} parts
 */
function unwanted(el, field, names, set, { h, chip }) {
  const { t } = el;
  /** @param {any} event of the form */
  const add = (event) => {
    event.preventDefault();
    const input = event.target.elements[0];
    const name = input.value.trim();
    if (name && !names.includes(name)) set({ [field]: [...names, name] });
    input.value = "";
  };
  return h(
    "form",
    { class: "stack", onsubmit: add },
    h("label", { for: field }, t(`wish.${field}`)),
    h(
      "div",
      { class: "row" },
      h("input", { type: "text", id: field, autocomplete: "off", "aria-describedby": `${field}-note` }),
      h("button", {}, t("wish.add")),
    ),
    h("small", { id: `${field}-note` }, t("wish.last")),
    h(
      "ul",
      { class: "chips", role: "list" },
      names.map((name) =>
        chip(el, name, null, t("wish.remove", { name }), () => set({ [field]: names.filter((other) => other !== name) })),
      ),
    ),
  );
}
