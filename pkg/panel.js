/**
 * The shopper's side of Ownshelf as custom elements: `<ownshelf-privacy>`, `<ownshelf-order>`, `<ownshelf-why>`.
 * Importing it defines them (and does nothing on a server). They work before the engine is ready and without it: then
 * they say that the shop's own order is shown.
 */
import { OwnshelfOrder } from "./panel/order.js";
import { OwnshelfPrivacy } from "./panel/privacy.js";
import { OwnshelfWhy } from "./panel/why.js";

export { provideShelf } from "./panel/base.js";
export { OwnshelfOrder, OwnshelfPrivacy, OwnshelfWhy };

const elements = { "ownshelf-privacy": OwnshelfPrivacy, "ownshelf-order": OwnshelfOrder, "ownshelf-why": OwnshelfWhy };

for (const [name, element] of Object.entries(elements)) {
  if (globalThis.customElements && !customElements.get(name)) customElements.define(name, element);
}
