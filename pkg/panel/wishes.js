/** The section of the panel for what the shopper wishes, fetched when it is opened. */

const FLAGS = [
  ["packaging", "recycled"], ["packaging", "plastic_free"], ["delivery", "low_carbon"],
  ["secondHand"], ["repairable"], ["premium"],
];

const TOPICS = ["health", "sexuality", "religion"];

/**
 * What the shopper asks for in so many words.
 * @param {object} context the panel's
 * @param {object} parts handed over rather than imported: a bundler would put what is shared into a file of its own
 */
export function wishes({ el, privacy }, { h, note, chip }) {
  const { t } = el;
  const now = privacy.declared();
  const set = (change) => el.act(() => privacy.declare({ ...privacy.declared(), ...change }));
  const isSet = (field, value) => (value ? [].concat(now[field] ?? []).includes(value) : now[field] === true);
  const toggled = (field, value, on) => {
    if (!value) return on;
    if (field === "delivery") return on ? value : "any";
    return (now[field] ?? []).filter((other) => other !== value).concat(on ? value : []);
  };
  const check = ([field, value]) => h("label", { class: "check" },
    h("input", {
      type: "checkbox", checked: isSet(field, value),
      onchange: (event) => set({ [field]: toggled(field, value, event.target.checked) }),
    }),
    h("span", {}, t(`wish.${value ?? field}`)));
  return [
    note(t("wishes.note")),
    h("div", {}, FLAGS.map(check)),
    h("label", { class: "row" }, h("span", {}, t("wish.energy")),
      h("select", { onchange: (event) => set({ energyClass: "ABCDEFG"[event.target.selectedIndex - 1] }) },
        [undefined, ..."ABCDEFG"].map((name) => h("option", { selected: name === now.energyClass }, name ?? t("wish.any"))))),
    ...["hiddenBrands", "hiddenCategories"].map((field) => unwanted(el, field, now[field] ?? [], set, { h, chip })),
    h("div", { role: "group", "aria-labelledby": "topics" },
      h("p", { id: "topics" }, t("wish.topics")),
      TOPICS.map((topic) => check(["allowSensitive", topic]))),
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
  return h("form", { class: "stack", onsubmit: add },
    h("label", { for: field }, t(`wish.${field}`)),
    h("div", { class: "row" },
      h("input", { type: "text", id: field, autocomplete: "off", "aria-describedby": `${field}-note` }),
      h("button", {}, t("wish.add"))),
    h("small", { id: `${field}-note` }, t("wish.last")),
    h("ul", { class: "chips", role: "list" }, names.map((name) =>
      chip(el, name, null, t("wish.remove", { name }), () => set({ [field]: names.filter((other) => other !== name) })))));
}
