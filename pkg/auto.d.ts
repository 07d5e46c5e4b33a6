/**
 * Side-effect entry for pages without a script of their own:
 *
 * ```html
 * <script type="module" src=".../ownshelf/dist/auto.js"></script>
 * <ul data-ownshelf-listing> … the shop's cards … </ul>
 * ```
 *
 * `dist/auto.js` is this entry for pages without a bundler, in two files, with all others beside it; with one, `import "ownshelf/auto"`.
 *
 * On the script, all optional: `data-ownshelf-consent="session"`, or the manager that is asked instead of Ownshelf:
 * `google`, `tcf`, `gpp`, `shopify`, `klaro`, `cookieconsent` · `data-ownshelf-store` · `data-ownshelf-locale` ·
 * `data-ownshelf-wasm` (address of the engine) · `data-ownshelf-datalayer` (name of the data layer) ·
 * `data-ownshelf-debug` (a table in the console and a label on each card) · `data-ownshelf-expose` (sends `ownshelf:ready`) · `data-ownshelf-early`, with `async`: for pages that hold lists back;
 * the engine is fetched while the page is parsed, for shoppers who are remembered alone.
 *
 * Everything else begins when the page has been painted and the browser is idle, at the latest a second after the first
 * paint, or when the shopper acts.
 *
 * On a list: `data-ownshelf-listing="name"` · `data-ownshelf-context="search | browse | related"` ·
 * `data-ownshelf-columns="2-5"` (fewest and most the theme can show) · `data-ownshelf-facets="selector"` (the element whose
 * children are facets, each with `data-ownshelf-facet="name"`) · `data-ownshelf-notice-place="selector"` (the element for what
 * the shop says of the whole list; reserve its height) · `data-ownshelf-hold` (with `hold.css`: first painted in
 * its final order, after 100 ms at most) · `data-ownshelf-keep` (measured, never re-ordered).
 *
 * On a card, or anywhere on a product's page: `data-ownshelf-product="id"`, where the shop's own id is to be used. Without
 * it the id is the platform's number (Shopify, WooCommerce, Magento), else the data layer's `item_id`, else the address of
 * the product's page.
 *
 * Anywhere: `<div data-ownshelf-controls></div>` gets the shopper's switch (`"privacy"`, `"why"`, `"suggestions"` the other
 * elements; reserve their height), `<script type="application/json" data-ownshelf-rules>` holds merchandising rules.
 */
import type { Shelf } from "./index.js";

declare global {
  interface DocumentEventMap {
    /** Sent once when the shelf is ready, only if the script's tag has `data-ownshelf-expose`. */
    "ownshelf:ready": CustomEvent<{ shelf: Shelf }>;
  }
}
