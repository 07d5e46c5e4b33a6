/** Shopify's two free themes: Dawn, and Horizon, which names its cards after the block that renders them. */

import { described, dollars, grid, LIST, mixed, picture } from "../page.mjs";

const SECTION = "template--15234__product-grid";
const number = (lamp) => `81000${lamp.id}`;
const path = (lamp) => `/products/${lamp.slug}`;

const dawnPrice = ({ price, listPrice }) => `<div class="price ${listPrice ? "price--on-sale" : ""}"><div class="price__container">
<div class="price__regular"><span class="visually-hidden visually-hidden--inline">Regular price</span><span class="price-item price-item--regular">${dollars(price)} USD</span></div>
<div class="price__sale"><span class="visually-hidden visually-hidden--inline">Regular price</span><span><s class="price-item price-item--regular">${listPrice ? `${dollars(listPrice)} USD` : ""}</s></span><span class="visually-hidden visually-hidden--inline">Sale price</span><span class="price-item price-item--sale price-item--last">${dollars(price)} USD</span></div>
<small class="unit-price caption hidden"><span class="visually-hidden">Unit price</span><span class="price-item price-item--last"><span></span><span aria-hidden="true">/</span><span class="visually-hidden">&nbsp;per&nbsp;</span><span></span></span></small></div></div>`;

const dawnCard = (
  lamp,
) => `<li class="grid__item scroll-trigger animate--slide-in"><div class="card-wrapper product-card-wrapper underline-links-hover"><div class="card card--standard card--media">
<div class="card__inner"><div class="card__media"><div class="media">${picture(lamp)}</div></div><div class="card__content"><div class="card__information"><h3 class="card__heading"><a href="/collections/all${path(lamp)}" class="full-unstyled-link">${lamp.name}</a></h3></div></div></div>
<div class="card__content"><div class="card__information"><h3 class="card__heading h5" id="title-${SECTION}-${number(lamp)}"><a href="/collections/all${path(lamp)}" id="CardLink-${SECTION}-${number(lamp)}" class="full-unstyled-link">${lamp.name}</a></h3>
<div class="card-information"><span class="visually-hidden">Vendor:</span><div class="caption-with-letter-spacing light">${lamp.brand}</div>${dawnPrice(lamp)}</div></div></div></div></div></li>`;

const productForm = (lamp) =>
  `<product-form class="product-form"><form method="post" action="/cart/add" class="form" data-type="add-to-cart-form"><input type="hidden" name="id" value="44000${lamp.id}"><button type="submit" name="add" class="product-form__submit button">Add to cart</button><input type="hidden" name="product-id" value="${number(lamp)}"></form></product-form>`;

/** @type {import("../page.mjs").Shop} */
export const dawn = {
  name: "Shopify Dawn",
  host: "dawn",
  needs: "the attribute on `#product-grid`; see [Shopify](#shopify)",
  card: ".grid__item:has(.product-card-wrapper)",
  path,
  listing: (lamps) => ({
    css: `${grid(".product-grid", ".grid__item")}.price__sale{display:none}.price--on-sale .price__sale{display:block}.price--on-sale .price__regular{display:none}.card__inner .card__content{display:none}.hidden{display:none}`,
    body: `<div class="collection page-width"><ul id="product-grid" data-id="${SECTION}" class="grid product-grid" ${LIST}>
${mixed(lamps.map(dawnCard), { 5: '<li class="grid__item promo"><div class="card"><a href="/pages/lookbook"><img src="/img/1.png" width="120" height="120" alt=""><h3>The light of autumn</h3></a></div></li>' })}</ul></div>`,
  }),
  product: (lamp) => ({ bodyClass: "template-product", head: described(lamp, path(lamp)), body: productForm(lamp) }),
  basket: '[name="add"]',
};

/** What Shopify tells its own analytics of a collection: products by the numbers of their variants. */
const analytics = (lamps) =>
  `<script>window.ShopifyAnalytics = { meta: ${JSON.stringify({ products: lamps.map((lamp) => ({ id: Number(number(lamp)), vendor: lamp.brand, type: lamp.kind, variants: [{ id: Number(`44000${lamp.id}`), price: Math.round(lamp.price * 100), name: lamp.name }] })), page: { pageType: "collection" } })} };</script>`;

const horizonCard = (
  lamp,
) => `<li id="grid-AbC1" class="product-grid__item" ref="cards[]"><product-card class="product-card" id="product-card-block7" data-product-transitions="true">
<a id="product-card-link-block7" href="${path(lamp)}" class="product-card__link" ref="productCardLink"><span class="visually-hidden">${lamp.name}</span></a>
<div class="product-card__content layout-panel-flex"><div class="card-gallery"><slideshow-component>${picture(lamp, 'class="product-media__image"')}</slideshow-component>
<quick-add-component class="quick-add"><product-form-component data-section-id="${SECTION}"><form method="post" action="/cart/add" data-type="add-to-cart-form"><input type="hidden" name="id" value="44000${lamp.id}"><button type="submit" name="add" class="quick-add__button">Add</button></form></product-form-component></quick-add-component></div>
<div class="group-block text-block vendor">${lamp.brand}</div><a class="contents" href="${path(lamp)}"><p role="heading" aria-level="3">${lamp.name}</p></a>
<product-price ref="priceContainer"><div>${lamp.listPrice ? `<span role="group"><span class="visually-hidden">Regular price&nbsp;</span><span class="compare-at-price">${dollars(lamp.listPrice)}</span></span> <span role="group"><span class="visually-hidden">Sale price&nbsp;</span><span class="price">${dollars(lamp.price)}</span></span>` : `<span class="price">${dollars(lamp.price)}</span>`}</div></product-price></div></product-card></li>`;

/** @type {import("../page.mjs").Shop} */
export const horizon = {
  name: "Shopify Horizon",
  host: "horizon",
  needs: "the attribute on `.product-grid`; see [Shopify](#shopify)",
  card: ".product-grid__item",
  path,
  listing: (lamps) => ({
    css: grid(".product-grid", ".product-grid__item"),
    head: analytics(lamps),
    body: `<results-list><ul class="product-grid product-grid--grid" ${LIST}>${lamps.map(horizonCard).join("\n")}</ul><div ref="viewMoreNext"></div></results-list>`,
  }),
  product: (lamp) => ({ bodyClass: "template-product", head: described(lamp, path(lamp)), body: productForm(lamp) }),
  basket: '[name="add"]',
};
