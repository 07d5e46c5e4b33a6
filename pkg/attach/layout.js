/**
 * Hands the engine's layout advice to the theme as attributes and one custom property; the theme adapts in CSS alone.
 *
 * | on the list | values |
 * |---|---|
 * | `data-ownshelf-density` | `compact`, `normal`, `comfortable` |
 * | `data-ownshelf-emphasis` | `image`, `price`, `details` |
 * | `data-ownshelf-image` | `small`, `medium`, `large` |
 * | `data-ownshelf-offers` | present while offers open to everybody are to be made visible |
 * | `data-ownshelf-sort` | a sort order worth offering first |
 * | `--ownshelf-columns` | a whole number |
 *
 * What the shopper set in the operating system comes first: fewer bytes, more contrast.
 */

const ATTRIBUTES = ["density", "emphasis", "image", "offers", "sort"].map((name) => `data-ownshelf-${name}`);
const COLUMNS = "--ownshelf-columns";

/** @param {string} query */
const prefers = (query) => globalThis.matchMedia?.(`(prefers-${query})`).matches === true;

/**
 * The advice as far as the operating system's preferences allow it.
 * @param {import("../index.d.ts").Layout} layout
 */
export function withPreferences(layout) {
  const advice = { ...layout };
  if (
    prefers("reduced-data: reduce") ||
    /** @type {{ connection?: { saveData?: boolean } } | undefined} */ (globalThis.navigator)?.connection?.saveData
  ) {
    advice.imageSize = "small";
    if (advice.emphasis === "image") advice.emphasis = "details";
  }
  // Who asked for contrast reads with effort: not more on the screen than the shop itself shows.
  if (prefers("contrast: more") && advice.density === "compact") advice.density = "normal";
  return advice;
}

/**
 * @param {Element} list
 * @param {import("../index.d.ts").Layout} layout
 */
export function applyLayout(list, layout) {
  const { density, emphasis, imageSize, surfaceOffers, defaultSort, columns } = withPreferences(layout);
  const values = [density, emphasis, imageSize, surfaceOffers ? "" : undefined, defaultSort];
  ATTRIBUTES.forEach((name, at) => {
    const value = values[at];
    if (value == null) list.removeAttribute(name);
    else if (list.getAttribute(name) !== value) list.setAttribute(name, value);
  });
  styleOf(list).setProperty(COLUMNS, String(columns));
}

/** @param {Element} list */
const styleOf = (list) => /** @type {HTMLElement} */ (list).style;

/** Takes everything away that {@link applyLayout} set. @param {Element} list */
export function clearLayout(list) {
  ATTRIBUTES.forEach((name) => list.removeAttribute(name));
  styleOf(list).removeProperty(COLUMNS);
  if (list.getAttribute("style") === "") list.removeAttribute("style");
}

/** The name of a facet, as the theme marked it. @param {Element} facet */
export const facetName = (facet) => facet.getAttribute("data-ownshelf-facet") ?? facet.getAttribute("data-facet");
