/** Entry for browsers and bundlers: the engine is the `.wasm` file beside this module. */
import { capsuleFile, engineFile, moduleAt } from "./files.js";
import { makeLoadModule } from "./engine/load.js";
import { makeCreateShelf } from "./shelf/shelf.js";

export { OwnshelfError } from "./engine/errors.js";

async function ownModule() {
  try {
    return await engineFile();
  } catch {
    // A bundler that left the file behind, a server that answers with a page, a policy without connect-src.
    const { default: bytes } = await import("./dist/inline.js");
    return WebAssembly.compile(bytes());
  }
}

async function capsuleModule() {
  try {
    return await capsuleFile();
  } catch {
    const { default: bytes } = await import("./dist/capsule-inline.js");
    return WebAssembly.compile(bytes());
  }
}

export const createShelf = makeCreateShelf(makeLoadModule(ownModule, moduleAt), capsuleModule);
