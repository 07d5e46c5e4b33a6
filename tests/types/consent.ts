// A shop's consent manager as the source of consent.
import { createShelf, type ConsentSource, type Purpose } from "ownshelf";
import {
  PERSONALISATION,
  STORED_PERSONALISATION,
  c15t,
  googleConsentMode,
  iabGpp,
  iabTcf,
  klaro,
  shopifyCustomerPrivacy,
  vanillaCookieConsent,
} from "ownshelf/consent";

const purposes: Purpose[] = [...PERSONALISATION, ...STORED_PERSONALISATION];

const sources: ConsentSource[] = [
  googleConsentMode({ dataLayer: "dataLayer", categories: { ad_personalization: purposes }, acceptDefault: true }),
  shopifyCustomerPrivacy({ purposes }),
  iabTcf({ categories: { 1: ["remember"] } }),
  iabGpp(),
  klaro({ service: "ownshelf" }),
  vanillaCookieConsent({ category: "personalization" }),
  c15t({ store: {} }),
];

export const shelves = sources.map((consent) => createShelf({ consent }));

// @ts-expect-error: c15t has no global to find its store by
c15t();
