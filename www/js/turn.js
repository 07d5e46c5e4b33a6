/** Turning from page to page: where the browser can, the picture that was tapped grows into the product's page. */

const still = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * @param {Element | null} from the link that was followed
 * @param {boolean} plain without transition: first page, back and forward
 * @param {() => void} change puts the new page in place
 */
export function turnPage(from, plain, change) {
  if (plain || still.matches || !document.startViewTransition || document.hidden) {
    change();
    return;
  }
  const picture = from?.closest(".card, .line")?.querySelector("img");
  if (picture) picture.style.viewTransitionName = "product-photo";
  const turn = document.startViewTransition(() => {
    if (picture) picture.style.viewTransitionName = "";
    change();
  });
  // A turn that was cut short by the next one has still changed the page.
  turn.ready.catch(() => {});
  turn.finished.catch(() => {});
}
