/** The unions of the public types are what Rust declares: a name more or less on either side is an error here. */
import type * as published from "ownshelf";
import type * as declared from "../../pkg/generated/names.js";

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

const same: [
  Same<published.Purpose, declared.Purpose>,
  Same<published.PurposeState, declared.PurposeState>,
  Same<published.EventName, declared.EventName>,
  Same<published.Suggestion["kind"], declared.SuggestionKind>,
] = [true, true, true, true];
void same;
