/** Entry for Cloudflare Workers, where bytes may not be compiled at run time: the engine arrives as a module. */
import ownEngine from "./dist/core_bg.wasm";
import { makeLoadModule } from "./engine/load.js";
import { makeCreateShelf } from "./shelf/shelf.js";

export { OwnshelfError } from "./engine/errors.js";

const ownModule = () => ownEngine;

const capsuleModule = async () => (await import("./dist/capsule.wasm")).default;

// An address is meant for the browser; code shared with the server gets the same engine here.
export const createShelf = makeCreateShelf(makeLoadModule(ownModule, ownModule), capsuleModule);
