/**
 * The functions the engine imports, by name. They make values and read what is handed in; none can call the page, reach a
 * global, the network, the document or storage. The reason for each is in `audit-allow.toml`, and `cargo xtask audit` reads
 * their code.
 */
const LIST = new Set(
  (
    "throw new set setOwn generic init_externref_table kindOf textOf numberOf length lengthOf itemAt keysOf propertyOf " +
    "intersectionRatio intersectionRect isIntersecting rootBounds height"
  ).split(" "),
);

/** A name without what wasm-bindgen puts around it. @param {string} name */
const bare = (name) => name.replace(/^__wb(?:g_(?:__wbindgen_)?|indgen_)/, "").replace(/_\d$/, "");

/**
 * The names among a module's imports that are not on the list.
 * @param {WebAssembly.ModuleImportDescriptor[]} imports
 */
export const unlisted = (imports) =>
  imports
    .filter(({ module, name, kind }) => kind !== "function" || module !== "./core_bg.js" || !LIST.has(bare(name)))
    .map(({ name }) => name);
