#!/usr/bin/env node
/**
 * Makes what the demonstration shop sells: www/data/catalogue.json and www/photos/, both ignored by git, from the
 * development dependency @vendure/create (products.csv and its photographs) and catalogue-extras.json.
 * Same input, same output; a second run with nothing changed does nothing.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { parseCsv } from "./prepare/csv.mjs";
import { cutOne, cutPhotos } from "./prepare/photos.mjs";

const WWW = path.dirname(fileURLToPath(import.meta.url));
const PHOTOS = path.join(WWW, "photos");
const DATA = path.join(WWW, "data");
const CURRENCY = "EUR";
/** The home page's picture: wide with room for words at the right, and nearly square for phones. */
const HEROES = [
  { name: "hero-wide", slug: "light-shade", box: [0.5, 0.46, 1], ratio: 1.8, widths: [960, 1600] },
  { name: "hero-tall", slug: "light-shade", box: [0.31, 0.5, 0.6], ratio: 0.9, widths: [480, 960] },
];

const assets = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@vendure/create/package.json")),
  "assets",
);
const csv = await readFile(path.join(assets, "products.csv"), "utf8");
const extras = JSON.parse(await readFile(path.join(WWW, "catalogue-extras.json"), "utf8")).products;
const recipe = await Promise.all(
  ["prepare.mjs", "prepare/csv.mjs", "prepare/photos.mjs"].map((file) => readFile(path.join(WWW, file), "utf8")),
);
const stamp = createHash("sha256").update([csv, JSON.stringify(extras), ...recipe].join("\0")).digest("hex");

if (await isCurrent(stamp)) {
  console.log("The shop's catalogue and photographs are up to date.");
} else {
  await build(stamp);
}

async function isCurrent(wanted) {
  try {
    return JSON.parse(await readFile(path.join(DATA, "catalogue.json"), "utf8")).stamp === wanted;
  } catch {
    return false;
  }
}

async function build(stampOfInputs) {
  const rows = groupVariants(parseCsv(csv));
  await rm(PHOTOS, { recursive: true, force: true });
  await mkdir(PHOTOS, { recursive: true });
  await mkdir(DATA, { recursive: true });
  const products = [];
  for (const extra of extras) products.push(await offer(rows.get(extra.slug), extra));
  for (const { name, slug, box, ratio, widths } of HEROES) {
    await cutOne(path.join(assets, "images", rows.get(slug).assets), box, ratio, widths, (width) =>
      path.join(PHOTOS, `${name}-${width}.webp`),
    );
  }
  // Written last: a run that was interrupted is not taken for a finished one.
  await writeFile(
    path.join(DATA, "catalogue.json"),
    `${JSON.stringify({ stamp: stampOfInputs, currency: CURRENCY, products }, null, 1)}\n`,
  );
  console.log(`The shop sells ${products.length} products; their photographs are in www/photos/.`);
}

async function offer(row, extra) {
  if (!row) throw new Error(`catalogue-extras.json names "${extra.slug}", which products.csv does not have`);
  const source = path.join(assets, "images", row.assets);
  const target = (kind, width) => path.join(PHOTOS, `${extra.slug}-${kind}-${width}.webp`);
  return product(row, extra, await cutPhotos(source, extra.photo, target));
}

/** products.csv gives a product's first variant on its own line and the others on lines without a name. */
function groupVariants(lines) {
  const bySlug = new Map();
  let current;
  for (const line of lines) {
    if (line.name) {
      current = { ...line, variants: [] };
      bySlug.set(line.slug, current);
    }
    current?.variants.push({
      sku: line.sku,
      name: line.optionValues.split("|").filter(Boolean).join(", "),
      price: Number(line.price),
    });
  }
  return bySlug;
}

/** One product in Ownshelf's native shape, with what only the shop's pages need under `shop`. */
function product(row, extra, cuts) {
  const { slug, photo: _crops, brand, ...rest } = extra;
  const facets = row.facets.split("|").map((facet) => facet.split(":"));
  const lowest = Math.min(...row.variants.map((variant) => variant.price));
  return {
    id: slug,
    name: row.name,
    price: lowest,
    currency: CURRENCY,
    brand: brand ?? facets.find(([kind]) => kind === "brand")?.[1],
    condition: "new",
    available: true,
    image: `/photos/${slug}-card-${cuts.card.at(-1)}.webp`,
    url: `/p/${slug}`,
    ...rest,
    shop: {
      description: row.description.replace(/\s+/g, " ").trim(),
      options: row.optionGroups.split("|").filter(Boolean).join(", "),
      variants: row.variants.length > 1 ? row.variants : [],
      photo: cuts,
    },
  };
}
