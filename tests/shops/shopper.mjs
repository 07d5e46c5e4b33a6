/**
 * A shopper who acts by page loads, as most shops work: opens three lamps of one maker, puts one into the basket, comes back to the
 * list. Another opens cheap lamps only. The screen is low, so that most of the list lies below it and may change.
 */

import { instrumented, settled } from "../e2e/fixtures/browser.mjs";
import { writtenDown } from "../e2e/panel/harness.mjs";
import { LIKED, lamps, opened, openedCheap, otherCheap, others } from "./goods.mjs";
import { basketCount, readListing } from "./reading.mjs";

const SCREEN = { width: 1280, height: 260 };
const PURPOSES = ["rank", "dwell", "price", "layout", "suggest", "remember"];

/**
 * What became of one shop.
 * @typedef {object} Outcome
 * @property {string} shop
 * @property {number} found cards
 * @property {number} prices right
 * @property {number} names right
 * @property {number} brands right
 * @property {number} moved what is no card and stands elsewhere
 * @property {number} opened places the opened lamps rose on average
 * @property {number} others places the maker's others rose on average
 * @property {number} cheap places the other cheap lamps rose for who opens cheap ones
 * @property {boolean} basket whether the basket was heard, for the right lamp
 * @property {string[]} problems what the console said
 * @property {number} cls layout shift beyond the bare page's
 */

/**
 * @param {import("playwright-core").Browser} browser
 * @param {{ address: (shop: import("./page.mjs").Shop, path: string) => string }} server
 * @param {import("./page.mjs").Shop} shop
 * @returns {Promise<Outcome>}
 */
export async function visit(browser, server, shop) {
  const bare = await inContext(browser, async (open) => {
    const page = await open(server.address(shop, "/lamps?bare"));
    return { ...(await layoutOf(page, shop)), cls: await shiftOf(page) };
  });
  const liking = await inContext(browser, (open) => openSome(open, server, shop, opened, true));
  const cheap = await inContext(browser, (open) => openSome(open, server, shop, openedCheap, false));
  const place = (order, lamp) => order.indexOf(lamp.slug);
  const rise = (order, some) => mean(some.map((lamp) => place(bare.order, lamp) - place(order, lamp)));
  return {
    shop: shop.name,
    ...liking.read,
    moved:
      liking.layout.rest.filter((what, at) => what !== bare.rest[at]).length +
      cheap.layout.rest.filter((what, at) => what !== bare.rest[at]).length,
    opened: rise(liking.layout.order, opened),
    others: rise(liking.layout.order, others),
    cheap: rise(cheap.layout.order, otherCheap),
    basket: liking.basket,
    problems: [...liking.problems, ...cheap.problems],
    cls: Math.max(0, liking.cls - bare.cls),
  };
}

const mean = (numbers) => numbers.reduce((a, b) => a + b, 0) / numbers.length;

/** @template T @param {import("playwright-core").Browser} browser @param {(open: (url: string) => Promise<any>) => Promise<T>} act */
async function inContext(browser, act) {
  const context = await browser.newContext({ viewport: SCREEN });
  try {
    const page = await instrumented(context);
    return await act(async (url) => {
      await page.goto(url);
      return page;
    });
  } finally {
    await context.close();
  }
}

/** Says yes, opens some lamps, comes back. */
async function openSome(open, server, shop, some, buys) {
  const page = await open(server.address(shop, "/lamps"));
  await settled(page);
  await page.evaluate((purposes) => {
    window.__shelf.privacy.set(Object.fromEntries(purposes.map((purpose) => [purpose, "granted"])));
  }, PURPOSES);
  const read = await page.evaluate(readListing, [shop.card, lamps]);
  await page.evaluate(writtenDown);
  let basket = false;
  for (const lamp of some) {
    await open(server.address(shop, shop.path(lamp)));
    await page.keyboard.press("Shift"); // somebody is there: nothing waits for the page to be idle
    await settled(page);
    if (buys && lamp === some.at(-1)) {
      const before = await basketCount(page, lamp);
      await page.click(shop.basket);
      basket = (await basketCount(page, lamp)) === before + 1;
    }
    await page.evaluate(writtenDown);
  }
  await open(server.address(shop, "/lamps"));
  await settled(page);
  const layout = await layoutOf(page, shop);
  return { read, basket, layout, problems: page.problems, cls: await shiftOf(page) };
}

const shiftOf = (page) => page.evaluate(() => window.__seen.cls);

/** The lamps as they stand, and everything else of the list with its place. */
const layoutOf = (page, shop) =>
  page.evaluate(
    ([selector, names]) => {
      const cards = [...document.querySelectorAll(selector)];
      const slugOf = (card) => names.find(([, name]) => card.textContent.includes(name))?.[0];
      const parents = [...new Set(cards.map((card) => card.parentElement))];
      const rest = parents.flatMap((parent, nth) =>
        [...parent.children].flatMap((child, at) => (cards.includes(child) ? [] : [`${nth} ${at} ${child.outerHTML.slice(0, 200)}`])),
      );
      return { order: cards.map(slugOf), rest };
    },
    [shop.card, lamps.map(({ slug, name }) => [slug, name])],
  );

/** What falls short, in words. @param {Outcome} outcome @param {import("./page.mjs").Shop} shop */
export function shortfalls(outcome, shop) {
  const enough = 0.9 * lamps.length;
  const bars = [
    [outcome.found === lamps.length, `${outcome.found} of ${lamps.length} cards found`],
    [outcome.prices >= enough, `${outcome.prices} prices right`],
    [outcome.names >= enough, `${outcome.names} names right`],
    [outcome.brands >= enough, `${outcome.brands} brands right`],
    [outcome.moved === 0, `${outcome.moved} things moved that are no cards`],
    [shop.still ? outcome.opened === 0 : outcome.opened > 0, `opened ones rose by ${outcome.opened}`],
    [
      shop.still ? outcome.others === 0 : shop.makerStays ? outcome.others <= 0 : outcome.others > 0,
      `${LIKED}'s others rose by ${outcome.others}`,
    ],
    [shop.still ? outcome.cheap === 0 : outcome.cheap > 0, `cheap ones rose by ${outcome.cheap}`],
    [outcome.basket, "the basket was not heard"],
    [outcome.problems.length === 0, `the console says ${outcome.problems.join("; ")}`],
    [outcome.cls < 0.001, `layout shift ${outcome.cls}`],
  ];
  return bars.filter(([good]) => !good).map(([, why]) => /** @type {string} */ (why));
}
