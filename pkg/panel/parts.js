/** Pieces of view that several elements use. */
import { h } from "./dom.js";

/** @typedef {import("./dom.js").Kids} Kids */

/**
 * @param {Kids} text
 * @param {(event: any) => unknown} onclick
 * @param {Record<string, any>} [props]
 */
export const button = (text, onclick, props) => h("button", { type: "button", onclick, ...props }, text);

/**
 * Small print.
 * @param {Kids} text
 * @param {Record<string, any>} [props]
 */
export const note = (text, props) => h("p", { class: "note", ...props }, text);

/**
 * @param {string} label
 * @param {(event: any) => unknown} onclick
 */
export const closeButton = (label, onclick) => button("✕", onclick, { class: "x", part: "close", "aria-label": label });

/**
 * Shares as bars with a signed percentage, so that neither colour nor length alone carries the meaning.
 * @param {{ label: string, value: number }[]} items strongest first; shares are of the sum of sizes
 * @param {(share: number) => string} percent
 */
export function bars(items, percent) {
  const total = items.reduce((sum, item) => sum + Math.abs(item.value), 0) || 1;
  return h(
    "ul",
    { class: "bars", role: "list" },
    items.map(({ label, value }) =>
      h(
        "li",
        {},
        h("span", {}, label),
        h("span", { class: value < 0 ? "bar less" : "bar", "aria-hidden": "true", share: Math.abs(value) / total }),
        h("span", {}, percent(value / total)),
      ),
    ),
  );
}

/**
 * The largest contributions, same labels added up; what is too small to show is left out.
 * @param {{ label: string, value: number }[]} contributions
 * @param {number} most
 */
export function strongest(contributions, most) {
  const sums = new Map();
  for (const { label, value } of contributions) sums.set(label, (sums.get(label) ?? 0) + value);
  return [...sums]
    .map(([label, value]) => ({ label, value }))
    .filter(({ value }) => Math.abs(value) > 1e-6)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, most);
}
