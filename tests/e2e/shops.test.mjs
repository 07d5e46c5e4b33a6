/** The two lines in many shops: every bar of `tests/shops/shopper.mjs` is met in each. `cargo xtask shops` prints the figures. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { shops } from "../shops/pages/index.mjs";
import { serve } from "../shops/server.mjs";
import { shortfalls, visit } from "../shops/shopper.mjs";
import { launch } from "./fixtures/browser.mjs";
import { stage } from "./stage.mjs";

const play = stage(serve, launch);

// Each waits for its page most of the time.
describe("shops", { concurrency: 3 }, () => {
  for (const shop of shops) {
    test(shop.name, async () => {
      assert.deepEqual(shortfalls(await visit(play.browser, play.server, shop), shop), []);
    });
  }
});
