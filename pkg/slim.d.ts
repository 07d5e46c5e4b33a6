/**
 * The main entry without the copies of the engine inside the package: some 350 KB less in a build, for bundlers that move
 * `.wasm` files along (Vite, webpack, Parcel, Next.js). Where the file cannot be fetched, `createShelf` rejects with
 * `wasm_unavailable`.
 */
export * from "./index.js";
