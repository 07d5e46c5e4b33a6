/**
 * Side-effect entry: `<script type="module" src=".../ownshelf/auto.js"></script>` in the page and
 * `data-ownshelf-listing` on the list.
 *
 * Attributes of the list: `data-ownshelf-listing="name"`, `data-ownshelf-context="search|browse|related"`,
 * `data-ownshelf-columns="2-5"`, `data-ownshelf-facets="selector"`, `data-ownshelf-hold` (with hold.css),
 * `data-ownshelf-keep`. Attributes of the script: `data-ownshelf-store`, `-consent="session"`, `-locale`, `-wasm`,
 * `-datalayer`, `-expose`. A `<div data-ownshelf-controls>` gets the shopper's switch.
 */
import type { Shelf } from "./index.js";

declare global {
  interface DocumentEventMap {
    /** Sent once when the shelf is ready, only if the script's tag has `data-ownshelf-expose`. */
    "ownshelf:ready": CustomEvent<{ shelf: Shelf }>;
  }
}

export {};
