/** WooCommerce's product cards, as its template `content-product.php` and its product blocks write them. */

import { classWords } from "./markup.js";

/** @type {import("./markup.js").Recipe} */
export const wooCommerce = {
  card: "li.product.type-product, .wc-block-product.product, .wc-block-grid__product",
  fields: {
    name: ".woocommerce-loop-product__title, .wc-block-grid__product-title, .wp-block-post-title",
    price: ".price ins .amount, .price > .amount, .price ins .woocommerce-Price-amount, .wc-block-components-product-price",
    listPrice: ".price del .amount",
    rating: ".star-rating .rating",
  },
  more(card) {
    const categories = classWords(card, "product_cat-");
    const tags = classWords(card, "product_tag-");
    const [brand] = classWords(card, "product_brand-");
    return {
      ...(categories.length ? { category: categories } : {}),
      ...(tags.length ? { tags } : {}),
      // A class holds the brand's short name, in small letters; a product's own page says the full one.
      ...(brand ? { brand: brand.replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase()) } : {}),
      ...(card.classList.contains("sale") ? { onSale: true } : {}),
      ...(card.classList.contains("outofstock") ? { available: false } : {}),
    };
  },
};
