/** Entry for browsers and bundlers: the engine is the `.wasm` file beside this module. */
import { makeLoadModule, moduleFromResponse } from "./engine/load.js";
import { makeCreateShelf } from "./shelf/shelf.js";

export { OwnshelfError } from "./engine/errors.js";

// The one place of the package that asks the network for anything. `cargo xtask audit` knows it and allows no other.
/** @param {URL | string} url */
const moduleAt = async (url) => moduleFromResponse(await fetch(url));

async function ownModule() {
  try {
    // Literal, so that bundlers see the file and move it along.
    return await moduleAt(new URL("./dist/core_bg.wasm", import.meta.url));
  } catch {
    // A bundler that left the file behind, a server that answers with a page, a policy without connect-src.
    const { default: bytes } = await import("./dist/inline.js");
    return WebAssembly.compile(bytes());
  }
}

async function capsuleModule() {
  try {
    return await moduleAt(new URL("./dist/capsule.wasm", import.meta.url));
  } catch {
    const { default: bytes } = await import("./dist/capsule-inline.js");
    return WebAssembly.compile(bytes());
  }
}

export const createShelf = makeCreateShelf(makeLoadModule(ownModule, moduleAt), capsuleModule);
