/**
 * What every shop of this folder sells: the same lamps in the same order. One maker's lamps and the cheap ones are spread over the
 * list, so that liking either has to move something, and no lamp is both.
 */

const BRANDS = ["Arlo", "Brenn", "Corda"];
const KINDS = ["Floor lamp", "Table lamp", "Pendant"];
const NAMES =
  "Brisa Calma Duna Estela Faro Gaia Halo Iris Jade Koral Luma Mira Nube Opal Prisma Quarz Rayo Selva Tarde Umbra Vela Wega Xenia Zafir".split(
    " ",
  );
/** The maker some shoppers like, and where its lamps stand. */
export const LIKED = "Fjord";
const LIKED_AT = [6, 9, 12, 15, 18, 21];
const CHEAP_AT = [5, 8, 11, 14, 17, 20, 22, 23];

/**
 * @typedef {object} Lamp
 * @property {number} id
 * @property {string} sku
 * @property {string} slug
 * @property {string} name
 * @property {string} brand
 * @property {string} kind
 * @property {number} price
 * @property {number} [listPrice] before a reduction
 * @property {boolean} cheap
 */

/** @type {Lamp[]} */
export const lamps = NAMES.map((name, at) => {
  const cheap = CHEAP_AT.includes(at);
  const price = (cheap ? 15 + at : 160 + ((at * 37) % 150)) + 0.9;
  return {
    id: 301 + at,
    sku: `LMP-${301 + at}`,
    slug: `${name.toLowerCase()}-lamp`,
    name: `${name} lamp`,
    brand: LIKED_AT.includes(at) ? LIKED : BRANDS[at % 3],
    kind: KINDS[(at * 5) % 3],
    price,
    ...(at % 5 === 2 ? { listPrice: Math.round(price * 1.3) + 0.5 } : {}),
    cheap,
  };
});

/** Those a shopper opens who likes the maker, and the maker's others. */
export const opened = [lamps[9], lamps[15], lamps[21]];
export const others = [lamps[6], lamps[12], lamps[18]];
/** Those a shopper opens who buys cheap, and the other cheap ones. */
export const openedCheap = [lamps[11], lamps[17], lamps[20], lamps[23]];
export const otherCheap = [lamps[8], lamps[14], lamps[22]];
