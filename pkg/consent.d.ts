/**
 * Consent sources: a shop keeps its consent manager, and Ownshelf follows it. Give one to
 * `createShelf({ consent: googleConsentMode() })`.
 *
 * A manager's no locks the purposes it covers (`lockedBy: "consentSource"`) and what they taught is forgotten; its yes
 * grants them, but for those the shopper refused here. `link` and `insights` always want their own yes. Where the manager can
 * be told, a choice made in Ownshelf's panel is told to it.
 */
import type { ConsentSource, Purpose } from "./index.js";

/** `rank`, `dwell`, `price`, `layout`, `suggest`. */
export const PERSONALISATION: Purpose[];
/** The same and `remember`. */
export const STORED_PERSONALISATION: Purpose[];

/** Google Consent Mode v2, both ways through the data layer. */
export function googleConsentMode(options?: {
  /** Name of the global array; default "dataLayer". */
  dataLayer?: string;
  /** Purposes by Google's type; default: `personalization_storage` decides {@link STORED_PERSONALISATION}. */
  categories?: Record<string, Purpose[]>;
  /** Whether a `default` counts as an answer; by default only an `update` does. */
  acceptDefault?: boolean;
}): ConsentSource;

/** Shopify's Customer Privacy API (`preferences`), both ways. */
export function shopifyCustomerPrivacy(options?: { purposes?: Purpose[] }): ConsentSource;

/** IAB TCF v2.x, read only. Default: purpose 1 decides `remember`, 5 and 6 together {@link PERSONALISATION}. */
export function iabTcf(options?: { categories?: Record<number, Purpose[]> }): ConsentSource;

/** IAB GPP, read only: its TCF sections as {@link iabTcf}; an opt-out of a US section denies `insights`. */
export function iabGpp(options?: { categories?: Record<number, Purpose[]> }): ConsentSource;

/** Klaro, both ways; one of its services stands for Ownshelf. */
export function klaro(options?: {
  /** Default "ownshelf". */
  service?: string;
  /** Klaro's manager; default: `klaro.getManager()`. */
  manager?: object;
  purposes?: Purpose[];
}): ConsentSource;

/** vanilla-cookieconsent 3, both ways. */
export function vanillaCookieConsent(options?: {
  /** Default "personalization". */
  category?: string;
  /** The module; default: the global `CookieConsent`. */
  api?: object;
  purposes?: Purpose[];
}): ConsentSource;

/** c15t 2, both ways. */
export function c15t(options: {
  /** c15t's store. */
  store: object;
  /** Default "functionality". */
  category?: string;
  purposes?: Purpose[];
}): ConsentSource;
