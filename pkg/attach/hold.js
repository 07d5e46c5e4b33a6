/** The theme hides a list with this attribute for at most 100 ms, so that it is first painted in its final order. */
export const HOLD = "data-ownshelf-hold";
