/** Magento's product cards, as Luma and the themes derived from it write them. */

/** @type {import("./markup.js").Recipe} */
export const magento = {
  card: "li.product-item, .products-grid .product-item",
  fields: {
    name: ".product-item-link",
    price: '[data-price-type="finalPrice"]@data-price-amount',
    listPrice: '[data-price-type="oldPrice"]@data-price-amount',
  },
  more(card) {
    const percent = Number.parseFloat(card.querySelector(".rating-result")?.getAttribute("title") ?? "");
    return {
      ...(Number.isFinite(percent) ? { rating: percent / 20 } : {}),
      ...(card.querySelector(".stock.unavailable") ? { available: false } : {}),
    };
  },
};
