/** What the package reads from a shop's page, asked in the page. */

/**
 * Runs in the page: how many cards were found, and how many prices and names are right by their cards alone; brands may come from
 * elsewhere on the page.
 * @param {[string, import("./goods.mjs").Lamp[]]} input selector of cards, and what they show
 */
export async function readListing([selector, lamps]) {
  const [{ ListingCards }, { Identity }, { readProducts }, { fromItems }] = await Promise.all(
    ["listing-cards", "identity", "readers", "datalayer"].map((name) => import(`/pkg/auto/${name}.js`)),
  );
  const identity = new Identity();
  const pushes = (window.dataLayer ?? []).flatMap(({ ecommerce }) => (ecommerce ? fromItems(ecommerce) : []));
  const page = [...readProducts(document), ...pushes];
  page.forEach((one) => identity.add(one, one.rank));
  const listing = document.querySelector("[data-ownshelf-listing]");
  const cards = new ListingCards(identity);
  const found = cards.products(listing);
  found.forEach((one) => identity.add(one, one.rank));
  const brandOf = (product) => product.item_brand ?? product.brand?.name ?? product.brand;
  const digits = (price) => String(typeof price === "number" ? price.toFixed(2) : price).replace(/\D/g, "");
  const right = { found: 0, prices: 0, names: 0, brands: 0 };
  for (const card of document.querySelectorAll(selector)) {
    const lamp = lamps.find(({ name }) => card.textContent.includes(name));
    const id = cards.idOf(listing, card);
    if (id === undefined) continue;
    right.found++;
    const own = found.find((one) => identity.resolve(one) === id);
    const all = [own, ...page.filter((one) => identity.resolve(one) === id)].filter(Boolean);
    const brands = all.map(({ product }) => brandOf(product)).filter(Boolean);
    const isListRight = digits(own?.product.listPrice ?? "") === (lamp.listPrice ? digits(lamp.listPrice) : "");
    if (digits(own?.product.price) === digits(lamp.price) && isListRight) right.prices++;
    if (own?.product.name === lamp.name) right.names++;
    if (brands.at(-1)?.toLowerCase() === lamp.brand.toLowerCase()) right.brands++;
  }
  const ids = [...document.querySelectorAll(selector)].map((card) => cards.idOf(listing, card));
  right.found = new Set(ids.filter(Boolean)).size;
  return right;
}

/** How often the shelf heard of this lamp. @param {import("playwright-core").Page} page @param {import("./goods.mjs").Lamp} lamp */
export async function basketCount(page, lamp) {
  await page.keyboard.press("Shift"); // inspecting wants a gesture
  const facts = await page.evaluate(() => window.__shelf.privacy.inspect());
  return facts.find((fact) => fact.kind === "product" && fact.name === lamp.name)?.count ?? 0;
}
