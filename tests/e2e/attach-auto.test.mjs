/** Zero configuration: what is read from shops as they are, and what becomes of what a shopper does there. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESKTOP, instrumented, launch, settled } from "./fixtures/browser.mjs";
import { goods, serveShops } from "./fixtures/server.mjs";

let server;
let browser;
let context;
before(async () => {
  server = await serveShops();
  browser = await launch();
  context = await browser.newContext({ viewport: DESKTOP });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function open(path) {
  const page = await instrumented(context);
  await page.goto(server.url + path);
  await settled(page);
  return page;
}

/** A page of a shop whose shopper said yes, for this visit. */
const openLearning = (path) => open(path + (path.includes("?") ? "&" : "?") + "consent=session");

/** Everything learned about products, by id. `inspect` wants a gesture: a key that does nothing. */
async function learned(page) {
  await page.keyboard.press("Shift");
  const facts = await page.evaluate(() => window.__shelf.privacy.inspect());
  return Object.fromEntries(
    facts.filter(({ kind }) => kind === "product").map(({ key, name, count }) => [key.replace("product:", ""), { name, count }]),
  );
}

/** Runs one of the package's readers in the page. */
const found = (page, module, name, ...more) =>
  page.evaluate(
    async ([module, name, more]) => {
      const reader = (await import(`/pkg/auto/${module}.js`))[name];
      const recipes = await Promise.all(more.map(async ([file, recipe]) => (await import(`/pkg/auto/${file}.js`))[recipe]));
      return reader(document, ...(recipes.length ? [recipes] : []));
    },
    [module, name, more],
  );

const sample = goods[4]; // on sale

describe("reading", () => {
  test("JSON-LD: a list inside a graph, addresses made absolute", async () => {
    const page = await open("/shop/theme");
    const all = await found(page, "jsonld", "jsonLdProducts");
    assert.equal(all.length, 48);
    const { product, ids, url } = all[4];
    assert.deepEqual(
      [product.name, product.brand.name, product.category, product.offers.price],
      [sample.name, sample.brand, sample.kind, sample.price.toFixed(2)],
    );
    assert.deepEqual([ids, url], [[sample.sku], `${server.url}/shop/p/${sample.slug}`]);
    await page.close();
  });

  test("microdata becomes the JSON-LD it is equivalent to", async () => {
    const page = await open("/shop/theme");
    const all = await page.evaluate(async () => {
      const { microdataProducts } = await import("/pkg/auto/microdata.js");
      const element = (tag, attributes, ...children) => {
        const node = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
        node.append(...children);
        return node;
      };
      const root = element(
        "div",
        {},
        element(
          "div",
          { itemscope: "", itemtype: "https://schema.org/Product" },
          element("a", { itemprop: "url", href: "/shop/p/mug?utm_source=x" }, element("span", { itemprop: "name" }, " Mug ")),
          element("meta", { itemprop: "sku", content: "MUG-1" }),
          element(
            "div",
            { itemprop: "brand", itemscope: "", itemtype: "https://schema.org/Brand" },
            element("meta", { itemprop: "name", content: "Arlo" }),
          ),
          element(
            "div",
            { itemprop: "offers", itemscope: "", itemtype: "https://schema.org/Offer" },
            element("span", { itemprop: "price", content: "12.50" }, "12,50 €"),
            element("link", { itemprop: "availability", href: "https://schema.org/InStock" }),
          ),
          element(
            "div",
            { itemprop: "isRelatedTo", itemscope: "", itemtype: "https://schema.org/Product" },
            element("meta", { itemprop: "name", content: "Saucer" }),
          ),
        ),
        element("div", { itemscope: "", itemtype: "https://schema.org/Person" }, element("span", { itemprop: "name" }, "Nobody")),
      );
      document.body.append(root);
      return microdataProducts(root);
    });
    assert.equal(all.length, 1);
    const [{ product, ids, url }] = all;
    assert.deepEqual(
      [product["@type"], product.name, product.brand.name, product.offers.price, product.offers.availability],
      ["Product", "Mug", "Arlo", "12.50", "https://schema.org/InStock"],
    );
    assert.deepEqual([ids, url], [["MUG-1"], `${server.url}/shop/p/mug`]);
    await page.close();
  });

  test("WooCommerce's cards", async () => {
    const page = await open("/shop/woo");
    const all = await found(page, "markup", "markupProducts", ["woocommerce", "wooCommerce"]);
    assert.equal(all.length, 48);
    assert.deepEqual(all[4], {
      product: {
        url: `${server.url}/product/${sample.slug}`,
        name: sample.name,
        price: `£${sample.price.toFixed(2)}`,
        listPrice: `£${sample.listPrice.toFixed(2)}`,
        rating: sample.rating.toFixed(2),
        category: [sample.kind.toLowerCase().replace("-", " ")],
        tags: [sample.brand.toLowerCase()],
        onSale: true,
      },
      ids: [sample.id, sample.sku],
      url: `${server.url}/product/${sample.slug}`,
      rank: 1,
    });
    assert.equal(all[0].product.listPrice, undefined);
    await page.close();
  });

  test("Magento's cards", async () => {
    const page = await open("/shop/woo");
    const all = await page.evaluate(async () => {
      const { markupProducts } = await import("/pkg/auto/markup.js");
      const { magento } = await import("/pkg/auto/magento.js");
      document.querySelector("#main").innerHTML = `<ol class="products list items product-items"><li class="item product product-item">
        <div class="product-item-info" id="product-item-info_14" data-container="product-grid">
        <a href="/push-it-messenger-bag.html" class="product photo product-item-photo" tabindex="-1"><img alt=""></a>
        <div class="product details product-item-details"><strong class="product name product-item-name"><a class="product-item-link" href="/push-it-messenger-bag.html"> Push It Messenger Bag </a></strong>
        <div class="product-reviews-summary short"><div class="rating-summary"><div class="rating-result" title="60%"><span><span>60%</span></span></div></div></div>
        <div class="price-box price-final_price" data-role="priceBox" data-product-id="14" data-price-box="product-id-14">
        <span class="special-price"><span class="price-container"><span id="product-price-14" data-price-amount="36" data-price-type="finalPrice" class="price-wrapper"><span class="price">$36.00</span></span></span></span>
        <span class="old-price"><span class="price-container"><span id="old-price-14" data-price-amount="45" data-price-type="oldPrice" class="price-wrapper"><span class="price">$45.00</span></span></span></span></div>
        <form data-role="tocart-form" data-product-sku="24-WB04" action="/checkout/cart/add" method="post"><input type="hidden" name="product" value="14"><button type="submit">Add to Cart</button></form></div></div></li></ol>`;
      return markupProducts(document, [magento]);
    });
    assert.deepEqual(all, [
      {
        product: {
          url: `${server.url}/push-it-messenger-bag.html`,
          name: "Push It Messenger Bag",
          price: "36",
          listPrice: "45",
          rating: 3,
        },
        ids: ["14"],
        url: `${server.url}/push-it-messenger-bag.html`,
        rank: 1,
      },
    ]);
    await page.close();
  });

  test("Shopify: the analytics object and Dawn's cards meet in one product", async () => {
    const page = await open("/shop/dawn");
    const [analytics] = (await found(page, "shopify", "shopifyProducts")).slice(4);
    assert.deepEqual(
      [analytics.ids, analytics.also, analytics.product.title, analytics.product.price],
      [[`81000${sample.id}`], [`44000${sample.id}`], sample.name, Math.round(sample.price * 100)],
    );
    const card = (await found(page, "markup", "markupProducts", ["shopify", "dawn"]))[4];
    assert.deepEqual(card, {
      product: {
        url: `${server.url}/products/${sample.slug}`,
        name: sample.name,
        price: `$${sample.price.toFixed(2)} USD`,
        listPrice: `$${sample.listPrice.toFixed(2)} USD`,
        brand: sample.brand,
      },
      ids: [`81000${sample.id}`],
      url: `${server.url}/products/${sample.slug}`,
      rank: 1,
    });
    await page.close();
  });

  for (const [path, id] of [
    ["/shop/theme", sample.sku],
    ["/shop/theme?mute", (url) => `${url}/shop/p/${sample.slug}`],
    ["/shop/woo", sample.id],
    ["/shop/dawn", `81000${sample.id}`],
  ]) {
    test(`${path}: the engine knows every product, once, with its price`, async () => {
      const page = await open(path);
      const known = typeof id === "function" ? id(server.url) : id;
      const answer = await page.evaluate((id) => window.__shelf.addProducts({ id }), known);
      assert.deepEqual(answer, { added: 0, updated: 1, rejected: [] });
      assert.deepEqual(page.problems, []);
      await page.close();
    });
  }
});

describe("deeds", () => {
  test("a product page is a view, whatever tells of it, under the id its listing has", async () => {
    for (const [path, id] of [
      [`/shop/p/${sample.slug}`, sample.sku],
      [`/shop/p/${sample.slug}?mute`, `${server.url}/shop/p/${sample.slug}`],
      [`/product/${sample.slug}/`, sample.id],
      [`/products/${sample.slug}`, `81000${sample.id}`],
      [`/collections/all/products/${sample.slug}`, `81000${sample.id}`],
    ]) {
      const page = await openLearning(path);
      assert.deepEqual(await learned(page), { [id]: { name: sample.name, count: 1 } }, path);
      await page.close();
    }
  });

  test("the data layer's basket counts once for each push", async () => {
    const page = await openLearning("/shop/theme");
    await page.click(`[data-add="${sample.sku}"]`);
    assert.equal((await learned(page))[sample.sku].count, 1);
    await page.waitForTimeout(20);
    await page.click(`[data-add="${sample.sku}"]`);
    assert.equal((await learned(page))[sample.sku].count, 2);
    await page.close();
  });

  test("WooCommerce's and Shopify's own basket buttons count without a data layer", async () => {
    for (const [path, button, id] of [
      ["/shop/woo", `a[data-product_id="${sample.id}"]`, sample.id],
      [`/product/${sample.slug}/`, ".single_add_to_cart_button", sample.id],
      [`/products/${sample.slug}`, 'button[name="add"]', `81000${sample.id}`],
    ]) {
      const page = await openLearning(path);
      const before = (await learned(page))[id]?.count ?? 0;
      await page.click(button);
      assert.equal((await learned(page))[id].count, before + 1, path);
      await page.close();
    }
  });

  test("Shopify's standard events: a page is a view, a card is none, a refused basket change is none", async () => {
    const page = await openLearning("/shop/dawn");
    const ids = await page.evaluate(
      async (goods) => {
        const [seen, viewed, added, refused] = goods;
        const send = (name, fields) =>
          document.querySelector(".grid__item").dispatchEvent(Object.assign(new Event(`shopify:${name}`, { bubbles: true }), fields));
        const product = ({ id, slug, name, brand, price }) => ({
          id: `gid://shopify/Product/81000${id}`,
          handle: slug,
          title: name,
          vendor: brand,
          productType: "",
          priceRange: { minVariantPrice: { amount: String(price) } },
        });
        send("product:view", { context: "collection", product: product(seen), selectedVariant: null, selectedOptions: [] });
        send("product:view", {
          context: "page",
          product: product(viewed),
          selectedVariant: { id: "gid://shopify/ProductVariant/1", price: { amount: "12.00" } },
          selectedOptions: [],
        });
        const line = ({ id }) => ({ merchandiseId: `gid://shopify/ProductVariant/44000${id}`, quantity: 1 });
        send("cart:lines-update", {
          action: "add",
          context: "product",
          lines: [line(added)],
          promise: Promise.resolve({ cart: { lines: [] }, userErrors: [] }),
        });
        send("cart:lines-update", {
          action: "add",
          context: "product",
          lines: [line(refused)],
          promise: Promise.resolve({ cart: { lines: [] }, userErrors: [{ code: "INVALID" }] }),
        });
        await new Promise((resolve) => setTimeout(resolve, 50));
        return goods.map(({ id }) => `81000${id}`);
      },
      goods.slice(0, 4),
    );
    assert.deepEqual(Object.keys(await learned(page)).sort(), [ids[1], ids[2]].sort());
    await page.close();
  });

  test("a choice in a list is told once, though the data layer tells it too", async () => {
    const page = await openLearning("/shop/theme");
    await page.evaluate(() => document.addEventListener("click", (event) => event.preventDefault()));
    await page.click("#product-2302 a");
    await page.evaluate((item_id) => window.dataLayer.push({ event: "select_item", ecommerce: { items: [{ item_id }] } }), goods[1].sku);
    assert.equal((await learned(page))[goods[1].sku].count, 1);
    await page.close();
  });

  test("looking at a product page is measured, and told when the page is left", async () => {
    const page = await openLearning(`/product/${sample.slug}/`);
    await page.evaluate(() => {
      window.learned = 0;
      window.__shelf.on("learned", () => window.learned++);
    });
    await page.waitForTimeout(3300);
    assert.equal(await page.evaluate(() => window.learned), 0);
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      delete document.visibilityState;
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    });
    assert.equal(await page.evaluate(() => window.learned), 1);
    await page.close();
  });

  test("without a yes nothing is learned", async () => {
    const page = await open(`/product/${sample.slug}/`);
    await page.click(".single_add_to_cart_button");
    assert.deepEqual(await learned(page), {});
    await page.close();
  });
});

describe("set-up", () => {
  test("nothing global is defined and nothing is announced unasked", async () => {
    const page = await instrumented(context);
    await page.route(/\/shop\/woo/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace(" data-ownshelf-expose", "") });
    });
    await page.addInitScript(() => {
      window.before = new Set(Object.keys(window));
    });
    await page.goto(`${server.url}/shop/woo`);
    await page.waitForTimeout(1500);
    assert.equal(await page.evaluate(() => window.__shelf), undefined);
    const added = await page.evaluate(() => Object.keys(window).filter((name) => !window.before.has(name)));
    assert.deepEqual(
      added.filter((name) => !/^(?:before|dataLayer|__seen)$/.test(name)),
      [],
    );
    await page.close();
  });

  test("a strict policy with Trusted Types is kept, switch and settings included", async () => {
    const page = await open("/shop/theme");
    await page.evaluate(() => {
      const place = document.createElement("div");
      place.dataset.ownshelfControls = "privacy why";
      document.querySelector("main").append(place);
    });
    await page.waitForSelector("ownshelf-privacy", { state: "attached" });
    await settled(page);
    assert.deepEqual(page.problems, []);
    assert.equal(await page.evaluate(() => document.querySelectorAll("[data-ownshelf-listing] [style]").length), 0);
    await page.close();
  });

  test("rules of the shop stand in the page", async () => {
    const page = await instrumented(context);
    await page.route(/\/shop\/woo/, async (route) => {
      const answer = await route.fetch();
      const rules = `<script type="application/json" data-ownshelf-rules>[{"action":"pin","match":{"id":"2320"},"position":20},{"action":"hide","match":{"id":"2340"}}]</script>`;
      await route.fulfill({ response: answer, body: (await answer.text()).replace("</head>", `${rules}</head>`) });
    });
    await page.goto(`${server.url}/shop/woo?hold=patient`);
    await settled(page);
    const cards = await page.$$eval("li.product", (all) =>
      all.map((card) => [/post-(\d+)/.exec(card.className)[1], card.checkVisibility()]),
    );
    assert.equal(cards.find(([id]) => id === "2340")[1], false);
    assert.equal(cards.filter(([, visible]) => !visible).length, 1);
    assert.equal(cards[19][0], "2320");
    await page.close();
  });

  test("a consent manager decides where the page names one", async () => {
    const page = await open("/shop/theme?consent=google");
    const active = () =>
      page.evaluate(() =>
        window.__shelf.privacy
          .purposes()
          .filter(({ active }) => active)
          .map(({ purpose }) => purpose),
      );
    assert.deepEqual(await active(), []);
    await page.evaluate(() => {
      gtag("consent", "update", { personalization_storage: "granted" });
    });
    assert.ok((await active()).includes("rank"));
    await page.evaluate(() => {
      gtag("consent", "update", { personalization_storage: "denied" });
    });
    assert.deepEqual(await active(), []);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  test("a consent manager nobody knows means asking", async () => {
    const page = await open("/shop/theme?consent=nonsense");
    assert.deepEqual(await page.evaluate(() => window.__shelf.privacy.purposes().filter(({ active }) => active)), []);
    assert.equal(page.problems.length, 1);
    await page.close();
  });

  test("importing the entry where there is no page does nothing", async () => {
    await import("../../pkg/auto.js");
  });
});
