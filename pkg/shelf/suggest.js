/** What may come next, from the engine's codes to sentences. The engine knows no words, no calendar and no half of the earth. */
import { SUGGESTION_KINDS } from "../generated/names.js";
import { formatLocale, intl } from "../words/i18n.js";

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
 * @typedef {{ kind: import("../generated/names.js").SuggestionKind, id: string, with?: string,
 *   reason: import("../generated/names.js").SuggestionReason, due?: { from: number, days: number, at: number } }} RawSuggestion
 */

/**
 * @param {import("../dist/core.js").Engine} engine
 * @param {Omit<import("../index.d.ts").SuggestOptions, "basket"> & { basket?: number[] }} options the basket's ids as the engine's numbers
 * @param {{ now: number, locale: string, hemisphere?: string, t: import("../words/i18n.js").Translate }} page
 * @returns {import("../index.d.ts").Suggestion[]}
 */
export function suggestions(engine, { kinds, limit = 4, ahead = 0, basket }, { now, locale, hemisphere, t }) {
  const wanted = kinds?.reduce((bits, kind) => bits | (1 << SUGGESTION_KINDS.indexOf(kind)), 0);
  /** @type {RawSuggestion[]} */
  const found = engine.suggest(wanted, limit, monthHere(now, hemisphere), ahead, basket && Uint32Array.from(basket), now);
  return found.map(({ kind, id, reason, with: name, due }) => ({
    kind,
    id,
    because: because(reason, name, due, locale, t),
    ...(due && { dueAt: due.at }),
  }));
}

/**
 * Why, and where there is a date, how it is counted.
 * @param {RawSuggestion["reason"]} code
 * @param {RawSuggestion["with"]} name
 * @param {RawSuggestion["due"]} due
 * @param {string} locale
 * @param {import("../words/i18n.js").Translate} t
 */
function because(code, name, due, locale, t) {
  const said = { ...(name !== undefined && { name }), ...(due && { count: due.days, date: new Date(due.at) }) };
  const sentences = [sentence(code, said, t)];
  if (due) {
    const days = intl("NumberFormat", formatLocale(locale), { style: "unit", unit: "day", unitDisplay: "long" }).format(due.days);
    sentences.push(sentence("sum", { date: new Date(due.from), days }, t));
  }
  return sentences;
}

/**
 * A sentence with its values as plain data: a Date as epoch milliseconds, nothing where there are none.
 * @param {string} code
 * @param {Record<string, string | number | Date>} params
 * @param {import("../words/i18n.js").Translate} t
 */
function sentence(code, params, t) {
  const entries = Object.entries(params).map(([name, value]) => [name, value instanceof Date ? value.getTime() : value]);
  return { code, text: t(`suggest.${code}`, params), ...(entries.length > 0 && { params: Object.fromEntries(entries) }) };
}
