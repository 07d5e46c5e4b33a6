/** How a page's many names for its products and deeds become one: the parts that need no page. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { productUrl } from "../../pkg/attach/links.js";
import { fromItem, fromItems, watchDataLayer } from "../../pkg/auto/datalayer.js";
import { withId } from "../../pkg/auto/found-product.js";
import { Identity, RANK } from "../../pkg/auto/identity.js";
import { readJson } from "../../pkg/auto/json-text.js";
import { fromNode, isProduct, jsonLdProducts } from "../../pkg/auto/jsonld.js";
import { Recorder } from "../../pkg/auto/recorder.js";
import { chosenSort } from "../../pkg/auto/sorting.js";

const BASE = "https://shop.example/list/";

test("a product of JSON-LD is read as one though it has a field called product", () => {
  globalThis.Element ??= class {};
  const textContent = JSON.stringify({ "@type": "Product", sku: "S1", product: "of another schema" });
  const [found] = jsonLdProducts(/** @type {any} */ ({ querySelectorAll: () => [{ textContent }] }));
  assert.deepEqual(found.ids, ["S1"]);
});

test("an address has one spelling", () => {
  for (const [href, want] of [
    ["/p/mug/", "https://shop.example/p/mug"],
    ["../p/mug?utm_source=mail#top", "https://shop.example/p/mug"],
    ["/collections/sale/products/mug?variant=7", "https://shop.example/products/mug"],
    ["/product.php?id=7&utm_source=x&gclid=y", "https://shop.example/product.php?id=7"],
    ["/index.php?product_id=7&route=product", "https://shop.example/index.php?product_id=7&route=product"],
    ["/?p=12", "https://shop.example/?p=12"],
    ["https://other.example/p", "https://other.example/p"],
    ["http://www.shop.example/p/mug", "https://shop.example/p/mug"],
    ["//shop.example/p/mug", "https://shop.example/p/mug"],
    ["#/p/mug/", "https://shop.example/list#/p/mug"],
    ["#reviews", undefined],
    ["javascript:void 0", undefined],
    ["mailto:a@shop.example", undefined],
    ["http://[", undefined],
    ["", undefined],
    [null, undefined],
  ]) {
    assert.equal(productUrl(href, BASE), want, String(href));
  }
});

test("names found apart become one product, and the data layer's name wins whatever came first", () => {
  const url = "https://shop.example/p/mug";
  const names = [
    [{ ids: ["17"], url }, RANK.markup],
    [{ ids: ["MUG-1"], url }, RANK.structured],
    [{ ids: ["mug"], also: ["MUG-1"] }, RANK.dataLayer],
  ];
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ]) {
    const identity = new Identity();
    order.forEach((at) => identity.add(...names[at]));
    for (const name of [{ ids: ["17"] }, { ids: ["MUG-1"] }, { url }, { ids: ["unknown", "mug"] }]) {
      assert.equal(identity.resolve(name), "mug");
    }
  }
});

test("a listing that says little and a product page that says much come to the same id", () => {
  const url = "https://shop.example/p/mug";
  const [listing, page] = [new Identity(), new Identity()];
  listing.add({ ids: ["theme-17"], url }, RANK.markup);
  page.add({ ids: ["MUG-1"], url }, RANK.structured);
  assert.equal(listing.resolve({ ids: ["theme-17"] }), page.resolve({ ids: ["MUG-1"] }));
  for (const identity of [listing, page]) identity.add({ ids: ["17"], url }, RANK.explicit);
  const other = new Identity();
  other.add({ ids: ["MUG-1"], url }, RANK.dataLayer);
  other.add({ ids: ["17"], url }, RANK.platform);
  assert.equal(other.resolve({ url }), "17");
});

test("an id that was given out stays, and strangers stay strangers", () => {
  const identity = new Identity();
  identity.add({ ids: ["17"], url: "u" }, RANK.dataLayer);
  assert.equal(identity.resolve({ url: "u" }), "17");
  identity.add({ ids: ["mug"], also: ["17"] }, RANK.platform);
  assert.equal(identity.resolve({ ids: ["mug"] }), "17");
  assert.equal(identity.resolve({ ids: ["18"] }), undefined);
  identity.add({ url: "v" }, RANK.markup);
  assert.equal(identity.resolve({ url: "v" }), "v");
});

test("JSON-LD: references, variants and addresses", () => {
  const brand = { "@id": "#brand", "@type": "Brand", name: "Arlo" };
  const { product, ids, also, url } = fromNode(
    {
      "@type": ["http://schema.org/ProductGroup"],
      productGroupID: "G1",
      url: "https://shop.example/p/g1/",
      brand: { "@id": "#brand" },
      hasVariant: [
        { "@type": "Product", sku: "G1-S", offers: { "@type": "Offer", price: "10.00" } },
        { "@type": "Product", sku: "G1-M", offers: { "@type": "Offer", price: "12.00" } },
      ],
    },
    new Map([["#brand", brand]]),
  );
  assert.deepEqual(product.brand, brand);
  assert.deepEqual(
    product.offers.map(({ price }) => price),
    ["10.00", "12.00"],
  );
  assert.equal(url, "https://shop.example/p/g1");
  assert.deepEqual([ids, also], [["G1"], ["G1-S", "G1-M"]]);
  assert.ok(isProduct({ "@type": "https://schema.org/Product" }) && isProduct({ "@type": ["Thing", "Product"] }));
  assert.ok(!isProduct({ "@type": "ProductCollection" }) && !isProduct({}));
});

test("a product is handed on under its agreed id in its own shape", () => {
  assert.deepEqual(withId({ "@type": "Product", name: "Mug" }, "m"), { "@type": "Product", name: "Mug", sku: "m" });
  assert.deepEqual(withId({ item_name: "Mug" }, "m"), { item_name: "Mug", item_id: "m" });
  assert.deepEqual(withId({ id: 7, title: "Mug", variants: [] }, "m"), { id: "m", title: "Mug", variants: [] });
});

test("JSON is read as shops' templates print it", () => {
  const data = { "@type": "Product", name: "Two\nlines, ]", offers: { price: 9 } };
  const printed = JSON.stringify(data);
  const raw = printed.replace("\\n", "\n");
  for (const [kind, text] of Object.entries({
    plain: printed,
    "raw line break": raw,
    "byte order mark": `\ufeff${printed}`,
    CDATA: `//<![CDATA[\n${raw}\n//]]>`,
    "CDATA in comments": `/*<![CDATA[*/${printed}/*]]>*/`,
    "HTML comment": `<!-- ${printed} -->`,
    "commas too many": raw.replace("9}}", "9,}, }"),
    semicolon: `${printed};`,
  })) {
    assert.deepEqual(readJson(text), data, kind);
  }
  assert.deepEqual(readJson('[{"name":"A\tB"},]'), [{ name: "A\tB" }]);
  for (const broken of ["", "{", "var x = 1;", '{"a":}']) assert.equal(readJson(broken), undefined, broken);
});

test("items are read whatever the shop's tag manager calls them, and names are no ids", () => {
  assert.deepEqual(fromItem({ id: 103, item_name: "Mug" }).ids, ["103"]);
  assert.deepEqual(fromItem({ id: "103", name: "Mug" }).ids, ["103"]);
  assert.equal(fromItem({ item_name: "Mug" }), undefined);
  assert.deepEqual(
    fromItems({ items: { item_id: "103" }, currency: "EUR" }).map(({ product }) => product),
    [{ item_id: "103", currency: "EUR" }],
  );
  assert.deepEqual(fromItems({ items: [null, { price: 3 }, { item_id: "1" }] }).length, 1);
  assert.deepEqual(fromItems({}), []);
});

let stop = () => {};
afterEach(() => {
  stop();
  delete globalThis.testLayer;
});

test("the data layer: past and future pushes, gtag, reset, and the page's own push undisturbed", () => {
  const heard = [];
  globalThis.testLayer = [{ "gtm.start": 1 }, { event: "view_item_list", ecommerce: { items: [{ item_id: "a" }] } }];
  const own = [];
  globalThis.testLayer.push = function (...entries) {
    own.push(...entries);
    return Array.prototype.push.apply(this, entries);
  };
  stop = watchDataLayer("testLayer", (name, { items = [] }) => heard.push([name, ...items.map(({ item_id }) => item_id)]));
  const gtag = function () {
    return globalThis.testLayer.push(arguments);
  };
  assert.equal(gtag("event", "view_item", { items: [{ item_id: "b" }] }), 3);
  gtag("config", "G-1");
  globalThis.testLayer.push({ ecommerce: { items: [{ item_id: "c" }] } });
  globalThis.testLayer.push({ event: "add_to_cart" });
  globalThis.testLayer.push({ ecommerce: null });
  globalThis.testLayer.push({ event: "begin_checkout" });
  globalThis.testLayer.push({ event: "search", search_term: "mug" }, null, "noise", 7);
  assert.deepEqual(heard, [
    ["view_item_list", "a"],
    ["view_item", "b"],
    [undefined, "c"],
    ["add_to_cart", "c"],
    ["begin_checkout"],
    ["search"],
  ]);
  assert.equal(own.length, 10);
  stop();
  globalThis.testLayer.push({ event: "purchase", ecommerce: { items: [{ item_id: "d" }] } });
  assert.equal(heard.length, 6);
});

test("a layer that somebody else wrapped after us is left alone", () => {
  globalThis.testLayer = [];
  stop = watchDataLayer("testLayer", () => {});
  const ours = globalThis.testLayer.push;
  const theirs = (...entries) => ours.apply(globalThis.testLayer, entries);
  globalThis.testLayer.push = theirs;
  stop();
  assert.equal(globalThis.testLayer.push, theirs);
  assert.equal(globalThis.testLayer.push({}), 1);
});

test("Google's Shopify channel names the product inside its id", () => {
  assert.deepEqual(fromItem({ item_id: "shopify_US_81_44" }), {
    product: { item_id: "shopify_US_81_44" },
    ids: ["81"],
    also: ["shopify_US_81_44", "44"],
    rank: RANK.dataLayer,
  });
  assert.equal(fromItem({ price: 3 }), undefined);
  assert.equal(fromItem(null), undefined);
});

test("the shopper's sort order is told from the shop's own", () => {
  for (const [query, want] of [
    ["", undefined],
    ["?sort_by=manual", undefined],
    ["?orderby=popularity", undefined],
    ["?sort_by=price-ascending", "price-ascending"],
    ["?orderby=price-desc", "price-desc"],
    ["?product_list_order=price&product_list_dir=desc", "price desc"],
    ["?sort=p.price&order=ASC", "p.price ASC"],
    ["?order=product.price.asc", "product.price.asc"],
  ]) {
    assert.equal(chosenSort(`https://shop.example/list${query}`), want, query);
  }
});

test("a deed told by several sources is recorded once, a deed done twice is recorded twice", () => {
  const recorded = [];
  const shelf = { record: (event) => recorded.push(event), addProducts: () => {} };
  const identity = new Identity();
  const recorder = new Recorder(shelf, identity);
  recorder.learn([{ product: { item_id: "a" }, ids: ["a"], url: "u", rank: RANK.dataLayer }]);
  recorder.record("page", "view_item", [{ url: "u" }]);
  recorder.record("dataLayer", "view_item", [{ ids: ["a"], price: "19.90" }]);
  recorder.record("cart", "add_to_cart", [{ ids: ["a"], quantity: 2 }]);
  recorder.record("dataLayer", "add_to_cart", [{ ids: ["a"], quantity: 2 }]);
  recorder.record("cart", "add_to_cart", [{ ids: ["a"], quantity: 1 }]);
  recorder.record("cart", "add_to_cart", [{ ids: [] }]);
  assert.deepEqual(recorded, [
    { name: "view_item", items: [{ item_id: "a" }] },
    { name: "add_to_cart", items: [{ item_id: "a", quantity: 2 }] },
    { name: "add_to_cart", items: [{ item_id: "a", quantity: 1 }] },
  ]);
});
