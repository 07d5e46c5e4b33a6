/** Basket buttons as the platforms ship them, for shops that push nothing to a data layer. */

const FORMS = 'form.cart, form[data-role="tocart-form"], #product_addtocart_form, form[action*="/cart/add"]';
const FIELDS = ["product-id", "product", "product_id", "add-to-cart", "id"];
const BUTTONS = ".ajax_add_to_cart[data-product_id]";

/**
 * @param {(name: string, items: object[]) => void} record
 * @param {AbortSignal} signal
 */
export function watchCarts(record, signal) {
  const options = { signal, passive: true, capture: true };
  document.addEventListener(
    "submit",
    ({ target, submitter }) => {
      const form = /** @type {HTMLFormElement | null} */ (target);
      if (!form?.matches?.(FORMS)) return;
      // WooCommerce's simple products name themselves on the button.
      const button = /** @type {HTMLButtonElement | null} */ (submitter);
      const fields = FIELDS.map((name) => fieldOf(form, name));
      const ids = [...fields, button?.value, form.dataset.productSku].filter((id) => /^[\w.-]+$/.test(id ?? ""));
      record("add_to_cart", [{ ids, quantity: quantity(form) }]);
    },
    options,
  );
  document.addEventListener(
    "click",
    ({ target, isTrusted }) => {
      const button = isTrusted && /** @type {HTMLElement | null} */ (/** @type {Element | null} */ (target)?.closest?.(BUTTONS));
      if (button) record("add_to_cart", [{ ids: [button.dataset.product_id, button.dataset.product_sku].filter(Boolean) }]);
    },
    options,
  );
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {string | undefined}
 */
const fieldOf = (form, name) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name))?.value;

/** @param {HTMLFormElement} form */
const quantity = (form) => Number(fieldOf(form, "quantity") ?? fieldOf(form, "qty")) || 1;
