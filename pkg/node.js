/** Entry for servers (Node, Deno, Bun, server rendering): the engine's bytes are part of the module, no file is read. */
import bytes from "./dist/inline.js";
import { makeLoadModule } from "./engine/load.js";
import { makeCreateShelf } from "./shelf/shelf.js";

export { OwnshelfError } from "./engine/errors.js";

const ownModule = () => WebAssembly.compile(bytes());

async function capsuleModule() {
  const { default: bytes } = await import("./dist/capsule-inline.js");
  return WebAssembly.compile(bytes());
}

// An address is meant for the browser; code shared with the server gets the same engine here.
export const createShelf = makeCreateShelf(makeLoadModule(ownModule, ownModule), capsuleModule);
