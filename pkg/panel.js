/**
 * The shopper's side of Ownshelf as custom elements: `<ownshelf-privacy>`, `<ownshelf-order>`, `<ownshelf-why>` and
 * `<ownshelf-suggestions>`.
 * Importing it defines them (and does nothing on a server). They work before the engine is ready and without it: then
 * they say that the shop's own order is shown.
 */
import { OwnshelfElement } from "./panel/base.js";
import { h } from "./panel/dom.js";
import { OwnshelfOrder } from "./panel/order.js";
import { button, closeButton, note } from "./panel/parts.js";
import { OwnshelfPrivacy } from "./panel/privacy.js";
import { OwnshelfWhy } from "./panel/why.js";

export { provideShelf } from "./panel/base.js";
export { OwnshelfOrder, OwnshelfPrivacy, OwnshelfWhy };

/** `<ownshelf-suggestions>`: reminders and what goes together. What it draws is fetched by the pages that use it. */
export class OwnshelfSuggestions extends OwnshelfElement {
  /** @type {() => import("./panel/dom.js").Kids} */
  #view = () => "";

  constructor() {
    super(() => this.#view());
  }

  async connectedCallback() {
    super.connectedCallback();
    const { suggestions } = await import("./panel/suggestions.js");
    this.#view = suggestions(this, { h, button, closeButton, note });
    this.update();
  }
}

const elements = {
  "ownshelf-suggestions": OwnshelfSuggestions,
  "ownshelf-privacy": OwnshelfPrivacy,
  "ownshelf-order": OwnshelfOrder,
  "ownshelf-why": OwnshelfWhy,
};

for (const [name, element] of Object.entries(elements)) {
  if (globalThis.customElements && !customElements.get(name)) customElements.define(name, element);
}
