/**
 * A stranger's script on the page puts things on Object.prototype. It must never switch anything on, and nothing the package
 * does may leave anything there. (Deserialising options structurally once made a default-off consent come out granted.)
 */
import assert from "node:assert/strict";
import { afterEach, it } from "node:test";
import { createShelf } from "../../pkg/node.js";

const PURPOSES = ["rank", "dwell", "price", "layout", "suggest", "remember", "link", "insights"];
const POISON = {
  ...Object.fromEntries(PURPOSES.map((purpose) => [purpose, "granted"])),
  personalise: true,
  granted: true,
  state: "granted",
  states: { rank: "granted" },
  active: true,
  consent: "session",
  minor: false,
  paused: false,
  gpc: false,
  session: true,
  format: "ownshelf-profile",
  version: 2,
  records: [],
  products: [],
  purposes: { rank: "granted" },
  declared: { premium: true },
  merchandising: [{ action: "hide", match: { id: "a" } }],
  action: "hide",
  match: { id: "a" },
  position: 1,
  priority: 9,
  premium: true,
  allowSensitive: ["health"],
  hiddenBrands: ["x"],
  sensitiveCategories: ["Cameras"],
  storage: "memory",
  toJSON: () => ({ rank: "granted" }),
};
const keys = Object.keys(POISON);
const poison = () => Object.assign(Object.prototype, POISON);
const clean = () => keys.forEach((key) => delete Object.prototype[key]);
afterEach(clean);

/** Runs with the poison in place; assertions come after, in clean air. */
async function poisoned(action) {
  const before = Object.getOwnPropertyNames(Object.prototype);
  poison();
  let result;
  let error;
  try {
    result = await action();
  } catch (thrown) {
    error = thrown;
  }
  clean();
  assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), before.sort());
  return { result, error };
}
const states = (shelf) => shelf.privacy.purposes().filter(({ state, active }) => state !== "unset" || active);

it("no consent comes on, nothing is learned, no rule applies, no wish is made", async () => {
  let shelf;
  const { result, error } = await poisoned(async () => {
    shelf = await createShelf({ locale: "en" });
    shelf.addProducts([{ id: "a", category: "Cameras" }, { id: "b" }]);
    shelf.privacy.set({});
    shelf.privacy.declare({});
    shelf.record({ name: "purchase", id: "a" });
    return { order: shelf.rank(["b", "a"]).order };
  });
  assert.ifError(error);
  assert.deepEqual(result.order, ["b", "a"]);
  assert.deepEqual(states(shelf), []);
  assert.deepEqual(shelf.privacy.declared(), {});
  assert.deepEqual(shelf.privacy.inspect(), []);
  shelf.close();
});

it("a file that is none stays none, and a real one grants nothing", async () => {
  const shelf = await createShelf({ locale: "en" });
  const { error } = await poisoned(() => shelf.privacy.importData({}));
  assert.equal(error?.code, "invalid_input");
  const { error: text } = await poisoned(() => shelf.privacy.importData("{}"));
  assert.equal(text?.code, "invalid_input");
  const { error: none } = await poisoned(() =>
    shelf.privacy.importData({ format: "ownshelf-profile", version: 2, products: [], records: [] }),
  );
  assert.ifError(none);
  assert.deepEqual(states(shelf), []);
  const { error: proto } = await poisoned(() =>
    shelf.privacy.importData(
      '{"format":"ownshelf-profile","version":2,"products":[],"records":[],"__proto__":{"x":1},"purposes":{"__proto__":{"rank":"granted"}}}',
    ),
  );
  assert.ifError(proto);
  assert.deepEqual(states(shelf), []);
  shelf.close();
});

it("a manager's answer counts by its own properties", async () => {
  let say;
  const shelf = await createShelf({
    locale: "en",
    consent: {
      connect: (update) => {
        say = update;
      },
    },
  });
  const { error } = await poisoned(() => say({}));
  assert.ifError(error);
  assert.deepEqual(states(shelf), []);
  shelf.close();
});
