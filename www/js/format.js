/** Prices, percentages and attribute values as people read them. */

const LANGUAGE = "en-IE";

const whole = new Map();
const exact = new Map();

/** €1,299 but €143.74: cents are shown where there are any. */
export function money(amount, currency = "EUR") {
  const kept = Number.isInteger(amount) ? whole : exact;
  if (!kept.has(currency)) {
    const digits = kept === whole ? 0 : 2;
    kept.set(
      currency,
      new Intl.NumberFormat(LANGUAGE, { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits }),
    );
  }
  return kept.get(currency).format(amount);
}

/** Cents add up without the drift of binary fractions. */
export const cents = (amount) => Math.round(amount * 100) / 100;

export const isOffer = ({ price, listPrice }) => listPrice > price;

export const savingPercent = ({ price, listPrice }) => Math.round((1 - price / listPrice) * 100);

const number = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });

/** Splits `"weight (g)"` into its name and unit. */
export function attributeName(key) {
  const match = /^(.*) \((.*)\)$/.exec(key);
  const name = match ? match[1] : key;
  return { name: name[0].toUpperCase() + name.slice(1), unit: match?.[2] ?? "" };
}

export function attributeValue(key, value) {
  const { unit } = attributeName(key);
  const text = typeof value === "number" ? number.format(value) : String(value);
  return unit ? `${text}\u202f${unit}` : text;
}
