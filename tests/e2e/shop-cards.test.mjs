/** What a card says, in shops of every make: which elements are products, their names, makers and prices. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DESKTOP, launch } from "./fixtures/browser.mjs";
import { serveShops } from "./fixtures/server.mjs";
import { stage } from "./stage.mjs";

const play = stage(serveShops, launch);
let opened;
/** One page for all: a test only puts another list into it. */
async function lab() {
  if (!opened) {
    opened = await (await play.browser.newContext({ viewport: DESKTOP })).newPage();
    await opened.goto(`${play.server.url}/shop/lab`);
  }
  return opened;
}

/** The products read from a list with this markup: of each card the fields, in document order. */
const read = async (html, known = []) =>
  (await lab()).evaluate(
    async ([html, known]) => {
      const { productCards } = await import("/pkg/auto/evidence.js");
      const { cardProduct } = await import("/pkg/auto/card-fields.js");
      const root = document.createElement("div");
      root.innerHTML = html;
      document.querySelector("main").replaceChildren(root);
      const cards = productCards(root, ({ ids }) => ids.some((id) => known.includes(id)));
      return [...cards].map(([card, keys]) => ({ ...cardProduct(card, keys).product, ids: keys.ids, tag: card.className }));
    },
    [html, known],
  );

const shown = (lead, price) =>
  `<li class="card"><a href="/p/${lead}"><img src="/img/1.png" width="20" height="20" alt=""><h3>Lamp ${lead}</h3></a>${price}</li>`;
const list = (price) => `<ul>${["a", "b", "c"].map((lead) => shown(lead, price)).join("")}</ul>`;

describe("prices", () => {
  for (const [kind, html, price, listPrice] of [
    ["plain", "<p>$12.50</p>", "$12.50"],
    ["in three elements", "<p class=price><span>€</span><span>12</span><span>,50</span></p>", "€12,50"],
    ["small cents without a mark", "<p class=price>$12<sup>50</sup></p>", "$12.50"],
    ["struck out", "<p><s>$15.00</s> <b>$12.50</b></p>", "$12.50", "$15.00"],
    ["struck out by style", '<p><b>$12.50</b> <i style="text-decoration:line-through">$15.00</i></p>', "$12.50", "$15.00"],
    ["beside what was, in one element", "<p class=price>$12.50 <s>$15.00</s></p>", "$12.50", "$15.00"],
    ["with a word for what was", "<p><span>Was $15.00</span> <span>$12.50</span></p>", "$12.50", "Was $15.00"],
    ["for a quantity", "<p><b>$12.50</b> <small>$2.50 / 100 g</small></p>", "$12.50"],
    ["each", "<p>$1327 /each</p>", "$1327 /each"],
    ["for members", "<p><b>$12.50</b></p><p>Members $10.00</p>", "$12.50"],
    ["in instalments", "<p>$120.00</p><p>or 4 x $30.00</p>", "$120.00"],
    ["what is saved", "<p><del>$15.00</del> <ins>$12.50</ins> <em>Save $2.50</em></p>", "$12.50", "$15.00"],
    ["without tax", "<p>$12.50</p><p>Ex Tax: $10.00</p>", "$12.50"],
    ["lowest of thirty days", "<p><del>$15.00</del> <ins>$12.50</ins></p><p>Lowest price in 30 days: $11.00</p>", "$12.50", "$15.00"],
    ["hidden by the theme", '<p><b>$12.50</b> <b style="display:none">$15.00</b></p>', "$12.50"],
    ["without a currency", '<p class="price">129.00</p>', "129.00"],
    ["with the currency behind", "<p>1 299,00 zł</p>", "1 299,00 zł"],
    ["a number that a program wrote and people read", '<p data-price-amount="12.5">12,500 KWD</p>', 12.5],
    ["cents that a program wrote", '<p data-product-price="1250">$12.50</p>', "$12.50"],
  ]) {
    test(kind, async () => {
      const [first] = await read(list(html));
      assert.deepEqual([first?.price, first?.listPrice], [price, listPrice]);
    });
  }

  test("a name with a number and capitals in it is no price", async () => {
    const [first] = await read(`<ul>${shown("12-LED", "<p>$9.00</p>")}${shown("b", "<p>$8.00</p>")}</ul>`);
    assert.deepEqual([first.name, first.price], ["Lamp 12-LED", "$9.00"]);
  });
});

describe("names and makers", () => {
  for (const [kind, html, name, brand] of [
    ["heading", "<h3><a href=/p/a>Brisa</a></h3><p class=vendor>Fjord</p>", "Brisa", "Fjord"],
    ["maker's link before the name", "<a href=/brands/fjord>Fjord</a> <a class=title href=/p/a>Brisa</a>", "Brisa", "Fjord"],
    ["microdata", "<span itemprop=brand itemscope><meta itemprop=name content=Fjord></span><b itemprop=name>Brisa</b>", "Brisa", "Fjord"],
    ["JSON in an attribute", `<a href=/p/a data-gtm='{"name":"Brisa","id":"7","brand":"Fjord"}'></a>`, "Brisa", "Fjord"],
    ["values in attributes", '<div data-product-name=Brisa data-product-brand="Fjord"></div>', "Brisa", "Fjord"],
    ["the picture's text", "<p class=brand>by Fjord</p>", "Photo of Brisa", "Fjord"],
  ]) {
    test(kind, async () => {
      const card = `<li><a href="/p/a"><img src="/img/1.png" alt="Photo of Brisa"></a>${html}<p>$9.00</p></li>`;
      const [first] = await read(`<ul>${card}${card.replaceAll("/p/a", "/p/b")}</ul>`);
      assert.deepEqual([first?.name, first?.brand], [name, brand]);
    });
  }
});

describe("what is a product", () => {
  const cards = (from, count) => Array.from({ length: count }, (_, at) => shown(`x${from + at}`, "<p class=price>$9.00</p>")).join("");
  const count = async (html, known) => (await read(html, known)).length;

  test("tiles among cards are none", async () => {
    const tiles =
      '<li class="card"><a href="/gift-cards"><img src="/img/1.png" alt=""><h3>Gift card</h3></a><p class="price">from $10</p></li>' +
      '<li class="card"><a href="/journal/light"><img src="/img/1.png" alt=""><h3>Light</h3></a></li>' +
      '<li class="tile"><a href="/sale"><img src="/img/1.png" alt=""><b>Summer sale</b></a></li>' +
      '<li class="card"><a href="?page=2">Load more</a></li><li><a href="/list/2">More</a></li><li class="sentinel"></li>' +
      '<li class="product-category card"><a href="/product-category/lamps/"><img src="/img/1.png" alt=""><h3>Lamps <mark>(12)</mark></h3></a></li>';
    assert.equal(await count(`<ul>${cards(0, 4)}${tiles}${cards(4, 4)}</ul>`), 8);
  });

  test("a card without a price among others is one: sold out, on request", async () => {
    assert.equal(await count(`<ul>${cards(0, 4)}${shown("sold", "<p>Sold out</p>")}</ul>`), 5);
  });

  test("of a wrapper with a larger menu the products count", async () => {
    const menu = Array.from({ length: 30 }, (_, at) => `<li><a href="/room/${at}">Room ${at}</a></li>`).join("");
    assert.equal(await count(`<nav><ul>${menu}</ul></nav><div><ul>${cards(0, 6)}</ul></div>`), 6);
  });

  test("rows are none, their cells are", async () => {
    const row = (from) => `<div class="row">${cards(from, 3).replaceAll("<li", "<div").replaceAll("</li", "</div")}</div>`;
    const found = await read(row(0) + row(3) + row(6));
    assert.deepEqual([found.length, found[8].name, found[8].tag], [9, "Lamp x8", "card"]);
  });

  test("a tile with several products in it stays one thing, and none", async () => {
    const trio = `<li class="trio"><ul>${cards(20, 3)}</ul></li>`;
    assert.equal(await count(`<ul>${cards(0, 6)}${trio}</ul>`), 6);
  });

  test("a name that many cards have names none of them", async () => {
    const block = (lead) => `<li><div id="product-card-block7">${shown(lead, "<p>$9.00</p>").replace(/<\/?li[^>]*>/g, "")}</div></li>`;
    const found = await read(`<ul>${block("a")}${block("b")}${block("c")}</ul>`);
    assert.deepEqual(
      found.map(({ ids, url }) => [ids, url.split("/").pop()]),
      [
        [[], "a"],
        [[], "b"],
        [[], "c"],
      ],
    );
  });

  test("pictures with names and nothing else are products if most are; links alone are not", async () => {
    assert.equal(await count(`<ul>${["a", "b", "c"].map((lead) => shown(lead, "")).join("")}</ul>`), 3);
    assert.equal(await count('<ul><li><a href="/x">X</a></li><li><a href="/y">Y</a></li><li><a href="/z">Z</a></li></ul>'), 0);
    assert.equal(await count('<ul><li data-product-id="1">X</li><li data-product-id="2">Y</li></ul>'), 2);
  });

  test("a card whose link lies in an open shadow root is found", async () => {
    const found = await (await lab()).evaluate(async () => {
      const { productCards } = await import("/pkg/auto/evidence.js");
      const root = document.createElement("ul");
      for (const lead of ["a", "b"]) {
        const card = document.createElement("li");
        const host = document.createElement("shop-card");
        host.attachShadow({ mode: "open" }).innerHTML = `<a href="/p/${lead}">Lamp</a>`;
        card.append(host, "$9.00");
        root.append(card);
      }
      document.querySelector("main").replaceChildren(root);
      return productCards(root, () => false).size;
    });
    assert.equal(found, 2);
  });
});
