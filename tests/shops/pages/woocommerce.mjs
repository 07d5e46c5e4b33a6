/** WooCommerce, with the classic loop and with product blocks. */

import { described, dollars, grid, LIST, picture } from "../page.mjs";

const path = (lamp) => `/product/${lamp.slug}/`;
const amount = (price) =>
  `<span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">$</span>${price.toFixed(2)}</bdi></span>`;
const prices = ({ price, listPrice }) =>
  listPrice
    ? `<del aria-hidden="true">${amount(listPrice)}</del> <span class="screen-reader-text">Original price was: ${dollars(listPrice)}.</span><ins aria-hidden="true">${amount(price)}</ins><span class="screen-reader-text">Current price is: ${dollars(price)}.</span>`
    : amount(price);
const classes = (lamp) =>
  `product type-product post-${lamp.id} status-publish instock product_cat-${lamp.kind.toLowerCase().replace(" ", "-")} product_brand-${lamp.brand.toLowerCase()} has-post-thumbnail${lamp.listPrice ? " sale" : ""} product-type-simple`;
const product = (lamp) => ({
  bodyClass: `single single-product postid-${lamp.id} woocommerce`,
  head: described(lamp, path(lamp)),
  body: `<div id="product-${lamp.id}" class="${classes(lamp)}"><p class="price">${prices(lamp)}</p><form class="cart" action="${path(lamp)}" method="post"><input type="number" name="quantity" value="1"><button type="submit" name="add-to-cart" value="${lamp.id}" class="single_add_to_cart_button button alt">Add to cart</button></form></div>`,
});
const button = (lamp) =>
  `<a href="?add-to-cart=${lamp.id}" data-quantity="1" class="button product_type_simple add_to_cart_button ajax_add_to_cart" data-product_id="${lamp.id}" data-product_sku="${lamp.sku}" rel="nofollow">Add to cart</a>`;

const classicCard = (lamp, at) =>
  `<li class="${["first ", "", "", "last "][at % 4]}${classes(lamp)}"><a href="${path(lamp)}" class="woocommerce-LoopProduct-link woocommerce-loop-product__link">${picture(lamp)}<h2 class="woocommerce-loop-product__title">${lamp.name}</h2><span class="price">${prices(lamp)}</span></a>${button(lamp)}</li>`;

/** @type {import("../page.mjs").Shop} */
export const classic = {
  name: "WooCommerce, classic",
  host: "woo",
  needs: "the plugin, or the attribute around `ul.products`; see [WooCommerce](#woocommerce)",
  card: "li.product",
  path,
  listing: (lamps) => ({
    css: grid("ul.products", "li.product"),
    bodyClass: "archive woocommerce woocommerce-page",
    body: `<div ${LIST}><ul class="products columns-4">${lamps.map(classicCard).join("\n")}</ul></div>`,
  }),
  product,
  basket: ".single_add_to_cart_button",
};

const blockCard = (
  lamp,
) => `<li class="wc-block-product ${classes(lamp)}" data-wp-interactive="woocommerce/product-collection" data-wp-key="product-item-${lamp.id}" data-wp-context='{"productId":${lamp.id}}'>
<div data-block-name="woocommerce/product-image" class="wc-block-components-product-image wc-block-grid__product-image"><a href="${path(lamp)}">${picture(lamp)}</a></div>
<h2 class="has-text-align-center wp-block-post-title has-medium-font-size"><a href="${path(lamp)}" target="_self">${lamp.name}</a></h2>
<div data-block-name="woocommerce/product-price" class="has-font-size wp-block-woocommerce-product-price"><div class="wc-block-components-product-price wc-block-grid__product-price">${prices(lamp)}</div></div>
<div class="wp-block-button wc-block-components-product-button"><button class="wp-block-button__link wc-block-components-product-button__button add_to_cart_button ajax_add_to_cart product_type_simple" data-product_id="${lamp.id}" data-product_sku="${lamp.sku}" aria-label="Add to cart">Add to cart</button></div></li>`;

/** @type {import("../page.mjs").Shop} */
export const blocks = {
  name: "WooCommerce, blocks",
  host: "blocks",
  needs: "the attribute around the product collection",
  card: "li.wc-block-product",
  path,
  listing: (lamps) => ({
    css: grid(".wc-block-product-template", "li.wc-block-product"),
    bodyClass: "archive woocommerce woocommerce-page",
    body: `<div class="wp-block-woocommerce-product-collection" ${LIST}><ul class="wc-block-product-template wp-block-woocommerce-product-template">${lamps.map(blockCard).join("\n")}</ul><nav class="wp-block-query-pagination"><a href="/shop/page/2/">2</a><a href="/shop/page/3/">3</a><a href="/shop/page/2/" class="next">Next Page</a></nav></div>`,
  }),
  product,
  basket: ".single_add_to_cart_button",
};
