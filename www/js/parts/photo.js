/** Photographs in the widths the screen needs, with their mean colour until they are there. */
import { h } from "../dom.js";

const address = (id, kind, width) => `/photos/${id}-${kind}-${width}.webp`;

/**
 * @param {object} product
 * @param {"card" | "detail" | "scene"} kind
 * @param {{ sizes: string, alt?: string, eager?: boolean }} options
 */
export function photo(product, kind, { sizes, alt = "", eager = false }) {
  const { photo: cuts } = product.shop;
  const widths = kind === "scene" ? cuts.scene.map(({ width }) => width) : cuts[kind];
  const ratio = kind === "card" ? [4, 5] : kind === "detail" ? [1, 1] : [cuts.scene[0].width, cuts.scene[0].height];
  return h("img", {
    src: address(product.id, kind, widths[0]),
    srcset: widths.map((width) => `${address(product.id, kind, width)} ${width}w`).join(", "),
    sizes,
    width: ratio[0] * 100,
    height: ratio[1] * 100,
    alt,
    decoding: "async",
    loading: eager ? "eager" : "lazy",
    fetchpriority: eager ? "high" : null,
    vars: { "--tone": cuts.tone },
  });
}

/** One of the home page's own pictures, wide or tall as the screen is. */
export function heroPhoto(alt) {
  const wide = h("source", {
    media: "(min-width: 48rem)",
    srcset: "/photos/hero-wide-960.webp 960w, /photos/hero-wide-1600.webp 1600w",
    sizes: "100vw",
  });
  const tall = h("img", {
    src: "/photos/hero-tall-960.webp",
    srcset: "/photos/hero-tall-480.webp 480w, /photos/hero-tall-960.webp 960w",
    sizes: "100vw",
    width: 960,
    height: 1067,
    alt,
    fetchpriority: "high",
    vars: { "--tone": "#1b6a72" },
  });
  return h("picture", null, wide, tall);
}
