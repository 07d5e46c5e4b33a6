/**
 * The ledger as a consent record in the shape of ISO/IEC TS 27560, in the terms of W3C's Data Privacy Vocabulary (JSON-LD).
 *
 * The data subject is nobody by name: the record is made on the shopper's device and identifies nothing but itself. What only
 * the shop can know (its name, its notice) is left out for it to fill in.
 */

import { recipientsOf } from "./recipients.js";

const CONTEXT = {
  dpv: "https://w3id.org/dpv#",
  dct: "http://purl.org/dc/terms/",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  ownshelf: "urn:ownshelf:",
};

/** DPV's nearest purposes. */
const PURPOSES = {
  rank: "dpv:ServicePersonalisation",
  dwell: "dpv:ServicePersonalisation",
  price: "dpv:ServicePersonalisation",
  layout: "dpv:UserInterfacePersonalisation",
  suggest: "dpv:ProvideProductRecommendations",
  remember: "dpv:ServicePersonalisation",
  link: "dpv:ServicePersonalisation",
  insights: "dpv:ServiceOptimisation",
};
const STATUS = { granted: "dpv:ConsentGiven", denied: "dpv:ConsentRefused", unset: "dpv:ConsentUnknown" };

const time = (/** @type {number} */ at) => ({ "@type": "xsd:dateTime", "@value": new Date(at).toISOString() });

/** A no after a yes is a withdrawal. @param {string | number} state @param {string | number | undefined} [before] */
function statusOf(state, before) {
  return state === "denied" && before === "granted"
    ? "dpv:ConsentWithdrawn"
    : (STATUS[/** @type {keyof typeof STATUS} */ (state)] ?? "dpv:ConsentUnknown");
}

/** What an entry says of purposes; `from` says where it came from. @param {import("../index.d.ts").LedgerEntry} entry */
const statesOf = ({ detail }) => Object.entries(detail).filter(([name]) => name in PURPOSES);

/**
 * @param {import("../index.d.ts").PurposeInfo[]} purposes
 * @param {import("../index.d.ts").LedgerEntry[]} ledger
 * @param {{ privacy: object, now: number, locale: string }} made
 */
export function consentRecord(purposes, ledger, { privacy, now, locale }) {
  const recipients = recipientsOf(privacy, purposes).map((name) => ({ "@type": "dpv:Recipient", "dpv:hasName": name }));
  /** @type {Record<string, string | number>} */
  const last = {};
  const events = ledger
    .filter(({ what }) => what === "consent")
    .flatMap((entry) =>
      statesOf(entry).map(([purpose, state]) => {
        const status = statusOf(state, last[purpose]);
        last[purpose] = state;
        return {
          "@type": "dpv:ConsentStatus",
          "dpv:hasPurpose": `ownshelf:${purpose}`,
          "dpv:hasConsentStatus": status,
          "dct:date": time(entry.at),
          "dct:language": entry.locale,
          "dct:hasVersion": entry.textVersion,
          "ownshelf:hash": entry.hash,
        };
      }),
    );
  return {
    "@context": CONTEXT,
    "@type": "dpv:ConsentRecord",
    "@id": `urn:ownshelf:record:${ledger.at(-1)?.hash ?? "empty"}`,
    "dct:conformsTo": "ISO/IEC TS 27560:2023",
    "dct:created": time(now),
    "dct:language": locale,
    "dpv:hasDataSubject": "dpv:Customer",
    "dpv:hasLegalBasis": "dpv:Consent",
    "dpv:hasProcess": purposes.map(({ purpose, what, why, signals, state, days, where }) => ({
      "@type": "dpv:Process",
      "@id": `ownshelf:${purpose}`,
      "dct:title": what,
      "dct:description": why,
      "dpv:hasPurpose": PURPOSES[purpose],
      "dpv:hasPersonalData": signals.map((signal) => `ownshelf:signal:${signal}`),
      "dpv:hasProcessing": ["dpv:Profiling", ...(where === "device" ? ["dpv:Store"] : [])],
      "dpv:hasStorageCondition": { "dpv:hasLocation": "dpv:WithinDevice", "dpv:hasDuration": `P${days}D` },
      "dpv:hasRecipient": purpose === "insights" ? recipients : [],
      "dpv:hasConsentStatus": statusOf(
        state,
        last[purpose] === "denied" &&
          events.some((e) => e["dpv:hasPurpose"] === `ownshelf:${purpose}` && e["dpv:hasConsentStatus"] === "dpv:ConsentWithdrawn")
          ? "granted"
          : undefined,
      ),
    })),
    "dpv:hasConsentEvents": events,
  };
}
