/** The engine's files beside the package, and files at an address the shop names. */
import { moduleFromResponse } from "./engine/load.js";

// The one place of the engine's side that asks the network for anything. `cargo xtask audit` knows it and allows no other.
/** @param {URL | string} url */
export const moduleAt = async (url) => moduleFromResponse(await fetch(url));

// Literal, so that bundlers see the files and move them along.
export const engineFile = () => moduleAt(new URL("./dist/core_bg.wasm", import.meta.url));
export const capsuleFile = () => moduleAt(new URL("./dist/capsule.wasm", import.meta.url));
