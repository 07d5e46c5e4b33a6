/** For the page of somebody who helps a shopper: reads the card that `privacy.supportCard` made. No engine is loaded. */
import type { Card } from "./index.js";

export type { Card } from "./index.js";

/**
 * The card in a text: its JSON, or a link or fragment that carries it. Fields are cut to sane lengths.
 * @throws an Error with the code `invalid_input` or `storage_corrupt`
 */
export function readCard(text: string): Card;

/** A card in words of a language (BCP 47): one row for each field, set as text. */
export function describeCard(card: Card, locale?: string): Promise<{ label: string; values: string[] }[]>;

/** The words of such a page, by key: `read.title`, `read.note`, `read.text`, `read.file`, `read.bad`, `read.made` (`{date}`). */
export function alongWords(locale?: string): Promise<Readonly<Record<string, string | Record<string, string>>>>;
