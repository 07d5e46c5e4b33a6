/** What may come next, from the engine's numbers to sentences. The engine knows no words, no calendar and no half of the earth. */
import { DAY_MS, SUGGESTION_KINDS, SUGGESTION_REASONS } from "../generated/names.js";
import { formatLocale, intl } from "../words/i18n.js";

const UP_SELL = 1 << SUGGESTION_KINDS.indexOf("upSell");
const FIELDS = 6;
/** Where summer is in January, as far as people live and shop there. */
const SOUTHERN = new RegExp(
  "^(Australia|Antarctica)/|/(Auckland|Chatham|Fiji|Tongatapu|Apia|Noumea|Tahiti|Rarotonga|Efate|Guadalcanal" +
    "|Port_Moresby|Sao_Paulo|Bahia|Campo_Grande|Cuiaba|Fortaleza|Recife|Maceio|Belem|Santarem|Araguaina|Porto_Velho|Rio_Branco|Manaus" +
    "|Buenos_Aires|Argentina/.*|Santiago|Punta_Arenas|Montevideo|Asuncion|La_Paz|Lima|Stanley|Johannesburg|Harare|Maputo|Windhoek" +
    "|Lusaka|Luanda|Gaborone|Maseru|Mbabane|Blantyre|Lubumbashi|Antananarivo|Mauritius|Reunion|Jakarta|Dili)$",
);

/**
 * Month 0..11 of the season here: turned by half a year where the shop writes months for the other half of the earth.
 * @param {number} now
 * @param {string} [hemisphere]
 */
function monthHere(now, hemisphere) {
  const month = new Date(now).getMonth();
  if (!hemisphere) return month;
  const south = SOUTHERN.test(intl("DateTimeFormat", "en").resolvedOptions().timeZone);
  return (month + (south === (hemisphere === "south") ? 0 : 6)) % 12;
}

/**
 * @param {import("../dist/core.js").Engine} engine
 * @param {Omit<import("../index.d.ts").SuggestOptions, "basket"> & { basket?: number[] }} options the basket's ids as the engine's numbers
 * @param {{ now: number, locale: string, hemisphere?: string, t: import("../words/i18n.js").Translate }} page
 * @returns {import("../index.d.ts").Suggestion[]}
 */
export function suggestions(engine, { kinds, limit = 4, ahead = 0, basket = [0xffffffff] }, { now, locale, hemisphere, t }) {
  const wanted = kinds ? kinds.reduce((bits, kind) => bits | (1 << SUGGESTION_KINDS.indexOf(kind)), 0) : UP_SELL - 1;
  const rows = engine.suggest(wanted, limit, monthHere(now, hemisphere), ahead, Uint32Array.from(basket), now);
  /** @param {number} count */
  const days = (count) => intl("NumberFormat", formatLocale(locale), { style: "unit", unit: "day", unitDisplay: "long" }).format(count);
  return Array.from({ length: rows.length / FIELDS }, (_, nth) => {
    const [kind, why, product, other, from, gap] = rows.subarray(nth * FIELDS);
    const count = Math.max(1, Math.round(gap));
    const dueAt = from && Math.round(from + gap * DAY_MS);
    /**
     * @param {string} code
     * @param {Params} params
     */
    const reason = (code, params) => ({ code, text: t(`suggest.${code}`, params), params });
    const said = { ...(other >= 0 && { name: engine.textOf(other, true) }), ...(from && { count, date: new Date(dueAt) }) };
    const code = from && dueAt <= now ? `${SUGGESTION_KINDS[kind]}.now` : SUGGESTION_REASONS[why];
    return {
      kind: SUGGESTION_KINDS[kind],
      id: engine.textOf(product, false),
      because: [reason(code, said), ...(from ? [reason("sum", { date: new Date(from), days: days(count) })] : [])].map(plain),
      ...(from && { dueAt }),
    };
  });
}

/** @typedef {Record<string, string | number | Date>} Params */

/**
 * Values as plain data: a Date as epoch milliseconds, nothing where there are none.
 * @param {{ code: string, text: string, params: Params }} reason
 */
function plain({ code, text, params }) {
  const entries = Object.entries(params).map(([name, value]) => [name, value instanceof Date ? value.getTime() : value]);
  return { code, text, ...(entries.length > 0 && { params: Object.fromEntries(entries) }) };
}
