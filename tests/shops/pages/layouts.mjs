/** Lists of other shapes: rows, columns, a table, a carousel; what React renders; and two themes nobody uses. */

import { described, dollars, euros, grid, LIST, mixed, picture } from "../page.mjs";

const path = (lamp) => `/p/${lamp.slug}`;
const product = (lamp) => ({
  head: described(lamp, path(lamp)),
  body: `<h2>${lamp.name}</h2><p class="price">${dollars(lamp.price)}</p><form action="/basket/add" method="post"><input type="hidden" name="product_id" value="${lamp.id}"><button type="submit" class="buy">Add to basket</button></form>`,
});
const basket = ".buy";
const prices = ({ price, listPrice }) => `<p class="price">${listPrice ? `<s>${dollars(listPrice)}</s> ` : ""}<b>${dollars(price)}</b></p>`;
const inside = (lamp) =>
  `<a href="${path(lamp)}">${picture(lamp)}</a><h3><a href="${path(lamp)}">${lamp.name}</a></h3><p class="brand">${lamp.brand}</p>${prices(lamp)}`;
const chunks = (all, size) => Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

/** @type {import("../page.mjs").Shop} */
export const rows = {
  name: "Rows of four",
  host: "rows",
  needs: "the attribute around the rows; cards move between them",
  card: ".cell",
  path,
  listing: (lamps) => ({
    css: `.row{display:grid;grid-template-columns:repeat(4,1fr);gap:12px}.cell{height:270px}`,
    body: `<div class="list" ${LIST}>${chunks(lamps, 4)
      .map((row) => `<div class="row">${row.map((lamp) => `<div class="cell">${inside(lamp)}</div>`).join("")}</div>`)
      .join("\n")}</div>`,
  }),
  product,
  basket,
};

/** @type {import("../page.mjs").Shop} */
export const table = {
  name: "Table",
  host: "table",
  needs: "the attribute on the table",
  card: "td",
  path,
  listing: (lamps) => ({
    css: "table{width:100%;table-layout:fixed}td{height:270px;vertical-align:top}",
    body: `<table ${LIST}><tbody>${chunks(lamps, 3)
      .map((row) => `<tr>${row.map((lamp) => `<td>${inside(lamp)}</td>`).join("")}</tr>`)
      .join("\n")}</tbody></table>`,
  }),
  product,
  basket,
};

/** @type {import("../page.mjs").Shop} */
export const carousel = {
  name: "Carousel",
  host: "carousel",
  needs: "nothing moves: the carousel finds its slides by their places",
  card: ".slick-slide:not(.slick-cloned)",
  path,
  listing: (lamps) => {
    const slide = (lamp, at, copy) =>
      `<div class="slick-slide${copy ? " slick-cloned" : ""}" data-slick-index="${at}" aria-hidden="${copy || at > 3}" tabindex="-1">${inside(lamp)}</div>`;
    const before = lamps.slice(-4).map((lamp, at) => slide(lamp, at - 4, true));
    const after = lamps.slice(0, 4).map((lamp, at) => slide(lamp, lamps.length + at, true));
    return {
      css: ".slick-list{overflow:hidden}.slick-track{display:flex;width:8000px;transform:translateX(-1000px)}.slick-slide{width:250px;height:270px}",
      body: `<div class="slick-slider" ${LIST}><div class="slick-list"><div class="slick-track">${[...before, ...lamps.map((lamp, at) => slide(lamp, at, false)), ...after].join("")}</div></div></div>`,
    };
  },
  product,
  basket,
  still: true,
};

const preview = (
  lamp,
) => `<li><a class="group" href="/us/products/${lamp.slug}"><div data-testid="product-wrapper"><div class="relative w-full overflow-hidden p-4 bg-ui-bg-subtle shadow-elevation-card-rest rounded-large aspect-[9/16]">${picture(lamp, 'class="absolute inset-0 object-cover"')}</div>
<div class="txt-compact-medium flex mt-4 justify-between"><p class="txt-compact-medium text-ui-fg-subtle" data-testid="product-title">${lamp.name}</p><div class="flex items-center gap-x-2">${lamp.listPrice ? `<p class="txt-compact-medium line-through text-ui-fg-muted" data-testid="original-price">${dollars(lamp.listPrice)}</p>` : ""}<p class="txt-compact-medium text-ui-fg-muted ${lamp.listPrice ? "text-ui-fg-interactive" : ""}" data-testid="price">${dollars(lamp.price)}</p></div></div></div></a></li>`;

/** @type {import("../page.mjs").Shop} */
export const medusa = {
  name: "Medusa",
  host: "medusa",
  needs: "the attribute on `[data-testid=products-list]`, and the maker in JSON-LD; better `ownshelf/react`",
  card: "[data-testid=products-list] > li",
  path: (lamp) => `/us/products/${lamp.slug}`,
  listing: (lamps) => ({
    css: `${grid("ul", "li")}.line-through{text-decoration:line-through}`,
    body: `<ul class="grid grid-cols-2 w-full small:grid-cols-3 gap-x-6 gap-y-8" data-testid="products-list" ${LIST}>${lamps.map(preview).join("")}</ul>
<script type="application/ld+json">${JSON.stringify({ "@context": "https://schema.org", "@type": "ItemList", itemListElement: lamps.map((lamp, at) => ({ "@type": "ListItem", position: at + 1, item: { "@type": "Product", name: lamp.name, url: `/us/products/${lamp.slug}`, brand: { "@type": "Brand", name: lamp.brand } } })) })}</script>`,
  }),
  product: (lamp) => ({
    head: described(lamp, `/us/products/${lamp.slug}`),
    body: `<h2 data-testid="product-title">${lamp.name}</h2><span data-testid="product-price">${dollars(lamp.price)}</span><button class="txt-compact-small-plus" data-testid="add-product-button">Add to cart</button>`,
  }),
  basket: "[data-testid=add-product-button]",
};

/** React's marks on the nodes of a list, as they are once it has taken it over. */
const REACT = `<script>addEventListener("DOMContentLoaded", () => { for (const node of document.querySelectorAll(".list, .list *")) node["__reactFiber$k7"] = {}; });</script>`;

/** @type {import("../page.mjs").Shop} */
export const framework = {
  name: "A list that React renders",
  host: "framework",
  makerStays: true,
  needs: "the attribute on the list; better `ownshelf/react`",
  card: ".product",
  path,
  listing: (lamps) => ({
    css: grid(".list", ".product"),
    head: REACT,
    body: `<div class="list" ${LIST}>${lamps.map((lamp) => `<div class="product">${inside(lamp)}</div>`).join("")}</div>`,
  }),
  product,
  basket,
};

/** @type {import("../page.mjs").Shop} */
export const utility = {
  name: "Own theme, with tiles between",
  host: "utility",
  needs: "the attribute on a wrapper with a menu and the list",
  card: ".flex-card:not(.tile)",
  path,
  listing: (lamps) => ({
    css: `${grid(".cards", ".flex-card")}nav li{display:inline-block;margin:4px}.load{grid-column:1/-1}`,
    body: `<div ${LIST}><nav><ul>${Array.from({ length: 30 }, (_, at) => `<li><a href="/lamps/room-${at}">Room ${at}</a></li>`).join("")}</ul></nav>
<div class="cards">${mixed(
      lamps.map((lamp) => `<article class="flex-card">${inside(lamp)}</article>`),
      {
        3: '<article class="flex-card tile"><a href="/gift-cards"><img src="/img/1.png" width="120" height="120" alt=""><h3>Gift card</h3><p class="price">from $10.00</p></a></article>',
        9: '<article class="flex-card tile"><a href="/journal/light-and-sleep"><img src="/img/1.png" width="120" height="120" alt=""><h3>Light and sleep</h3></a><p>Read in our journal</p></article>',
        14: '<aside class="flex-card tile"><a href="/sale"><img src="/img/1.png" width="120" height="120" alt=""><strong>Summer sale</strong></a></aside>',
      },
    )}<div class="load"><a href="?page=2">Load more</a></div><div class="sentinel"></div></div></div>`,
  }),
  product,
  basket,
};

/** @type {import("../page.mjs").Shop} */
export const german = {
  name: "Own theme, German, with every kind of price",
  host: "german",
  needs: "the attribute on the list",
  card: ".artikel",
  path,
  listing: (lamps) => ({
    lang: "de",
    css: `${grid(".liste", ".artikel", 3)}`,
    body: `<section class="liste" ${LIST}>${lamps
      .map(
        (lamp) =>
          `<div class="artikel"><a class="bild" href="${path(lamp)}">${picture(lamp)}</a><a class="hersteller" href="/marken/${lamp.brand.toLowerCase()}">${lamp.brand}</a><a class="titel" href="${path(lamp)}">${lamp.name}</a><div class="preise">${lamp.listPrice ? `<div>UVP <span class="uvp">${euros(lamp.listPrice)}</span></div>` : ""}<div><strong>${euros(lamp.price)}</strong></div><div><small>${euros(lamp.price / 2)} / m</small></div><div><small>Für Mitglieder ${euros(lamp.price * 0.9)}</small></div></div></div>`,
      )
      .join("\n")}</section>`,
  }),
  product: (lamp) => ({ ...product(lamp), lang: "de" }),
  basket,
};
