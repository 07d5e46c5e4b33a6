/**
 * The shop's measurement, in the form most shops have it: GA4 e-commerce events pushed to `dataLayer`. No tag manager is
 * loaded here; the pushes are what Ownshelf learns from (see ../ownshelf.js), and they stay in the page.
 */

const dataLayer = (globalThis.dataLayer ??= []);

const push = (event, ecommerce, more) => {
  // As Google recommends: an object of the last event must not be merged into this one.
  dataLayer.push({ ecommerce: null });
  dataLayer.push({ event, ...(ecommerce && { ecommerce }), ...more });
};

/** A product as a GA4 item. */
export function item(product, more) {
  const [first, second, third] = product.category;
  return {
    item_id: product.id,
    item_name: product.name,
    item_brand: product.brand,
    item_category: first,
    item_category2: second,
    item_category3: third,
    price: product.price,
    ...(product.listPrice > product.price && { discount: Math.round((product.listPrice - product.price) * 100) / 100 }),
    ...more,
  };
}

const value = (items) => Math.round(items.reduce((sum, { price, quantity = 1 }) => sum + price * quantity, 0) * 100) / 100;

const one = (event) => (product, currency, more) => {
  const items = [item(product, more)];
  push(event, { currency, value: value(items), items });
};

export const viewItem = one("view_item");
export const addToCart = one("add_to_cart");
export const removeFromCart = one("remove_from_cart");
export const addToWishlist = one("add_to_wishlist");

/** @param {{ id: string, name: string }} list */
export const viewItemList = (list, products) =>
  push("view_item_list", {
    item_list_id: list.id,
    item_list_name: list.name,
    items: products.map((product, index) => item(product, { index })),
  });

export const selectItem = (list, product, index) =>
  push("select_item", { item_list_id: list.id, item_list_name: list.name, items: [item(product, { index })] });

const lines = (basket) =>
  basket.map(({ product, quantity, variant, price }) => item({ ...product, price }, { quantity, item_variant: variant }));

export const beginCheckout = (basket, currency) => push("begin_checkout", { currency, value: value(lines(basket)), items: lines(basket) });

export const purchase = (basket, { id, currency, shipping }) =>
  push("purchase", { transaction_id: id, currency, shipping, value: value(lines(basket)), items: lines(basket) });

export const search = (term) => push("search", null, { search_term: term });

export const selectPromotion = (id, name, products = []) =>
  push("select_promotion", { promotion_id: id, promotion_name: name, items: products.map((product) => item(product)) });

/** Beyond GA4's own list, in its style: what the shopper asked of a listing, and for how long a product was looked at. */
export const sortBy = (order) => push("sort_by", null, { value: order });
export const filterBy = (facet, choice) => push("filter_by", null, { facet, value: choice });
export const itemDwell = (product, dwellMs) => push("item_dwell", null, { id: product.id, dwellMs });
