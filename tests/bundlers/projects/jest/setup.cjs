// jsdom leaves these out; a browser has them.
const { TextDecoder, TextEncoder } = require("node:util");
const { webcrypto } = require("node:crypto");

Object.assign(globalThis, { TextDecoder, TextEncoder });
if (!globalThis.crypto?.getRandomValues) Object.defineProperty(globalThis, "crypto", { value: webcrypto });
