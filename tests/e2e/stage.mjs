/** What the tests of a file play on: one server, one browser, and, if wished, a fresh context for each test. */
import { after, afterEach, before, beforeEach } from "node:test";

/**
 * Registers with the runner what opens and closes them.
 * @template S, B
 * @param {() => Promise<S & { close(): unknown }>} serve
 * @param {() => Promise<B & { close(): unknown }>} launch
 * @param {object} [fresh] options of a context opened for each test and closed after it
 * @returns {{ server: S, browser: B, context: import("playwright-core").BrowserContext }} filled when the tests begin
 */
export function stage(serve, launch, fresh) {
  const at = {};
  before(async () => {
    at.server = await serve();
    at.browser = await launch();
  });
  after(async () => {
    await at.browser?.close();
    await at.server?.close();
  });
  if (fresh) {
    beforeEach(async () => {
      at.context = await at.browser.newContext(fresh);
    });
    afterEach(() => at.context.close());
  }
  return at;
}

/**
 * Waits until a page answers yes. Unlike a page's own `waitForFunction`, which takes a promise for a yes, this waits for what
 * the promise says.
 * @template A
 * @param {{ evaluate(ask: (argument: A) => unknown, argument?: A): Promise<unknown> }} page
 * @param {(argument: A) => Promise<boolean>} ask runs in the page
 * @param {A} [argument]
 */
export async function until(page, ask, argument) {
  const end = Date.now() + 15_000;
  while (!(await page.evaluate(ask, argument))) {
    if (Date.now() > end) throw new Error(`not within 15 s: ${ask}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
