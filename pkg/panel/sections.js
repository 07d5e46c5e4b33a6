/** The sections of the panel about the order and the purposes: what changes, what it may do, why this order, the proof. */
import { unlisted } from "./import-list.js";
import { h } from "./dom.js";
import { bars, button, note, strongest } from "./parts.js";
import { locked } from "./purposes.js";

/** @typedef {import("./privacy.js").Context} Context */
/** @typedef {import("./dom.js").Kids} Kids */

const SHOWN = 5;

/** @param {any} entry of a listing */
const idOf = (entry) => entry.id ?? entry;

/**
 * The listing in the shop's order and for the shopper, side by side, live.
 * @param {Context} context
 * @returns {Kids}
 */
export function effect({ el, listing, preview }) {
  const { t } = el;
  const byId = new Map(listing.map((entry) => [entry.id, entry]));
  const { order, moved } = preview();
  const shop = listing.map(idOf);
  /**
   * @param {string} title
   * @param {string[]} ids
   */
  const column = (title, ids) =>
    h(
      "div",
      {},
      h("h4", {}, title),
      h(
        "ol",
        { role: "list" },
        ids
          .filter((id) => byId.get(id)?.name)
          .slice(0, SHOWN)
          .map((id) => {
            const { name, image } = byId.get(id);
            const was = shop.indexOf(id) + 1;
            return h(
              "li",
              { key: id },
              image && h("img", { src: image, alt: "", loading: "lazy" }),
              h("span", {}, name, ids !== shop && was !== ids.indexOf(id) + 1 && h("small", {}, t("effect.was", { position: was }))),
            );
          }),
      ),
    );
  return [
    note(moved ? t("effect.moved", { count: moved }) : t("effect.same")),
    h("div", { class: "two" }, column(t("effect.shop"), shop), column(t("effect.you"), order)),
  ];
}

/**
 * One switch for each purpose, in the engine's words.
 * @param {Context} context
 * @returns {Kids}
 */
export function purposes({ el, purposes: list }) {
  const { t } = el;
  return list.flatMap(({ purpose, what, why, state, active, ...lock }) => [
    h(
      "div",
      { class: "line" },
      h(
        "div",
        {},
        h("label", { for: purpose }, what),
        h("small", { id: `${purpose}-why` }, why, " ", lock.lockedBy && t(`lock.${lock.lockedBy}`)),
      ),
      h("input", {
        type: "checkbox",
        role: "switch",
        id: purpose,
        part: "switch",
        "aria-describedby": `${purpose}-why`,
        checked: state === "granted" || (state === "unset" && active),
        disabled: !!locked(lock),
        onchange: (event) => el.act(() => el.answer({ [purpose]: event.target.checked ? "granted" : "denied" })),
      }),
    ),
    purpose === "insights" && totals(t),
  ]);
}

/** What is sent, where the page has loaded what sends it. @param {import("../words/i18n.js").Translate} t */
const totals = (t) => (customElements.get("ownshelf-outbox") ? h("ownshelf-outbox", {}) : note(t("insights.none")));

/**
 * The parameters of this page's order with their weight (what a recommender has to disclose, from the live model).
 * @param {Context} context
 * @returns {Kids}
 */
export function why({ el, listing, preview }) {
  const { t } = el;
  const ranking = listing.length ? preview() : el.ranking;
  const sizes = ranking?.personalised
    ? ranking.order
        .slice(0, 24)
        .flatMap((id) => ranking.explain(id).contributions.map(({ label, value }) => ({ label, value: Math.abs(value) })))
    : [];
  return [
    note(sizes.length ? t("why.text") : t("why.none")),
    sizes.length > 0 && bars(strongest(sizes, 6), (share) => el.percent(share)),
    note(t("why.prices")),
  ];
}

/**
 * Reads the import list out of the very module that runs here; nothing is downloaded.
 * @param {Context} context
 * @returns {Kids}
 */
export function proof({ el, shelf, state }) {
  const { t } = el;
  const { imports } = state;
  const list = imports && unlisted(imports);
  return [
    note(t("proof.text")),
    button(t("proof.run"), () =>
      el.act(async () => {
        state.imports = await shelf.imports();
      }),
    ),
    h("p", { role: "status" }, list && (list.length ? t("proof.bad", { list }) : t("proof.ok", { count: imports.length }))),
  ];
}
