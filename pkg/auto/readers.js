/** What a page says of its products for programs: structured data, and the markup of the platforms we know. */

import { jsonLdProducts } from "./jsonld.js";
import { magento } from "./magento.js";
import { markupProducts } from "./markup.js";
import { microdataProducts } from "./microdata.js";
import { dawn, shopifyProducts } from "./shopify.js";
import { wooCommerce } from "./woocommerce.js";

/** @type {((root: ParentNode) => import("./found-product.js").Found[])[]} */
export const READERS = [jsonLdProducts, microdataProducts, shopifyProducts, (root) => markupProducts(root, [wooCommerce, magento, dawn])];

/** @param {ParentNode} root */
export const readProducts = (root) => READERS.flatMap((read) => read(root));
