/**
 * The facts of a privacy impact assessment as they are on this page now: the live counterpart of `ownshelf assess`, which
 * writes the whole document. Judging them is left to people, so nothing here is an evaluation.
 */

import { recipientsOf } from "./recipients.js";

/**
 * @param {import("../index.d.ts").PurposeInfo[]} purposes
 * @param {{ privacy: object, now: number, imports: WebAssembly.ModuleImportDescriptor[], storage: { kind: string, bytes: number }, retentionDays: number, ledger: { valid: boolean }, minor: boolean, sensitive: string[] }} live
 */
export function assessment(purposes, { privacy, now, imports, storage, retentionDays, ledger, minor, sensitive }) {
  /** @param {import("../index.d.ts").PurposeInfo} purpose */
  const row = ({ purpose, what, signals, state, active, where, lockedBy }) =>
    `| \`${purpose}\` | ${what} | ${signals.join(", ") || "-"} | ${state}${active ? ", works" : ""}${lockedBy ? `, held by ${lockedBy}` : ""} | ${where} |`;
  const recipients = recipientsOf(privacy, purposes);
  const facts = {
    generatedAt: new Date(now).toISOString(),
    purposes,
    retentionDays,
    storage,
    recipients,
    imports,
    ledger,
    minor,
    sensitiveTopics: ["health", "sexuality", "religion", ...sensitive],
    evaluations: [],
  };
  const markdown = [
    `# Privacy impact assessment: this page, ${facts.generatedAt}`,
    "",
    "| purpose | does | learns from | now | where |",
    "|---|---|---|---|---|",
    ...purposes.map(row),
    "",
    `Kept at most ${retentionDays} days; at this moment ${storage.bytes} bytes (${storage.kind}).`,
    `Recipients: ${recipients.join(", ") || "none"}. What the engine imports, through which alone it could send: ${imports.map(({ name }) => `\`${name}\``).join(", ") || "nothing"}.`,
    `Never learned from without an own yes: ${facts.sensitiveTopics.join(", ")}.`,
    "",
    "Evaluation: left to the controller.",
    "",
  ].join("\n");
  return { ...facts, markdown };
}
