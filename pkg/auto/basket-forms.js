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
      if (!target.matches?.(FORMS)) return;
      // WooCommerce's simple products name themselves on the button.
      const fields = FIELDS.map((name) => target.elements.namedItem(name)?.value);
      const ids = [...fields, submitter?.value, target.dataset.productSku].filter((id) => /^[\w.-]+$/.test(id ?? ""));
      record("add_to_cart", [{ ids, quantity: quantity(target) }]);
    },
    options,
  );
  document.addEventListener(
    "click",
    ({ target, isTrusted }) => {
      const button = isTrusted && target.closest?.(BUTTONS);
      if (button) record("add_to_cart", [{ ids: [button.dataset.product_id, button.dataset.product_sku].filter(Boolean) }]);
    },
    options,
  );
}

const quantity = (form) => Number(form.elements.namedItem("quantity")?.value ?? form.elements.namedItem("qty")?.value) || 1;
