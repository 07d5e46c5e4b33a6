/** The shopper's order on a list: attaches the engine, writes the reasons on the cards, and says what happened. */
import { personal as words } from "../strings.js";
import { h } from "./dom.js";
import { currentPage, whenSettled } from "./engine.js";
import { dismiss, toast } from "./toasts.js";

/** Cards looked at to find the reason that speaks for the whole list. */
const TOP = 8;
const TOPIC = "order";

/**
 * @param {HTMLElement} list its children are the cards
 * @param {{ id: string, context: "browse" | "search" | "related", products: object[], reorder?: boolean, notices?: Element, main?: boolean, onShow?: () => void }} options
 *   `notices`: the place for what the shop says of the whole list; `main`: the page's own listing, which the privacy panel previews and the toast speaks of; `onShow`: called whenever
 *   the list may look different
 * @returns {() => void} ends it
 */
export function personalise(list, options) {
  let stop;
  let ended = false;
  whenSettled((engine) => {
    if (engine.shelf && !ended) stop = begin(engine, list, options);
  });
  return () => {
    ended = true;
    stop?.();
  };
}

function begin({ shelf, arrange }, list, { id, context, products, reorder = true, notices, main = false, onShow }) {
  const attachment = arrange(shelf, list, { listId: id, context, reorder, notices });
  if (main) Object.assign(currentPage, { listing: products, ranking: attachment });
  let told = "";
  const show = () => {
    const ranking = reorder ? attachment.ranking : null;
    explainCards(list, ranking, attachment);
    if (main) told = announce(ranking, told);
    onShow?.();
  };
  // Drawn once a frame at most, however much happens in it.
  let queued = 0;
  const soon = () => {
    queued ||= requestAnimationFrame(() => {
      queued = 0;
      show();
    });
  };
  const moves = new MutationObserver(soon);
  moves.observe(list, { childList: true });
  const off = ["change", "consent", "learned"].map((name) => shelf.on(name, soon));
  show();
  return () => {
    moves.disconnect();
    off.forEach((end) => end());
    cancelAnimationFrame(queued);
    attachment.detach();
    if (main) dismiss(TOPIC);
    if (currentPage.ranking === attachment) Object.assign(currentPage, { listing: [], ranking: null });
  };
}

/** Cards that stand higher than in the shop's order say why; the others keep still. */
function explainCards(list, ranking, attachment) {
  for (const card of list.children) {
    const line = card.querySelector(".card-why");
    const receipt = ranking?.personalised ? receiptOf(ranking, card.dataset.productId) : null;
    const reason = receipt && receipt.position < receipt.shopPosition ? receipt.reasons[0] : null;
    line.hidden = !reason;
    if (reason) fillReason(line, reason, card, attachment);
  }
}

function fillReason(line, reason, card, attachment) {
  const text = line.querySelector(".card-reason") ?? line.appendChild(h("span", { class: "card-reason" }));
  const short = words.brief(reason);
  if (text.textContent !== short) text.textContent = short;
  if (line.querySelector("ownshelf-why")) return;
  const why = h("ownshelf-why", { product: card.dataset.productId, name: card.querySelector(".card-link").textContent });
  why.ranking = attachment;
  line.append(why);
}

function receiptOf(ranking, id) {
  try {
    return ranking.explain(id);
  } catch {
    // A card that came after the list was ranked.
    return null;
  }
}

/**
 * Tells the shopper that the list was re-ordered and why: once for each order, never for the shop's own.
 * @returns {string} what was told, so that it is not told again
 */
function announce(ranking, told) {
  if (!ranking?.personalised || ranking.moved === 0) {
    dismiss(TOPIC);
    return "";
  }
  const because = mainReason(ranking);
  const text = words.reordered(ranking.moved, because && words.because(because));
  if (because && text !== told && told === "") {
    toast(text, { label: words.see, run: () => document.querySelector("ownshelf-privacy")?.open("why") }, TOPIC);
  }
  return text;
}

/**
 * The reason that speaks for the list: given by most of the first cards that moved up, the higher the louder. That one
 * product was looked at speaks for that product alone.
 */
function mainReason({ order, explain }) {
  const given = new Map();
  for (const id of order.slice(0, TOP)) {
    const { position, shopPosition, reasons } = explain(id);
    for (const reason of position < shopPosition ? reasons : []) {
      const entry = given.get(reason.text) ?? { reason, weight: 0 };
      entry.weight += reason.code === "viewed" ? 0 : 1 / position;
      given.set(reason.text, entry);
    }
  }
  return [...given.values()].sort((a, b) => b.weight - a.weight)[0]?.reason ?? null;
}
