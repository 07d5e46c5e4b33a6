/** All shops, in the order of the table. */

import { carousel, framework, german, medusa, rows, table, utility } from "./layouts.mjs";
import { hyva, luma } from "./magento.mjs";
import { nopCommerce, openCart, prestaShop, shopware } from "./platforms.mjs";
import { dawn, horizon } from "./shopify.mjs";
import { blocks, classic } from "./woocommerce.mjs";

export const shops = [
  dawn,
  horizon,
  hyva,
  luma,
  classic,
  blocks,
  prestaShop,
  shopware,
  nopCommerce,
  openCart,
  medusa,
  rows,
  table,
  carousel,
  framework,
  utility,
  german,
];
