/**
 * schema.org data for crawlers and for modules such as `ownshelf/auto`. The text of any script element is a Trusted Types
 * sink, even of one that is data and never runs. So there is one policy, named in the page's content security policy
 * (`trusted-types shop-ld-json`), kept in this file, and used for nothing but JSON.
 */

const policy = makePolicy();

/** @returns {{ createScript: (json: string) => string } | null} null: the page's policy does not know the name */
function makePolicy() {
  const rules = { createScript: (json) => json };
  try {
    return globalThis.trustedTypes?.createPolicy("shop-ld-json", rules) ?? rules;
  } catch {
    // The browser's console names the missing policy; the shop opens without structured data.
    return null;
  }
}

const CONTEXT = "https://schema.org";
const CONDITIONS = { new: "NewCondition", used: "UsedCondition", refurbished: "RefurbishedCondition" };
const absolute = (path) => new URL(path, location.origin).href;

/** Replaces the page's structured data. @param {object[]} graph */
export function describePage(...graph) {
  document.querySelectorAll('script[type="application/ld+json"]').forEach((old) => old.remove());
  if (!policy || graph.length === 0) return;
  const script = document.createElement("script");
  script.type = "application/ld+json";
  script.textContent = policy.createScript(JSON.stringify({ "@context": CONTEXT, "@graph": graph }));
  document.head.append(script);
}

export function productData(product) {
  const { id, name, brand, category, price, listPrice, currency, condition, available, image, url, attributes = {}, shop } = product;
  return {
    "@type": "Product",
    "@id": absolute(url),
    productID: id,
    sku: id,
    name,
    description: shop.description,
    image: absolute(image),
    url: absolute(url),
    category: category.join(" > "),
    ...(brand && { brand: { "@type": "Brand", name: brand } }),
    additionalProperty: Object.entries(attributes).map(([property, value]) => ({ "@type": "PropertyValue", name: property, value })),
    offers: {
      "@type": "Offer",
      price,
      priceCurrency: currency,
      availability: `${CONTEXT}/${available ? "InStock" : "OutOfStock"}`,
      itemCondition: `${CONTEXT}/${CONDITIONS[condition]}`,
      url: absolute(url),
      ...(listPrice > price && {
        priceSpecification: {
          "@type": "UnitPriceSpecification",
          priceType: `${CONTEXT}/StrikethroughPrice`,
          price: listPrice,
          priceCurrency: currency,
        },
      }),
    },
  };
}

export const listData = (name, products) => ({
  "@type": "ItemList",
  name,
  numberOfItems: products.length,
  itemListElement: products.map((product, at) => ({ "@type": "ListItem", position: at + 1, item: productData(product) })),
});

/** @param {[name: string, path: string][]} trail */
export const breadcrumbData = (trail) => ({
  "@type": "BreadcrumbList",
  itemListElement: trail.map(([name, path], at) => ({ "@type": "ListItem", position: at + 1, name, item: absolute(path) })),
});
