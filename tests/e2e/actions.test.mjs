/** What a shopper does by the shop's own buttons, as eight platforms and plain themes write them. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DESKTOP, launch } from "./fixtures/browser.mjs";
import { counts, markupPage } from "./fixtures/markup.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch, { viewport: DESKTOP });

/** A list of six cards; `inner` is what stands in each beside its link. */
const list = (inner, address = (at) => `/p/lamp-${at}`) =>
  `<body><header><a href="/wishlist" class="header-wishlist">Wish list</a><a href="/cart" class="cart-link">Cart</a></header><main><h1>Lamps</h1>
  <div class="grid" data-ownshelf-listing>${[1, 2, 3, 4, 5, 6]
    .map(
      (at) =>
        `<article class="card"><a href="${address(at)}"><img alt="" width="40" height="40"><h3>Lamp ${at}</h3></a>${inner(at)}</article>`,
    )
    .join("")}</div></main></body>`;

/** Keeps the page where it is: what is recorded is looked at in it. */
const stay = (page) =>
  page.evaluate(() => {
    document.addEventListener("click", (event) => event.preventDefault());
    document.addEventListener("submit", (event) => event.preventDefault());
    for (const name of ["AjaxCart", "cart", "wishlist", "compare"]) window[name] = new Proxy({}, { get: () => () => true });
  });

/** Clicks in the third card and tells what was recorded. */
async function clicked(inner, selector, address) {
  const page = await markupPage(play.context, play.server.url, { "/list": list(inner, address) });
  await page.open("/list");
  await stay(page);
  await page.locator(".card").nth(2).locator(selector).click();
  const told = await counts(page);
  delete told.select_item;
  assert.deepEqual(page.problems, []);
  await page.close();
  return told;
}

const THIRD = "/p/lamp-3";
const CARDS = {
  "Shopify: a form with a variant, its section's name on every card": [
    (at) =>
      `<form method="post" action="/cart/add" data-section="block7"><input type="hidden" name="id" value="44${at}"><input type="hidden" name="section-id" value="t"><button type="submit" name="add" class="quick-add__submit">+</button></form>`,
    "button",
    { add_to_cart: [THIRD] },
  ],
  "WooCommerce: wish list and compare plugins": [
    (at) =>
      `<a href="?add_to_wishlist=${at}" class="add_to_wishlist single_add_to_wishlist" data-product-id="${at}" rel="nofollow">Add to wishlist</a><a href="?action=yith-woocompare-add-product&id=${at}" class="compare button" data-product_id="${at}">Compare</a>`,
    ".add_to_wishlist",
    { add_to_wishlist: [THIRD] },
  ],
  "WooCommerce: compare is a look": [
    (at) => `<a href="?action=yith-woocompare-add-product&id=${at}" class="compare button" data-product_id="${at}">Compare</a>`,
    ".compare",
    { view_item: [THIRD] },
  ],
  PrestaShop: [
    (at) =>
      `<form action="/cart" method="post"><input type="hidden" name="token" value="x"><input type="hidden" name="id_product" value="${at}"><input type="number" name="qty" value="2"><button class="btn btn-primary add-to-cart" data-button-action="add-to-cart" type="submit">Add to cart</button></form>`,
    "button",
    { add_to_cart: [THIRD] },
  ],
  "Shopware 6": [
    (at) =>
      `<form action="/checkout/line-item/add" method="post" class="buy-widget" data-add-to-cart="true"><input type="hidden" name="lineItems[a${at}][id]" value="a${at}"><input type="hidden" name="lineItems[a${at}][referencedId]" value="a${at}"><input type="hidden" name="lineItems[a${at}][quantity]" value="1"><button class="btn btn-buy" title="Add to shopping cart">In den Warenkorb</button></form>`,
    "button",
    { add_to_cart: [THIRD] },
  ],
  "nopCommerce: a handler names the product": [
    (at) =>
      `<button type="button" class="button-2 product-box-add-to-cart-button" onclick="return AjaxCart.addproducttocart_catalog('/addproducttocart/catalog/${at}/1/1'),!1">Add to cart</button>`,
    "button",
    { add_to_cart: [THIRD] },
  ],
  "nopCommerce: the wish list": [
    (at) =>
      `<button type="button" class="button-2 add-to-wishlist-button" title="Add to wishlist" onclick="return AjaxCart.addproducttocart_catalog('/addproducttocart/catalog/${at}/2/1'),!1">W</button>`,
    "button",
    { add_to_wishlist: [THIRD] },
  ],
  OpenCart: [
    (at) =>
      `<div class="button-group"><button type="button" onclick="cart.add('${at}');"><span>Add to Cart</span></button><button type="button" title="Compare this Product" onclick="compare.add('${at}');">c</button></div>`,
    "button >> nth=0",
    { add_to_cart: [THIRD] },
    (at) => `/index.php?route=product/product&path=20&product_id=${at}`,
  ],
  "Magento: data-post": [
    (at) =>
      `<a href="#" class="action towishlist" data-post='{"action":"/wishlist/index/add/","data":{"product":"${at}","uenc":"x"}}' title="Add to Wish List">♥</a>`,
    "a.towishlist",
    { add_to_wishlist: [THIRD] },
  ],
  "a theme of its own: words alone": [() => `<button type="button">Ajouter au panier</button>`, "button", { add_to_cart: [THIRD] }],
  "a theme of its own: a class alone": [() => `<div role="button" class="js-addToBasket">+</div>`, "[role]", { add_to_cart: [THIRD] }],
  "what was added, and what counts pieces, are no deeds": [
    () =>
      `<a href="/cart" class="added_to_cart wc-forward">View cart</a><button type="button" class="quantity-plus add-to-cart__step">+</button>`,
    "button",
    {},
  ],
  "a heart that is full is emptied": [() => `<button aria-pressed="true" class="wishlist-toggle">Wishlist</button>`, "button", {}],
};

describe("in a list, the product of the card", () => {
  for (const [kind, [inner, selector, want, address]] of Object.entries(CARDS)) {
    test(kind, async () => {
      const told = await clicked(inner, selector, address);
      const shown = Object.fromEntries(
        Object.entries(told).map(([name, ids]) => [name, ids.map((id) => id.replace(/^\/index.*product_id=(\d)&.*/, "/p/lamp-$1"))]),
      );
      assert.deepEqual(shown, want);
    });
  }

  test("a form that the browser holds back puts nothing into the basket", async () => {
    const told = await clicked(
      () =>
        `<form action="/cart/add"><select name="size" required><option value="">Size</option></select><button>Add to cart</button></form>`,
      "button",
    );
    assert.deepEqual(told, {});
  });
});

describe("on a product's page", () => {
  const product = (form, head = "") =>
    `${head}<body><header><a href="/wishlist" class="wishlist">Wish list</a></header><main><section><div><h1>Lamp 3</h1>${form}</div></section>
    <aside><h2>Goes well with</h2><ul data-ownshelf-listing="more">${[4, 5].map((at) => `<li><a href="/p/lamp-${at}"><img alt=""><h3>Lamp ${at}</h3></a><button class="add-to-cart">Add to cart</button></li>`).join("")}</ul></aside></main></body>`;
  const FORMS = {
    "a form and nothing for machines": `<form action="/basket/add"><input type="hidden" name="sku" value="L3"><button>Add to basket</button></form>`,
    "OpenCart, without a form": `<div id="product"><input type="text" name="quantity" value="2"><input type="hidden" name="product_id" value="3"><button type="button" id="button-cart">Add to Cart</button></div>`,
    "a button alone": `<p>€ 20</p><button type="button">In den Warenkorb</button>`,
  };
  for (const [kind, form] of Object.entries(FORMS)) {
    test(`${kind}: viewed and put into the basket under its address`, async () => {
      const page = await markupPage(play.context, play.server.url, { "/p/lamp-3": product(form) });
      await page.open("/p/lamp-3?utm_source=mail");
      await stay(page);
      await page.locator("section button").click();
      assert.deepEqual(await counts(page), { view_item: ["/p/lamp-3"], add_to_cart: ["/p/lamp-3"] });
      await page.locator("aside button").first().click();
      assert.deepEqual((await counts(page)).add_to_cart, ["/p/lamp-3", "/p/lamp-4"]);
      await page.close();
    });
  }

  test("the address it calls itself and the one it was reached by are one product", async () => {
    const canonical = '<link rel="canonical" href="/p/lamp-3">';
    const page = await markupPage(play.context, play.server.url, { "/lamps/lamp-3": product(FORMS["a button alone"], canonical) });
    await page.open("/lamps/lamp-3");
    await stay(page);
    await page.evaluate(() => window.dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: "SKU-3" }] } }));
    const { view_item } = await counts(page);
    assert.equal(view_item.length, 2, "a strange name that comes late is a product of its own");
    await page.close();
  });

  test("a list page with a single card is no product's page", async () => {
    const single = `<body><main><h1>Lamps</h1><ul data-ownshelf-listing><li><a href="/p/lamp-4"><img alt=""><h3>Lamp 4</h3></a><button class="add-to-cart">Add to cart</button></li></ul></main></body>`;
    const page = await markupPage(play.context, play.server.url, { "/lamps": single });
    await page.open("/lamps");
    assert.deepEqual(await counts(page), {});
    await page.close();
  });
});

describe("one deed, two channels", () => {
  test("button and data layer tell of one deed, by different names; twice is twice", async () => {
    const page = await markupPage(play.context, play.server.url, { "/list": list(() => `<button type="button">Add to cart</button>`) });
    await page.open("/list");
    const push = () => page.evaluate(() => window.dataLayer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id: "SKU-3" }] } }));
    const button = page.locator(".card").nth(2).locator("button");
    for (const times of [1, 2]) {
      await button.click();
      await page.waitForTimeout(5);
      await push();
      assert.equal((await counts(page)).add_to_cart.length, times);
    }
    await page.close();
  });

  test("an order told by each load of its thank-you page counts once", async () => {
    const thanks = `<body><h1>Thank you</h1><script>window.dataLayer = window.dataLayer || []; dataLayer.push({ event: "purchase", ecommerce: { transaction_id: "T2", items: [{ item_id: "1", price: 5 }, { item_id: "2", price: "NaN" }] } })</script></body>`;
    const page = await markupPage(play.context, play.server.url, { "/thanks": thanks });
    for (let load = 0; load < 4; load++) {
      await page.open("/thanks");
      const { purchase, ...others } = await counts(page);
      assert.deepEqual([purchase.sort(), others], [["1", "2"], {}]);
    }
    await page.close();
  });
});

test("a list of addresses alone names the products of its cards", async () => {
  const entries = [1, 2, 3].map((at) => ({ "@type": "ListItem", position: at, url: `/p/lamp-${at}`, name: `Brisa ${at}` }));
  const items = JSON.stringify({ "@type": "ItemList", itemListElement: entries });
  const page = await markupPage(play.context, play.server.url, {
    "/list": list(() => "").replace("</main>", `<script type="application/ld+json">${items}</script></main>`),
  });
  await page.open("/list");
  const known = await page.evaluate(() => window.__shelf.addProducts({ id: `${location.origin}/p/lamp-2` }));
  assert.deepEqual(known, { added: 0, updated: 1, rejected: [] });
  await page.close();
});
