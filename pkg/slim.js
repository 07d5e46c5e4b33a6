/**
 * Entry for bundlers that move files along: as the main one, without the copies of the modules inside the package. Where the
 * file cannot be fetched, `createShelf` rejects with `wasm_unavailable`, and the shop's order stands.
 */
import { capsuleFile, engineFile, moduleAt } from "./files.js";
import { makeLoadModule } from "./engine/load.js";
import { makeCreateShelf } from "./shelf/shelf.js";

export { OwnshelfError } from "./engine/errors.js";

export const createShelf = makeCreateShelf(makeLoadModule(engineFile, moduleAt), capsuleFile);
