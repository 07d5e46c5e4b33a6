/** The section of the panel for what the shopper wishes, fetched when it is opened. */
import { SENSITIVE_TOPICS } from "../generated/names.js";
import { createTranslator, loadEngineLocale } from "../words/i18n.js";

const FLAGS = [
  ["packaging", "recycled"],
  ["packaging", "plastic_free"],
  ["delivery", "low_carbon"],
  ["secondHand"],
  ["repairable"],
  ["premium"],
];

const spoken = {};

/** The engine's words, which say what a wish would do; nothing until they are there. */
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
 * @param {object} context the panel's
 * @param {object} parts handed over rather than imported: a bundler would put what is shared into a file of its own
 */
export function wishes(context, { h, note, chip }) {
  const { el, privacy } = context;
  const { t } = el;
  const would = trial(context);
  const now = privacy.declared();
  const set = (change) => el.act(() => privacy.declare({ ...privacy.declared(), ...change }));
  const isSet = (field, value) => (value ? [].concat(now[field] ?? []).includes(value) : now[field] === true);
  const toggled = (field, value, on) => {
    if (!value) return on;
    if (field === "delivery") return on ? value : "any";
    return (now[field] ?? []).filter((other) => other !== value).concat(on ? value : []);
  };
  const check = ([field, value]) => {
    const name = value ?? field;
    const ticked = isSet(field, value);
    const what = field === "allowSensitive" || ticked ? "" : would({ [field]: toggled(field, value, true) });
    return h(
      "label",
      { class: "check" },
      h("input", {
        type: "checkbox",
        checked: ticked,
        "aria-labelledby": `wish-${name}`,
        "aria-describedby": what ? `would-${name}` : null,
        onchange: (event) => set({ [field]: toggled(field, value, event.target.checked) }),
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
    ...["hiddenBrands", "hiddenCategories"].map((field) => unwanted(el, field, now[field] ?? [], set, { h, chip })),
    h(
      "div",
      { role: "group", "aria-labelledby": "topics" },
      h("p", { id: "topics" }, t("wish.topics")),
      SENSITIVE_TOPICS.map((topic) => check(["allowSensitive", topic])),
    ),
  ];
}

function unwanted(el, field, names, set, { h, chip }) {
  const { t } = el;
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
