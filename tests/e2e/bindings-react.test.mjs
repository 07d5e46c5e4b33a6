/** `ownshelf/react` in Chromium: hydration in StrictMode, order, focus, lifetime. */
import { bindingTests } from "./bindings/suite.mjs";

bindingTests("react");
