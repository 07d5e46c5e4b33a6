/**
 * Basket and saved products. Kept in the tab's session storage, and only once the shopper puts something in: what is
 * stored is what was asked for, nothing else.
 */
import { cents } from "./format.js";

const KEY = "lark-and-lintel";
const changed = new EventTarget();

/** @type {{ lines: { id: string, sku: string | null, quantity: number }[], saved: string[] }} */
const state = read();

function read() {
  try {
    const { lines = [], saved = [] } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    return { lines, saved };
  } catch {
    // A browser that forbids storage still has a basket, as long as the page is open.
    return { lines: [], saved: [] };
  }
}

function write() {
  try {
    if (state.lines.length + state.saved.length > 0) sessionStorage.setItem(KEY, JSON.stringify(state));
    else sessionStorage.removeItem(KEY);
  } catch {
    // See read().
  }
  changed.dispatchEvent(new Event("change"));
}

export const onBasket = (listener) => changed.addEventListener("change", listener);

const find = (id, sku) => state.lines.find((line) => line.id === id && line.sku === sku);

export function put(id, sku = null, quantity = 1) {
  const line = find(id, sku);
  if (line) line.quantity += quantity;
  else state.lines.push({ id, sku, quantity });
  write();
}

/** A quantity of nought takes the line out. */
export function setQuantity(id, sku, quantity) {
  const line = find(id, sku);
  if (!line) return;
  if (quantity > 0) line.quantity = quantity;
  else state.lines.splice(state.lines.indexOf(line), 1);
  write();
}

export function empty() {
  state.lines.length = 0;
  write();
}

/** Pieces of one product, whatever its variants. */
export const piecesOf = (id) => state.lines.reduce((sum, line) => sum + (line.id === id ? line.quantity : 0), 0);

export const pieces = () => state.lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** The lines with their products and prices; products the shop no longer has are left out. */
export const lines = (catalogue) =>
  state.lines.flatMap(({ id, sku, quantity }) => {
    const product = catalogue.get(id);
    if (!product) return [];
    const variant = product.shop.variants.find((one) => one.sku === sku);
    return [{ product, sku, quantity, variant: variant?.name, price: variant?.price ?? product.price }];
  });

export const sum = (basket) => cents(basket.reduce((total, { price, quantity }) => total + price * quantity, 0));

export const isSaved = (id) => state.saved.includes(id);

/** @returns whether it is saved now */
export function toggleSaved(id) {
  const at = state.saved.indexOf(id);
  if (at < 0) state.saved.push(id);
  else state.saved.splice(at, 1);
  write();
  return at < 0;
}
