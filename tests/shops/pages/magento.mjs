/** Magento's two themes: Luma, and Hyvä, which is written in utility classes. */

import { described, dollars, grid, LIST, picture, pushed } from "../page.mjs";

const path = (lamp) => `/${lamp.slug}.html`;
const box = (lamp, kind, value) =>
  `<span class="price-container price-${kind} tax weee"><span id="${kind}-${lamp.id}" data-price-amount="${value}" data-price-type="${kind}" class="price-wrapper"><span class="price">${dollars(value)}</span></span></span>`;
const priceBox = (lamp) =>
  `<div class="price-box price-final_price" data-role="priceBox" data-product-id="${lamp.id}" data-price-box="product-id-${lamp.id}">${
    lamp.listPrice
      ? `<span class="special-price"><span class="price-label">Special Price</span>${box(lamp, "finalPrice", lamp.price)}</span><span class="old-price"><span class="price-label">Regular Price</span>${box(lamp, "oldPrice", lamp.listPrice)}</span>`
      : box(lamp, "finalPrice", lamp.price)
  }</div>`;

const lumaCard = (
  lamp,
) => `<li class="item product product-item"><div class="product-item-info" data-container="product-grid"><a href="${path(lamp)}" class="product photo product-item-photo" tabindex="-1"><span class="product-image-container">${picture(lamp, 'class="product-image-photo"')}</span></a>
<div class="product details product-item-details"><strong class="product name product-item-name"><a class="product-item-link" href="${path(lamp)}"> ${lamp.name} </a></strong>${priceBox(lamp)}
<div class="product-item-inner"><div class="product actions product-item-actions"><div class="actions-primary"><form data-role="tocart-form" data-product-sku="${lamp.sku}" action="/checkout/cart/add/product/${lamp.id}/" method="post"><input type="hidden" name="product" value="${lamp.id}"><button type="submit" title="Add to Cart" class="action tocart primary"><span>Add to Cart</span></button></form></div></div></div></div></div></li>`;

const productForm = (lamp) =>
  `<div class="product-info-price">${priceBox(lamp)}</div><form data-product-sku="${lamp.sku}" action="/checkout/cart/add/product/${lamp.id}/" method="post" id="product_addtocart_form"><input type="hidden" name="product" value="${lamp.id}"><button type="submit" class="action primary tocart" id="product-addtocart-button"><span>Add to Cart</span></button></form>`;
const product = (lamp) => ({
  bodyClass: `catalog-product-view product-${lamp.slug}`,
  head: `<link rel="canonical" href="${path(lamp)}">${described(lamp, path(lamp))}`,
  body: productForm(lamp),
});

/** @type {import("../page.mjs").Shop} */
export const luma = {
  name: "Magento Luma",
  host: "luma",
  needs: "the attribute on `.products.wrapper`; the maker comes from the data layer",
  card: ".product-item",
  path,
  listing: (lamps) => ({
    css: grid(".product-items", ".product-item"),
    bodyClass: "catalog-category-view",
    head: pushed(lamps, ({ id }) => String(id)),
    body: `<div class="products wrapper grid products-grid" ${LIST}><ol class="products list items product-items">${lamps.map(lumaCard).join("\n")}</ol></div>`,
  }),
  product,
  basket: "#product-addtocart-button",
};

const hyvaCard = (
  lamp,
) => `<li class="product-item item"><form method="post" action="/checkout/cart/add/product/${lamp.id}/" class="item product product-item product_addtocart_form card card-interactive flex flex-col w-full bg-white"><input type="hidden" name="product" value="${lamp.id}">
<a href="${path(lamp)}" class="product photo product-item-photo block mx-auto mb-3" tabindex="-1">${picture(lamp, 'class="hover:shadow-sm object-contain"')}</a>
<div class="product-info flex flex-col grow"><div class="mt-2 mb-1 items-center justify-center text-primary font-semibold text-lg"><a class="product-item-link" href="${path(lamp)}">${lamp.name}</a></div>
<div class="pt-1 text-gray-900">${priceBox(lamp)}</div><div class="mt-auto pt-3 flex flex-wrap"><button class="w-auto btn btn-primary" aria-label="Add to Cart ${lamp.name}"><span>Add to Cart</span></button></div></div></form></li>`;

/** @type {import("../page.mjs").Shop} */
export const hyva = {
  name: "Magento Hyvä",
  host: "hyva",
  needs: "the attribute on `#product-list`; the maker comes from the data layer",
  card: "li.product-item",
  path,
  listing: (lamps) => ({
    css: grid("#product-list ul", "li.product-item"),
    bodyClass: "catalog-category-view",
    head: pushed(lamps, ({ id }) => String(id)),
    body: `<section class="py-8" id="product-list" ${LIST}><div class="toolbar flex"><a href="?product_list_mode=list">List</a><a href="?product_list_limit=48">48</a></div><div class="products wrapper mode-grid products-grid"><ul role="list" class="mx-auto pt-4 pb-12 grid gap-6">${lamps.map(hyvaCard).join("\n")}</ul></div></section>`,
  }),
  product,
  basket: "#product-addtocart-button",
};
