/** What `<ownshelf-suggestions>` draws: what may be needed next, each with its kind, its reason in words, and ways to say no. */
import { createTranslator, loadEngineLocale } from "../words/i18n.js";

const css = `
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(var(--ownshelf-card,10rem),100%),1fr));gap:1rem;margin-block-start:1rem}
.cards li{position:relative;padding:.25rem .75rem .75rem;border:1px solid var(--line);border-radius:var(--r);display:flex;flex-direction:column;gap:.5rem}
.cards a{color:inherit;text-decoration:none;display:grid;gap:.25rem;border-radius:calc(var(--r)/2)}
.cards a:hover b{text-decoration:underline}
.cards img{width:100%;aspect-ratio:4/5;object-fit:cover;border-radius:calc(var(--r)/2)}
.cards small{display:flex;align-items:center;min-block-size:2.25rem;padding-inline-end:2rem}
.cards .x{position:absolute;inset-block-start:.25rem;inset-inline-end:.25rem;width:2.25rem;min-height:2.25rem}
.cards+.note{margin-block-start:.75rem}
.cards .says{font-size:.8125rem}
.cards .do{display:flex;flex-wrap:wrap;gap:.25rem;margin-block-start:auto}
.cards .do button{font-size:.8125rem;padding:.25rem .5rem;min-block-size:1.75rem}`;

/** @typedef {import("../index.js").Suggestion} Suggestion */
/** @typedef {import("../panel.js").ShownProduct} Product */

/** Days a reminder is put off. */
const LATER = 7;
/** As many as the shelf suggests. */
const MOST = 20;

/**
 * @param {import("./base.js").OwnshelfElement} el its `listing` says what products look like: `{ id, name, url?, image?, price? }`;
 *   its attributes what is asked for: `limit`, `kinds`, `ahead`
 * @param {{ h: typeof import("./dom.js").h, button: typeof import("./parts.js").button, closeButton: typeof import("./parts.js").closeButton,
 *   note: typeof import("./parts.js").note }} parts handed over rather than imported: a bundler would put what is shared into a file of its own, one
 *   more for every page with a panel to fetch
 * @returns {() => import("./dom.js").Kids} describes the element's content; nothing where nothing is suggested
 */
export function suggestions(el, { h, button, closeButton, note }) {
  /** @type {import("../words/i18n.js").Translate | undefined} */
  let translate;
  /** @type {import("../words/i18n.js").Translate} */
  const t = (key, params) => translate?.(key, params) ?? "";
  /** @type {string | undefined} */
  let spoken;
  /** @param {string} locale */
  const speak = async (locale) => {
    spoken = locale;
    const messages = await loadEngineLocale(locale);
    if (locale !== spoken) return;
    translate = createTranslator(messages, locale);
    el.update();
  };
  el.adopt(css);

  /**
   * @param {Event} event
   * @param {Suggestion} suggestion
   */
  const choose = (event, { id, kind }) => {
    el.act(() => el.shelf?.record({ name: "select_item", id, item_list_id: "ownshelf-suggestions" }));
    if (!el.tell("ownshelf-suggestion", { id, kind })) event.preventDefault();
  };
  // Not `hide_item`: what needs no reminder may still be liked in a list.
  /**
   * @param {string} id
   * @param {number} [days]
   */
  const snooze = (id, days) => el.act(() => el.shelf?.record({ name: "snooze_item", id, ...(days && { days }) }));
  /**
   * @param {Suggestion} suggestion
   * @param {Product} product
   */
  const toCalendar = ({ id, kind, dueAt, because }, { name, url }) =>
    el.act(async () => {
      const { calendar } = await import("../calendar.js");
      const text = calendar({
        id,
        kind,
        dueAt: Number(dueAt),
        title: `${t(`suggest.kind.${kind}`)}: ${name}`,
        reason: because.map((reason) => reason.text).join("\n"),
        ...(url && { url: new URL(url, document.baseURI).href }),
      });
      const file = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
      const link = Object.assign(document.createElement("a"), { href: file, download: `${kind}.ics` });
      link.click();
      // Firefox reads it a little after the click.
      setTimeout(() => URL.revokeObjectURL(file), 10_000);
    });
  /**
   * @param {string} key
   * @param {string} name
   * @param {() => unknown} action
   */
  const act = (key, name, action) => button(t(key), action, { part: "action", "aria-label": `${t(key)}: ${name}` });
  /**
   * @param {Suggestion} suggestion
   * @param {Product} product
   */
  const actions = (suggestion, product) =>
    h(
      "div",
      { class: "do" },
      act("suggest.snooze", product.name, () => snooze(suggestion.id, LATER)),
      act("suggest.calendar", product.name, () => toCalendar(suggestion, product)),
      act("suggest.stop", product.name, () => snooze(suggestion.id)),
    );

  /**
   * @param {Suggestion} suggestion
   * @param {Product} product
   * @param {import("../index.js").Notice[]} told
   */
  const card = (suggestion, product, told) =>
    h(
      "li",
      { key: suggestion.id, part: "suggestion" },
      h(
        "a",
        { href: product.url, part: "link", onclick: (event) => choose(event, suggestion) },
        h("small", { part: "kind" }, t(`suggest.kind.${suggestion.kind}`)),
        product.image && h("img", { src: product.image, alt: "", loading: "lazy", part: "image" }),
        h("b", { part: "name" }, product.name),
        product.price && h("span", { part: "price" }, product.price),
      ),
      told.map(({ text }) => h("p", { class: "says", part: "label" }, text)),
      suggestion.because.map(({ text }) => note(text, { part: "reason" })),
      suggestion.dueAt
        ? actions(suggestion, product)
        : closeButton(t("suggest.dismiss", { name: product.name }), () => snooze(suggestion.id)),
    );

  const asked = () => {
    const kinds = el.getAttribute("kinds");
    return {
      limit: Math.min(Math.max(Number(el.getAttribute("limit")) || 4, 0), MOST),
      ahead: Math.max(Number(el.getAttribute("ahead")) || 0, 0),
      ...(kinds && { kinds: /** @type {Suggestion["kind"][]} read there */ (kinds.split(/[\s,]+/).filter(Boolean)) }),
    };
  };

  return () => {
    if (spoken !== el.locale) speak(el.locale);
    const { shelf } = el;
    if (!translate || !shelf) return "";
    const products = new Map(el.listing.map((product) => [product.id, product]));
    const options = asked();
    // What the shop cannot show is not suggested.
    const shown = shelf
      .suggest(options)
      .filter(({ id }) => products.get(id)?.name)
      .slice(0, options.limit);
    // What the shop says of its products holds here too: limits above all.
    const told =
      shelf.rules?.notices(
        shown.map(({ id }) => id),
        { context: "related", listId: "ownshelf-suggestions" },
      ) ?? [];
    /** @param {string} id */
    const said = (id) => told.filter((notice) => notice.id === id);
    return (
      shown.length > 0 &&
      h(
        "section",
        { "aria-labelledby": "title", ...el.reading },
        h("h2", { id: "title", tabindex: "-1", part: "title" }, t("suggest.title")),
        h(
          "ul",
          { class: "cards", role: "list", part: "list" },
          shown.map((suggestion) => card(suggestion, products.get(suggestion.id), said(suggestion.id))),
        ),
        shown.some(({ dueAt }) => dueAt) && note(t("suggest.estimate"), { part: "note" }),
      )
    );
  };
}
