/**
 * The shopper's switch, where the page asks for it: `<div data-ownshelf-controls></div>` gets the order switch;
 * `data-ownshelf-controls="privacy"` the settings, `why` the reasons, `suggestions` what may be needed next. The panel's
 * code is loaded only then.
 */

import { within } from "./within.js";

/** @type {Record<string, string>} */
const ELEMENTS = {
  "": "ownshelf-order",
  order: "ownshelf-order",
  privacy: "ownshelf-privacy",
  why: "ownshelf-why",
  suggestions: "ownshelf-suggestions",
};

/**
 * @param {ParentNode} root
 * @param {import("../index.d.ts").Shelf} shelf
 * @param {(place: Element) => import("../index.d.ts").Attachment | undefined} attachmentFor the list a switch stands for
 * @param {(id: string) => object} describe what is known of a product, for people
 */
export async function placeControls(root, shelf, attachmentFor, describe) {
  const places = within(root, "[data-ownshelf-controls]").filter((place) => !place.childElementCount);
  if (!places.length) return;
  await import("../panel.js");
  for (const place of places) {
    const words = (place.getAttribute("data-ownshelf-controls") ?? "").split(/\s+/);
    for (const word of words.filter((word) => Object.hasOwn(ELEMENTS, word))) {
      const name = ELEMENTS[word];
      /** @type {any} what the elements take differs */
      const element = document.createElement(name);
      element.shelf = shelf;
      const attachment = attachmentFor(place);
      element.ranking = attachment;
      element.listing = () => attachment?.listing?.map(describe) ?? [];
      place.append(element);
    }
  }
}
