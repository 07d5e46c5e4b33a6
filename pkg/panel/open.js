/** Finds the settings panel of the page, or makes one. */

/**
 * @param {import("./base.js").OwnshelfElement} from the element that asks; its `panel` attribute may name a panel's id
 * @param {string} [section] the section to open with it
 */
export function openPanel(from, section) {
  const id = from.getAttribute("panel");
  /** @type {any} whatever the page gave that id */
  let panel = id ? document.getElementById(id) : document.querySelector("ownshelf-privacy");
  if (!panel) {
    panel = document.createElement("ownshelf-privacy");
    panel.shelf = from.shelf;
    document.body.append(panel);
  }
  panel.open?.(section);
  if (panel.mode === "inline") panel.scrollIntoView();
}
