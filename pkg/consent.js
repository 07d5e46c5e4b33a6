/** `ownshelf/consent`: consent sources for the managers that shops already have. Importing it does nothing. */
export { googleConsentMode } from "./consent/google.js";
export { iabGpp, iabTcf } from "./consent/iab.js";
export { c15t, klaro, vanillaCookieConsent } from "./consent/managers.js";
export { shopifyCustomerPrivacy } from "./consent/shopify.js";
export { PERSONALISATION, STORED_PERSONALISATION } from "./consent/follow.js";
