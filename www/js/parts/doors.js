/** The departments as pictures: the way into the shop. */
import { departments, home as words, listing as listingWords } from "../../strings.js";
import { selectPromotion } from "../analytics.js";
import { h } from "../dom.js";
import { photo } from "./photo.js";

const SIZES = "(min-width: 64rem) 15vw, (min-width: 48rem) 31vw, 42vw";

export const doors = (catalogue) =>
  h(
    "nav",
    { class: "doors", "aria-label": words.departments },
    departments.map(({ slug, name, path, cover }) =>
      h(
        "a",
        { class: "door", href: `/c/${slug}`, onclick: () => selectPromotion(`door-${slug}`, name) },
        h("span", { class: "door-photo" }, photo(catalogue.get(cover), "card", { sizes: SIZES, eager: true })),
        h("span", { class: "door-name" }, name),
        h("span", { class: "door-count" }, listingWords.count(catalogue.inPath(path).length)),
      ),
    ),
  );
