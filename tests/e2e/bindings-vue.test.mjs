/** `ownshelf/vue` in Chromium: hydration, order, focus, lifetime. */
import { bindingTests } from "./bindings/suite.mjs";

bindingTests("vue");
