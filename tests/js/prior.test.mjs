/** What `ownshelf train` writes is taken by `createShelf`, and is where a shopper's own profile starts from. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createShelf } from "../../pkg/node.js";
import { commandLine } from "../programs.mjs";

const NOW = 1_700_000_000_000;
const listing = (shift) =>
  Array.from({ length: 8 }, (_, at) => {
    const n = (at + shift) % 8;
    return { id: `p${n}`, price: 10 + n, category: ["Things"], brand: n === 5 ? "Loved" : `Brand ${n}` };
  });

let folder;
let prior;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "ownshelf-prior-"));
  const log = join(folder, "log.jsonl");
  const lines = Array.from({ length: 400 }, (_, line) => {
    const at = NOW + line * 60_000;
    return JSON.stringify({
      shopper: `s${Math.floor(line / 4)}`,
      at,
      listing: listing(line),
      events: [{ name: "select_item", id: "p5", at: at + 5000, dwellMs: 15000 }],
    });
  });
  writeFileSync(log, lines.join("\n"));
  const out = join(folder, "prior");
  execFileSync(commandLine(), ["train", log, "--out", out], { stdio: "pipe" });
  prior = readFileSync(out);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const open = (options) => createShelf({ consent: "session", now: () => NOW + 1e8, ...options });
const places = async (options) => {
  const shelf = await open(options);
  const first = shelf.rank(listing(0));
  shelf.record({ name: "view_item", id: "p1", dwellMs: 20000 });
  const then = shelf.rank(listing(0));
  return { first: first.order, loved: then.explain("p5") };
};

test("it fits into 8 KB", () => assert.ok(prior.length > 100 && prior.length <= 8192, `${prior.length} bytes`));

test("with it an empty profile still leaves the shop's order, and the first look already ranks what others love", async () => {
  const [without, buffer, view] = [await places({}), await places({ prior: new Uint8Array(prior).buffer }), await places({ prior })];
  const shop = listing(0).map(({ id }) => id);
  assert.deepEqual(without.first, shop);
  assert.deepEqual(view.first, shop);
  assert.ok(view.loved.score > without.loved.score, `${view.loved.score} > ${without.loved.score}`);
  assert.ok(view.loved.position < without.loved.position, `${view.loved.position} < ${without.loved.position}`);
  assert.deepEqual(buffer, view);
});

test("what is no prior is refused by name", async () => {
  for (const given of [new Uint8Array(9), prior.subarray(0, prior.length - 3), "text", { length: 3 }]) {
    await assert.rejects(
      open({ prior: given }),
      ({ name, code, message }) => name === "OwnshelfError" && code === "invalid_input" && /prior/.test(message),
    );
  }
});
