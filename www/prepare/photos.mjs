/**
 * Cuts each photograph for the web: a 4:5 card, the whole scene, and a square detail, each in a few widths as WebP.
 * One ratio for every card is what makes a mixed catalogue look like one shop.
 */
import sharp from "sharp";

const CARD_WIDTHS = [360, 540, 800, 1120];
const SCENE_WIDTHS = [900, 1600];
const DETAIL_WIDTHS = [640];
const WEBP = { quality: 76, effort: 2, smartSubsample: true };
/** Rows or columns averaged to continue an edge: enough to lose the grain, too few to blur a skirting board. */
const EDGE = 10;

/**
 * @param {string} source path of the photograph
 * @param {{ crop: [number, number, number], detail: [number, number, number] }} photo see catalogue-extras.json
 * @param {(kind: string, width: number) => string} target where a file goes
 * @returns {Promise<{ card: number[], detail: number[], scene: { width: number, height: number }[], tone: string }>}
 */
export async function cutPhotos(source, photo, target) {
  const card = await crop(source, photo.crop, 4 / 5);
  const detail = await crop(source, photo.detail, 1);
  const { width, height } = await sharp(source).metadata();
  const save = (image, kind, to) => image.resize(to).webp(WEBP).toFile(target(kind, to));
  const cards = widthsUpTo(CARD_WIDTHS, card.info.width);
  const details = widthsUpTo(DETAIL_WIDTHS, detail.info.width);
  const scenes = widthsUpTo(SCENE_WIDTHS, width);
  await Promise.all([
    ...cards.map((to) => save(decode(card), "card", to)),
    ...details.map((to) => save(decode(detail), "detail", to)),
    ...scenes.map((to) => save(sharp(source), "scene", to)),
  ]);
  return {
    card: cards,
    detail: details,
    scene: scenes.map((to) => ({ width: to, height: Math.round((height * to) / width) })),
    tone: await tone(card),
  };
}

/**
 * A crop of any ratio, for the pictures of the home page.
 * @param {string} source
 * @param {[number, number, number]} box centre and width as in catalogue-extras.json
 * @param {number} ratio width / height
 * @param {number[]} widths
 * @param {(width: number) => string} target
 */
export async function cutOne(source, box, ratio, widths, target) {
  const image = await crop(source, box, ratio);
  for (const to of widths) await decode(image).resize(to).webp(WEBP).toFile(target(to));
}

/** The wanted widths that need no enlargement, or the picture's own when it is smaller than all but one of them. */
function widthsUpTo(wanted, available) {
  const fitting = wanted.filter((width) => width <= available);
  const next = wanted[fitting.length];
  return next !== undefined && available > (fitting.at(-1) ?? 0) * 1.15 ? [...fitting, available] : fitting;
}

async function crop(source, [cx, cy, share], ratio) {
  const { width, height } = await sharp(source).metadata();
  const w = Math.round(width * share);
  const h = Math.round(w / ratio);
  const left = Math.round(cx * width - w / 2);
  const top = Math.round(cy * height - h / 2);
  const inside = {
    left: Math.max(0, left),
    top: Math.max(0, top),
    right: Math.min(width, left + w),
    bottom: Math.min(height, top + h),
  };
  const cut = await sharp(source)
    .extract({
      left: inside.left,
      top: inside.top,
      width: inside.right - inside.left,
      height: inside.bottom - inside.top,
    })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return continueEdges(cut, {
    top: inside.top - top,
    bottom: top + h - inside.bottom,
    left: inside.left - left,
    right: left + w - inside.right,
  });
}

/** Continues a plain background (wall, studio paper, table) beyond the photograph, first up and down, then sideways. */
async function continueEdges(cut, missing) {
  let image = cut;
  for (const side of ["top", "bottom", "left", "right"]) {
    if (missing[side] > 0) image = await continueEdge(image, side, missing[side]);
  }
  return image;
}

async function continueEdge(image, side, by) {
  const { width, height } = image.info;
  const upright = side === "top" || side === "bottom";
  const strip = {
    left: side === "right" ? width - EDGE : 0,
    top: side === "bottom" ? height - EDGE : 0,
    width: upright ? width : EDGE,
    height: upright ? EDGE : height,
  };
  const line = await raw(decode(image).extract(strip).resize(upright ? width : 1, upright ? 1 : height, { fit: "fill" }));
  // Blurring along the edge removes the streaks a single row of grain would draw.
  const grown = await raw(
    decode(line)
      .resize(upright ? width : by, upright ? by : height, { fit: "fill", kernel: "nearest" })
      .blur(upright ? 24 : 1.5),
  );
  const size = { width: width + (upright ? 0 : by), height: height + (upright ? by : 0) };
  const at = { top: side === "top" ? by : 0, left: side === "left" ? by : 0 };
  const patchAt = { top: side === "bottom" ? height : 0, left: side === "right" ? width : 0 };
  return raw(
    sharp({ create: { ...size, channels: 3, background: "#000" } }).composite([
      { ...layer(image), ...at },
      { ...layer(grown), ...patchAt },
    ]),
  );
}

const decode = ({ data, info }) =>
  sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
const raw = (pipeline) => pipeline.removeAlpha().raw().toBuffer({ resolveWithObject: true });
const layer = ({ data, info }) => ({
  input: data,
  raw: { width: info.width, height: info.height, channels: info.channels },
});

/** The picture's mean colour, shown while it loads. */
async function tone(image) {
  const [r, g, b] = await decode(image).resize(1, 1, { fit: "fill" }).raw().toBuffer();
  return `#${[r, g, b].map((v) => v.toString(16).padStart(2, "0")).join("")}`;
}
