import { departments, listing as words, nav } from "../../strings.js";
import { slugOf } from "../catalogue.js";
import { h, hiddenText } from "../dom.js";
import { breadcrumbData, listData } from "../jsonld.js";
import { breadcrumb } from "../parts/breadcrumb.js";
import { Listing } from "../parts/listing.js";
import { missingPage } from "./missing.js";

/** A department, or one of its kinds: /c/cameras, /c/cameras/film-cameras. */
export function categoryPage(catalogue, slug, kindSlug) {
  const department = departments.find((one) => one.slug === slug);
  if (!department) return missingPage();
  const all = catalogue.inPath(department.path);
  const kinds = [...new Set(all.map(({ category }) => category[2]))];
  const kind = kindSlug && kinds.find((name) => slugOf(name) === kindSlug);
  if (kindSlug && !kind) return missingPage();
  const trail = [[nav.home.split(",")[0], "/"], [department.name, `/c/${slug}`], ...(kind ? [[kind, `/c/${slug}/${kindSlug}`]] : [])];
  return listingPage({
    id: kind ? `${slug}-${kindSlug}` : slug,
    title: kind ?? department.name,
    intro: department.intro,
    products: kind ? catalogue.inPath([...department.path, kind]) : all,
    trail,
    kinds: false,
    links: kindLinks(slug, kinds, kind),
  });
}

export const allPage = (catalogue) =>
  listingPage({
    id: "all",
    title: words.allTitle,
    intro: words.allIntro,
    products: catalogue.products,
    trail: trailTo(words.allTitle, "/all"),
  });

export const offersPage = (catalogue) =>
  listingPage({
    id: "offers",
    title: words.offersTitle,
    intro: words.offersIntro,
    products: catalogue.offers(),
    trail: trailTo(words.offersTitle, "/offers"),
  });

const trailTo = (name, path) => [
  [nav.home.split(",")[0], "/"],
  [name, path],
];

function listingPage({ id, title, intro, products, trail, kinds, links }) {
  const listing = new Listing({ id, name: title, products, kinds, level: "h2" });
  return {
    title,
    data: [breadcrumbData(trail), listData(title, products)],
    node: h(
      "div",
      { class: "wrap page" },
      breadcrumb(trail),
      h(
        "div",
        { class: "page-head" },
        h(
          "h1",
          { tabindex: "-1" },
          title,
          " ",
          h("small", null, hiddenText("("), String(products.length), hiddenText(` ${words.count(products.length).split(" ")[1]})`)),
        ),
        h("p", { class: "page-intro" }, intro),
      ),
      links,
      listing.node,
    ),
    start: () => listing.start(),
  };
}

const kindLinks = (slug, kinds, current) =>
  h(
    "nav",
    { class: "kinds", "aria-label": words.subcategories },
    h(
      "ul",
      { role: "list" },
      [[words.everything, `/c/${slug}`, !current], ...kinds.map((name) => [name, `/c/${slug}/${slugOf(name)}`, name === current])].map(
        ([name, href, here]) => h("li", null, h("a", { href, "aria-current": here ? "page" : null }, name)),
      ),
    ),
  );
