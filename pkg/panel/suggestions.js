/** What `<ownshelf-suggestions>` draws: what may be needed next, each with its kind and its reason in words. */
import { createTranslator, loadEngineLocale } from "../i18n.js";

const css = `
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(var(--ownshelf-card,11rem),100%),1fr));gap:1rem;margin-block-start:1rem}
.cards li{position:relative;padding:1rem;border:1px solid var(--line);border-radius:var(--r)}
.cards a{color:inherit;text-decoration:none;display:grid;gap:.25rem;border-radius:calc(var(--r)/2)}
.cards a:hover b{text-decoration:underline}
.cards img{width:100%;aspect-ratio:4/5;object-fit:cover;border-radius:calc(var(--r)/2)}
.cards .x{position:absolute;inset-block-start:.25rem;inset-inline-end:.25rem;background:var(--bg)}
.cards small{padding-inline-end:2rem}`;

/**
 * @param {import("./base.js").OwnshelfElement} el its `listing` says what products look like: `{ id, name, url?, image?, price? }`
 * @param {object} parts handed over rather than imported: a bundler would put what is shared into a file of its own, one
 *   more for every page with a panel to fetch
 * @returns {() => object} describes the element's content; nothing where nothing is suggested
 */
export function suggestions(el, { h, closeButton, note }) {
  let t;
  let spoken;
  const speak = async (locale) => {
    spoken = locale;
    const messages = await loadEngineLocale(locale);
    if (locale !== spoken) return;
    t = createTranslator(messages, locale);
    el.update();
  };
  el.adopt(css);

  const choose = (event, { id, kind }) => {
    el.act(() => el.shelf.record({ name: "select_item", id, item_list_id: "ownshelf-suggestions" }));
    if (!el.tell("ownshelf-suggestion", { id, kind })) event.preventDefault();
  };
  const dismiss = (id) => el.act(() => el.shelf.record({ name: "hide_item", id }));
  const card = (suggestion, { name, url, image, price }) => h("li", { key: suggestion.id, part: "suggestion" },
    h("a", { href: url, part: "link", onclick: (event) => choose(event, suggestion) },
      h("small", { part: "kind" }, t(`suggest.kind.${suggestion.kind}`)),
      image && h("img", { src: image, alt: "", loading: "lazy", part: "image" }),
      h("b", { part: "name" }, name),
      price && h("span", { part: "price" }, price)),
    suggestion.because.map(({ text }) => note(text, { part: "reason" })),
    closeButton(t("suggest.dismiss", { name }), () => dismiss(suggestion.id)));

  return () => {
    if (spoken !== el.locale) speak(el.locale);
    if (!t || !el.shelf) return "";
    const limit = Number(el.getAttribute("limit")) || 4;
    const products = new Map(el.listing.map((product) => [product.id, product]));
    // What the shop cannot show is not suggested.
    const shown = el.shelf.suggest({ limit }).filter(({ id }) => products.get(id)?.name).slice(0, limit);
    return shown.length > 0 && h("section", { "aria-labelledby": "title", ...el.reading },
      h("h2", { id: "title", tabindex: "-1", part: "title" }, t("suggest.title")),
      h("ul", { class: "cards", role: "list", part: "list" }, shown.map((suggestion) => card(suggestion, products.get(suggestion.id)))));
  };
}
