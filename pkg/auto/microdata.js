/** Products in HTML microdata, rewritten as the JSON-LD they are equivalent to. */

import { fromNode } from "./jsonld.js";
import { within } from "./within.js";

const SCOPE = '[itemscope][itemtype*="schema.org/Product"]';
const MAX_DEPTH = 5;

/**
 * @param {ParentNode} root
 * @returns {import("./found-product.js").Found[]}
 */
export function microdataProducts(root) {
  // A product inside a product (an accessory, a variant) is a field of the outer one.
  const outer = within(root, SCOPE).filter((scope) => !scope.parentElement?.closest(SCOPE));
  const found = outer.map((scope) => fromNode(scopeNode(scope, 0)));
  return found.filter(({ ids, url }) => ids.length || url);
}

/**
 * @param {Element} scope
 * @param {number} depth
 * @returns {Record<string, any>}
 */
function scopeNode(scope, depth) {
  /** @type {Record<string, any>} */
  const node = { "@type": scope.getAttribute("itemtype")?.trim().split(/[/#]/).pop() };
  const id = scope.getAttribute("itemid");
  if (id) node["@id"] = id;
  for (const property of scope.querySelectorAll("[itemprop]")) {
    if (property.parentElement?.closest("[itemscope]") !== scope) continue;
    const nested = property.hasAttribute("itemscope");
    if (nested && depth >= MAX_DEPTH) continue;
    const value = nested ? scopeNode(property, depth + 1) : propertyValue(property);
    for (const name of (property.getAttribute("itemprop") ?? "").trim().split(/\s+/)) {
      if (name in node) node[name] = [node[name], value].flat();
      else node[name] = value;
    }
  }
  return node;
}

/**
 * The value of a property by its element, after the HTML standard's section on microdata.
 * @param {any} element of which kind it is its tag tells
 */
function propertyValue(element) {
  /** @param {string} name */
  const attribute = (name) => element.getAttribute(name);
  const own = attribute("content");
  if (own !== null) return own;
  switch (element.tagName) {
    case "A":
    case "LINK":
    case "AREA":
      return element.href;
    case "IMG":
    case "SOURCE":
    case "IFRAME":
      return element.src;
    case "DATA":
    case "METER":
      return attribute("value") ?? "";
    case "TIME":
      return attribute("datetime") ?? element.textContent.trim();
    default:
      return element.textContent.trim();
  }
}
