// `npm install ownshelf` beside each version of a framework that shops have: it never fails for a version, and where the
// binding works with that version, it renders the shop's list there.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));
/** What npm says when no registry answers and its cache does not have a package either. */
const AWAY = /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/;

const CORE = `const { createShelf } = await import("ownshelf");
  const shelf = await createShelf({ storage: "memory" });
  if (shelf.rank(["b", "a"]).order.join() !== "b,a") throw new Error("the engine does not rank");`;

const REACT = `${CORE}
  const { createElement: h, createRef } = await import("react");
  const { renderToString } = await import("react-dom/server");
  const { Listing, PrivacyPanel, ShelfProvider } = await import("ownshelf/react");
  const Card = ({ item }) => h("li", null, item.id);
  console.error = (...words) => { throw new Error(words.join(" ")); };
  const list = h(Listing, { items: [{ id: "b" }, { id: "a" }], listId: "l", labels: false, className: "tiles", children: (item) => h(Card, { item }) });
  console.log(renderToString(h(ShelfProvider, null, list, h(PrivacyPanel, { ref: createRef(), className: "quiet" }))));`;

const VUE = `${CORE}
  const { createSSRApp, h } = await import("vue");
  const { renderToString } = await import("vue/server-renderer");
  const { createOwnshelf, Listing, PrivacyPanel } = await import("ownshelf/vue");
  const Card = { props: ["item"], render() { return h("li", this.item.id); } };
  console.warn = (...words) => { throw new Error(words.join(" ")); };
  const app = createSSRApp({ render: () => [
    h(Listing, { items: [{ id: "b" }, { id: "a" }], listId: "l", labels: false, class: "tiles" }, { default: ({ item }) => h(Card, { item }) }),
    h(PrivacyPanel, { class: "quiet" }),
  ] });
  app.use(createOwnshelf());
  console.log(await renderToString(app));`;

/** The frameworks beside the package, what runs there, and what it has to print. */
const SHOPS = [
  [["react@17", "react-dom@17"], CORE],
  [["react@18", "react-dom@18"], REACT],
  [["vue@2"], CORE],
  [["vue@3.3"], VUE],
  [["vue@3.4"], VUE],
];

let folder;
let tarball;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "ownshelf-install-"));
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: pkg });
  tarball = join(folder, JSON.parse(stdout)[0].filename);
});
after(() => rm(folder, { recursive: true }));

for (const [frameworks, script] of SHOPS) {
  test(`installs beside ${frameworks.join(" and ")}, without a warning`, async (context) => {
    const shop = await mkdtemp(join(folder, "shop-"));
    await writeFile(join(shop, "package.json"), JSON.stringify({ name: "shop", private: true, type: "module" }));
    const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--strict-peer-deps"];
    try {
      // The framework first, as in a shop that has it; what npm says of its age is the framework's affair.
      await run("npm", [...install, ...frameworks], { cwd: shop });
    } catch (error) {
      if (AWAY.test(error.stderr)) return context.skip("no registry");
      throw error;
    }
    const { stderr } = await run("npm", [...install, tarball], { cwd: shop });
    assert.doesNotMatch(stderr, /ownshelf|ERESOLVE/);
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], { cwd: shop });
    if (script === CORE) return;
    assert.match(stdout, /<ul class="tiles">(?:<!--\[-->)?<li[^>]*>b<\/li><li[^>]*>a<\/li>(?:<!--\]-->)?<\/ul>/);
    assert.match(stdout, /<ownshelf-privacy class="quiet"><\/ownshelf-privacy>/);
    assert.doesNotMatch(stdout, /labels|listid/i);
  });
}
