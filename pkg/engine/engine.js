/**
 * The engine's answers, which come as bytes and without names (`src/wasm/out.rs` says in which order), in the shapes of
 * the public contract; and its refusals as errors with a code.
 */
import { Core, SEPARATOR } from "./core.js";
import { OwnshelfError } from "./errors.js";

export const joined = (texts) => texts.map((text) => text.replaceAll(SEPARATOR, " ")).join(SEPARATOR);

function unpack(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const utf8 = new TextDecoder();
  let at = 0;
  const size = () => view.getUint32((at += 4) - 4, true);
  const many = (read) => Array.from({ length: size() }, read);
  const readers = [
    () => undefined,
    () => false,
    () => true,
    () => view.getFloat64((at += 8) - 8, true),
    () => {
      const length = size();
      return utf8.decode(bytes.subarray(at, (at += length)));
    },
    () => many(read),
    // Whatever a name is, it becomes a property of the object's own.
    () => Object.fromEntries(many(() => [read(), read()])),
  ];
  const read = () => readers[bytes[at++]]();
  return read();
}

/** Values under their names; what is undefined is left out. */
const named = (names, values) => Object.fromEntries(names.map((name, at) => [name, values[at]]).filter(([, value]) => value !== undefined));

const listed = (names) => (values) => values.map((each) => named(names, each));

const ADDED = ["added", "updated", "rejected"];
const REJECTED = listed(["index", "reason"]);
const RECEIPT = ["position", "shopPosition", "score", "contributions", "placed", "sponsored", "counterfactual"];
const CONTRIBUTIONS = listed(["term", "value", "name"]);
const COUNTERFACTUAL = ["visits", "position", "all"];
const CONFLICTS = listed(["rule", "to", "why"]);
const LAYOUT = ["density", "columns", "imageSize", "emphasis", "surfaceOffers", "facetOrder", "defaultSort", "reasons"];
const PURPOSES = listed(["purpose", "signals", "state", "active", "lockedBy"]);
const FACTS = listed(["key", "kind", "name", "strength", "count", "lastAt", "purpose"]);

export class Engine extends Core {
  addProducts() {
    const report = named(ADDED, unpack(super.addProducts()));
    return { ...report, rejected: REJECTED(report.rejected) };
  }

  explain(ticket, index) {
    const receipt = named(RECEIPT, unpack(super.explain(ticket, index)));
    const { contributions, counterfactual } = receipt;
    return {
      ...receipt,
      contributions: CONTRIBUTIONS(contributions),
      ...(counterfactual && { counterfactual: named(COUNTERFACTUAL, counterfactual) }),
    };
  }

  ruleConflicts(now) {
    return CONFLICTS(unpack(super.ruleConflicts(now)));
  }

  layout(width, facets, least, most) {
    return named(LAYOUT, unpack(super.layout(width, joined(facets), least, most)));
  }

  setConsent(states) {
    super.setConsent(joined(Object.entries(states).flat()));
  }

  purposes() {
    return PURPOSES(unpack(super.purposes()));
  }

  facts(now) {
    return FACTS(unpack(super.facts(now)));
  }

  export() {
    return unpack(super.export());
  }
}

/** What the engine refused, as an error with its code; anything else as it is. */
export function refusal(error) {
  if (typeof error !== "string") return error;
  const [code, message] = error.split(SEPARATOR);
  return new OwnshelfError(code, message);
}
