/**
 * What a shopper does with a product by the shop's own buttons and forms, for shops that push nothing to a data layer: puts it
 * into the basket, on the wish list, beside others to compare.
 *
 * Platforms write these controls in their own ways, and themes in others; what they have in common is that their address, their
 * class, their handler or their words say what they do. Which product is meant, the page says: see `action-product.js`.
 */

import { ATTRIBUTES, NOT, STEP, WORDS } from "./action-words.js";

/** @typedef {import("./action-words.js").Deed} Deed */
/** @typedef {{ deed: Deed, control: Element, form: HTMLFormElement | null, ids: string[], quantity: number }} Action */

/** Comparing is looking at a product closely; there is no event of its own. @type {Record<Deed, string>} */
export const EVENTS = { basket: "add_to_cart", wish: "add_to_wishlist", compare: "view_item" };

export const CONTROLS = 'button,a,input[type="submit"],input[type="button"],input[type="image"],[role="button"],[onclick]';
/** Fields of forms that hold a product's name; the number of nopCommerce's stands in the field's own. */
const FIELD = /^(?:add-to-cart|product|product[-_]?id|id[-_]product|item[-_]?id|sku|id)$|\[(?:id|referencedId)\]$/i;
const NUMBERED_FIELD = /^addtocart_(\d+)\./;
const QUANTITY = /(?:^|\[)(?:quantity|qty)\]?$|EnteredQuantity$/i;
/** Attributes of a control that hold a product's name. */
const ID_DATA = ["product_id", "product-id", "productid", "id-product", "product_sku", "product-sku", "productSku", "item-id", "sku"];
/** Where handlers and addresses name the product. */
const NAMED = [
  /\b(?:cart|basket|wishlist|compare)\.add\(\s*['"]?([\w-]+)/,
  /(?:addproductto\w+\/\w+|compareproducts\/add|(?:wishlist|compare)\/add)\/(\d+)/i,
  /[?&;](?:add-to-cart|product_id|id_product|product|productId|id)=([\w-]+)/,
  /"(?:product(?:_?id)?|id_?product)"\s*:\s*"?([\w-]+)/i,
  /\/product\/(\d+)/,
];
const NAME = /^[\w.:-]{1,64}$/;
/** A click on a submit button and the submit it causes are one. */
const SUBMIT_MS = 1000;
const MAX_NAMES = 4;
/** Levels above a control without a form in which its fields are looked for. */
const NEAR = 3;
/** Beyond these stands another product. */
const CARD = "li,article,tr";
const MAX_WORDS = 80;
const MAX_ATTRIBUTE = 400;

/**
 * @param {(action: Action) => void} act
 * @param {AbortSignal} signal
 */
export function watchActions(act, signal) {
  const options = { signal, passive: true, capture: true };
  /** @type {WeakMap<Element, number>} */
  const clicked = new WeakMap();
  document.addEventListener(
    "click",
    (event) => {
      // What a script clicks is not the shopper's doing.
      if (!event.isTrusted) return;
      const control = controlOf(event);
      const form = control ? formOf(control) : null;
      if (!control || (form && !form.noValidate && form.matches(":invalid"))) return;
      const action = actionOf(control, form);
      if (!action) return;
      if (form) clicked.set(form, event.timeStamp);
      act(action);
    },
    options,
  );
  document.addEventListener(
    "submit",
    (event) => {
      const { submitter, timeStamp } = event;
      const form = /** @type {HTMLFormElement | null} */ (event.target);
      if (!form?.matches?.("form") || timeStamp - (clicked.get(form) ?? -SUBMIT_MS) < SUBMIT_MS) return;
      const action = actionOf(submitter ?? form, form);
      if (action) act(action);
    },
    options,
  );
}

/** The control that was clicked, through open shadow roots. @param {Event} event */
const controlOf = (event) => {
  const nodes = event.composedPath().filter((node) => node instanceof Element);
  return /** @type {Element | undefined} */ (nodes.find((node) => /** @type {Element} */ (node).matches(CONTROLS)));
};

/** The form that a control submits. @param {Element} control @returns {HTMLFormElement | null} */
export function formOf(control) {
  const { type, form } = /** @type {HTMLButtonElement} */ (control);
  return form && /^(?:submit|image)$/.test(type) ? form : null;
}

/**
 * What a control does with a product.
 * @param {Element} control
 * @param {HTMLFormElement | null} form the one it submits
 * @returns {Action | undefined}
 */
export function actionOf(control, form) {
  const deed = deedOf(control, form);
  if (!deed) return undefined;
  const fields = fieldsAround(control, form);
  const named = [...new Set(fields.flatMap(fieldIds))];
  // A form around a whole list names many products.
  const ids = new Set([...(form || named.length <= MAX_NAMES ? named : []), ...controlIds(control)]);
  return { deed, control, form, ids: [...ids].filter((id) => NAME.test(id)), quantity: quantityOf(fields) };
}

/**
 * The fields that go with a control: of its form, or where it has none, those that stand near it.
 * @param {Element} control
 * @param {HTMLFormElement | null} form
 * @returns {Element[]}
 */
function fieldsAround(control, form) {
  const around = form ?? control.closest("form");
  if (around) return [...around.elements];
  let node = control.parentElement;
  for (let up = 0; node && up < NEAR; up++, node = node.parentElement) {
    const fields = [...node.querySelectorAll("input,select")];
    if (fields.some((field) => fieldIds(field).length)) return fields;
    if (node.matches(CARD)) return [];
  }
  return [];
}

/**
 * @param {Element} control
 * @param {HTMLFormElement | null} form
 * @returns {Deed | undefined}
 */
function deedOf(control, form) {
  if (control.getAttribute("aria-pressed") === "true" || control.getAttribute("aria-disabled") === "true") return undefined;
  const own = attributesOf(control);
  const words = wordsOf(control);
  const acts = ["class", "name", "href", "onclick", "data-action"].map((name) => control.getAttribute(name) ?? "");
  if (NOT.test(acts.join(" ")) || NOT.test(words) || STEP.test(`${acts[0]} ${acts[1]}`) || control.classList.contains("disabled"))
    return undefined;
  const said = deedIn(WORDS, words);
  // A link that leads to a page does nothing but that, whatever its class: only its address tells.
  if (control.matches("a[href]") && leadsAway(control)) return deedIn(ATTRIBUTES, control.getAttribute("href") ?? "");
  return deedIn(ATTRIBUTES, own) ?? said ?? (form ? deedIn(ATTRIBUTES, attributesOf(form)) : undefined);
}

/**
 * @param {[Deed, RegExp][]} kinds
 * @param {string} text
 */
const deedIn = (kinds, text) => kinds.find(([, pattern]) => pattern.test(text))?.[0];

/** @param {Element} link */
const leadsAway = (link) =>
  !/^(?:#|javascript:|$)/i.test(link.getAttribute("href") ?? "") &&
  !link.hasAttribute("onclick") &&
  !link.hasAttribute("data-post") &&
  !controlIds(link).length;

/** @param {Element} element */
const attributesOf = (element) =>
  [...element.attributes].map(({ name, value }) => (name === "style" ? "" : `${name}=${value.slice(0, MAX_ATTRIBUTE)}`)).join(" ");

/** What a shopper reads on a control, or hears. @param {Element} control */
function wordsOf(control) {
  const { value = "" } = /** @type {Partial<HTMLInputElement>} */ (control);
  const texts = [
    control.textContent,
    control.getAttribute("aria-label"),
    control.getAttribute("title"),
    control.matches("input") ? value : "",
  ];
  return texts
    .map((text) => (text ?? "").replace(/\s+/g, " ").trim())
    .filter((text) => text.length <= MAX_WORDS)
    .join(" | ");
}

/** @param {Element} field @returns {string[]} */
function fieldIds(field) {
  const { name = "", value = "", type, checked } = /** @type {HTMLInputElement} */ (field);
  const numbered = NUMBERED_FIELD.exec(name)?.[1];
  if (numbered) return [numbered];
  return FIELD.test(name) && value && (type !== "radio" || checked) ? [value.trim()] : [];
}

/** @param {Element} control @returns {string[]} */
function controlIds(control) {
  const data = ID_DATA.map((name) => control.getAttribute(`data-${name}`));
  const { name, value } = /** @type {HTMLButtonElement} */ (control);
  const texts = [...control.attributes].map((attribute) => attribute.value);
  const named = texts.flatMap((text) => NAMED.map((pattern) => pattern.exec(text)?.[1]));
  return [...data, FIELD.test(name ?? "") ? value : undefined, ...named].flatMap((id) => id?.trim() || []);
}

/** @param {Element[]} fields */
function quantityOf(fields) {
  const field = fields.find((field) => QUANTITY.test(/** @type {HTMLInputElement} */ (field).name ?? ""));
  return Number(/** @type {HTMLInputElement | undefined} */ (field)?.value) || 1;
}
