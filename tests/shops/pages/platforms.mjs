/** Platforms whose lists say little for programs: PrestaShop, Shopware 6, nopCommerce, OpenCart. */

import { described, dollars, euros, grid, LIST, picture, pushed } from "../page.mjs";

const slug = (lamp) => `/${lamp.slug}`;
const prestaPath = (lamp) => `/lamps/${lamp.id}-${lamp.slug}.html`;

const miniature = (
  lamp,
) => `<div class="js-product product col-xs-12 col-sm-6 col-xl-4"><article class="product-miniature js-product-miniature" data-id-product="${lamp.id}" data-id-product-attribute="0"><div class="thumbnail-container"><div class="thumbnail-top"><a href="${prestaPath(lamp)}" class="thumbnail product-thumbnail">${picture(lamp)}</a>
<div class="highlighted-informations no-variants"><a class="quick-view js-quick-view" href="#" data-link-action="quickview">Quick view</a></div></div>
<div class="product-description"><h2 class="h3 product-title"><a href="${prestaPath(lamp)}">${lamp.name}</a></h2><div class="product-price-and-shipping">${lamp.listPrice ? `<span class="regular-price" aria-label="Regular price">${euros(lamp.listPrice)}</span><span class="discount-percentage discount-product">-23%</span>` : ""}<span class="price" aria-label="Price">${euros(lamp.price)}</span></div></div>
<ul class="product-flags js-product-flags">${lamp.listPrice ? '<li class="product-flag discount">-23%</li>' : ""}</ul></div></article></div>`;

/** @type {import("../page.mjs").Shop} */
export const prestaShop = {
  name: "PrestaShop",
  host: "presta",
  needs: "the attribute on `#js-product-list`; the maker comes from the data layer",
  card: ".js-product",
  path: prestaPath,
  listing: (lamps) => ({
    lang: "fr",
    css: grid(".products.row", ".js-product", 3),
    head: pushed(lamps, ({ id }) => String(id)),
    body: `<div id="js-product-list" ${LIST}><div class="products row">${lamps.map(miniature).join("\n")}</div><nav class="pagination"><ul class="page-list"><li><a href="?page=1">1</a></li><li><a href="?page=2">2</a></li></ul></nav></div>`,
  }),
  product: (lamp) => ({
    lang: "fr",
    head: `<link rel="canonical" href="${prestaPath(lamp)}">${described(lamp, prestaPath(lamp))}`,
    body: `<h2>${lamp.name}</h2><div class="product-prices"><span class="current-price-value">${euros(lamp.price)}</span></div><form action="/panier" method="post" id="add-to-cart-or-refresh"><input type="hidden" name="id_product" value="${lamp.id}" id="product_page_product_id"><input type="hidden" name="id_customization" value="0"><button class="btn btn-primary add-to-cart" data-button-action="add-to-cart" type="submit">Ajouter au panier</button></form>`,
  }),
  basket: ".add-to-cart",
};

const uuid = (lamp) => `0190a1b2c3d4e5f6a7b8c9d0e1f2${lamp.id.toString(16).padStart(4, "0")}`;
const shopwareForm = (lamp, label) =>
  `<form action="/checkout/line-item/add" method="post" class="buy-widget" data-add-to-cart="true"><input type="hidden" name="redirectTo" value="frontend.cart.offcanvas"><input type="hidden" name="lineItems[${uuid(lamp)}][id]" value="${uuid(lamp)}"><input type="hidden" name="lineItems[${uuid(lamp)}][type]" value="product"><input type="hidden" name="lineItems[${uuid(lamp)}][quantity]" value="1"><button class="btn btn-buy" title="${label}">${label}</button></form>`;
const shopwareBox = (
  lamp,
) => `<div class="cms-listing-col col-sm-6 col-lg-4 col-xl-3" role="listitem"><div class="card product-box box-standard" data-product-information='${JSON.stringify({ id: uuid(lamp), name: lamp.name })}'><div class="card-body"><div class="product-badges"></div>
<div class="product-image-wrapper"><a href="${slug(lamp)}/${lamp.sku}" title="${lamp.name}" class="product-image-link is-standard">${picture(lamp, 'class="product-image is-standard"')}</a></div>
<div class="product-info"><a href="${slug(lamp)}/${lamp.sku}" title="${lamp.name}" class="product-name">${lamp.name}</a><div class="product-description">Gives a warm light</div>
<div class="product-price-info"><p class="product-price-unit"><span class="product-unit-label">Content: </span><span class="price-unit-content">2 m</span><span class="price-unit-reference">(${euros(lamp.price / 2)}* / 1 m)</span></p><div class="product-price-wrapper"><span class="product-price${lamp.listPrice ? " with-list-price" : ""}">${euros(lamp.price)}*${lamp.listPrice ? `<span class="list-price"><span class="list-price-price">${euros(lamp.listPrice)}*</span><span class="list-price-percentage">(23% saved)</span></span>` : ""}</span></div></div>
<div class="product-action">${shopwareForm(lamp, "Add to shopping cart")}</div></div></div></div></div>`;

/** @type {import("../page.mjs").Shop} */
export const shopware = {
  name: "Shopware 6",
  host: "shopware",
  needs: "the attribute on `.cms-listing-row`; the maker comes from the data layer",
  card: ".cms-listing-col",
  path: (lamp) => `${slug(lamp)}/${lamp.sku}`,
  listing: (lamps) => ({
    lang: "de",
    css: `${grid(".cms-listing-row", ".cms-listing-col")}.list-price-price{text-decoration:line-through}`,
    head: pushed(lamps, uuid),
    body: `<div class="cms-element-product-listing-wrapper"><div class="row cms-listing-row js-listing-wrapper" role="list" ${LIST}>${lamps.map(shopwareBox).join("\n")}</div></div>`,
  }),
  product: (lamp) => ({
    lang: "de",
    bodyClass: "is-ctl-product is-act-index",
    head: `<meta property="og:type" content="product"><link rel="canonical" href="${slug(lamp)}/${lamp.sku}">`,
    body: `<div itemscope itemtype="https://schema.org/Product"><meta itemprop="name" content="${lamp.name}"><meta itemprop="sku" content="${lamp.sku}"><div itemprop="brand" itemscope itemtype="https://schema.org/Brand"><meta itemprop="name" content="${lamp.brand}"></div><div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="price" content="${lamp.price.toFixed(2)}"><p class="product-detail-price">${euros(lamp.price)}*</p></div>${shopwareForm(lamp, "In den Warenkorb")}</div>`,
  }),
  basket: ".btn-buy",
};

const nopBox = (
  lamp,
) => `<div class="item-box"><div class="product-item" data-productid="${lamp.id}"><div class="picture"><a href="${slug(lamp)}" title="Show details for ${lamp.name}">${picture(lamp)}</a></div><div class="details"><h2 class="product-title"><a href="${slug(lamp)}">${lamp.name}</a></h2><div class="description" data-short-description="none"></div>
<div class="add-info"><div class="prices">${lamp.listPrice ? `<span class="price old-price">${dollars(lamp.listPrice)}</span>` : ""}<span class="price actual-price">${dollars(lamp.price)}</span></div><div class="buttons"><button type="button" class="button-2 product-box-add-to-cart-button" onclick="return!1">Add to cart</button><button type="button" class="button-2 add-to-compare-list-button">Compare</button></div></div></div></div></div>`;

/** @type {import("../page.mjs").Shop} */
export const nopCommerce = {
  name: "nopCommerce",
  host: "nop",
  needs: "the attribute on `.product-grid .item-grid`; the maker comes from the data layer",
  card: ".item-box",
  path: slug,
  listing: (lamps) => ({
    css: grid(".item-grid", ".item-box"),
    head: pushed(lamps, ({ id }) => String(id)),
    body: `<div class="products-container"><div class="products-wrapper"><div class="product-grid"><div class="item-grid" ${LIST}>${lamps.map(nopBox).join("\n")}</div></div></div></div>`,
  }),
  product: (lamp) => ({
    bodyClass: "html-product-details-page",
    head: described(lamp, slug(lamp)),
    body: `<form method="post" id="product-details-form"><div class="page product-details-page"><div data-productid="${lamp.id}"><div class="product-essential"><div class="prices"><span id="price-value-${lamp.id}" class="price-value-${lamp.id}">${dollars(lamp.price)}</span></div><div class="add-to-cart-panel"><input class="qty-input" type="text" name="addtocart_${lamp.id}.EnteredQuantity" value="1"><button type="button" id="add-to-cart-button-${lamp.id}" class="button-1 add-to-cart-button" data-productid="${lamp.id}">Add to cart</button></div></div></div></div></form>`,
  }),
  basket: ".add-to-cart-button",
};

const cartPath = (lamp) => `/index.php?route=product/product&product_id=${lamp.id}`;
const thumb = (
  lamp,
) => `<div class="product-layout product-grid col-lg-3 col-md-3 col-sm-6 col-xs-12"><div class="product-thumb"><div class="image"><a href="${cartPath(lamp).replace("&", "&path=20&").replaceAll("&", "&amp;")}">${picture(lamp, 'class="img-responsive"')}</a></div><div><div class="caption"><h4><a href="${cartPath(lamp).replace("&", "&path=20&").replaceAll("&", "&amp;")}">${lamp.name}</a></h4><p>A lamp for every room of the house..</p><p class="manufacturer">Brand: ${lamp.brand}</p>
<p class="price">${lamp.listPrice ? `<span class="price-new">${dollars(lamp.price)}</span> <span class="price-old">${dollars(lamp.listPrice)}</span>` : `\n ${dollars(lamp.price)}\n`}<span class="price-tax">Ex Tax: ${dollars(lamp.price * 0.8)}</span></p></div>
<div class="button-group"><button type="button" onclick="cart.add('${lamp.id}', '1');"><span>Add to Cart</span></button><button type="button" title="Compare"></button></div></div></div></div>`;

/** @type {import("../page.mjs").Shop} */
export const openCart = {
  name: "OpenCart",
  host: "opencart",
  makerStays: true,
  needs: "the attribute on the row around the products; the theme has to show the maker",
  card: ".product-layout",
  path: cartPath,
  listing: (lamps) => ({
    css: grid(".row", ".product-layout"),
    head: "<script>var cart = { add() {} };</script>",
    body: `<div id="content"><div class="row" ${LIST}>${lamps.map(thumb).join("\n")}</div></div>`,
  }),
  product: (lamp) => ({
    head: `<link rel="canonical" href="${cartPath(lamp).replaceAll("&", "&amp;")}">`,
    body: `<div id="content"><ul class="list-unstyled"><li>Brand: <a href="/index.php?route=product/manufacturer/info&amp;manufacturer_id=8">${lamp.brand}</a></li></ul><ul class="list-unstyled"><li><h2>${dollars(lamp.price)}</h2></li></ul><div id="product"><input type="text" name="quantity" value="1"><input type="hidden" name="product_id" value="${lamp.id}"><button type="button" id="button-cart" class="btn btn-primary">Add to Cart</button></div></div>`,
  }),
  basket: "#button-cart",
};
