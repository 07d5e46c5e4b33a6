/**
 * Starts the engine, once for a page. Each entry (`index.js`, `node.js`, `workerd.js`) says where the bytes come from
 * when the shop names no source; here they become a module, of which each shelf makes an engine of its own.
 */

/** @typedef {URL | string | Response | BufferSource | WebAssembly.Module} Source */

/**
 * @param {() => Promise<WebAssembly.Module> | WebAssembly.Module} ownModule the package's own engine
 * @param {(url: URL | string) => Promise<WebAssembly.Module> | WebAssembly.Module} moduleAt the engine at an address
 * @returns {(source?: Source) => Promise<WebAssembly.Module>}
 *   The first successful call decides the source for the whole page; after a failed one the next call tries again.
 */
export function makeLoadModule(ownModule, moduleAt) {
  /** @type {Promise<WebAssembly.Module> | undefined} */
  let loading;
  return (source) => {
    loading ??= start(source).catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  /** @param {Source} [source] */
  async function start(source) {
    const module = await (source == null ? ownModule() : moduleFrom(source, moduleAt));
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === "engine_rank")) throw new Error("this is another module");
    return module;
  }
}

/**
 * @param {Source} source
 * @param {(url: URL | string) => Promise<WebAssembly.Module> | WebAssembly.Module} moduleAt
 */
function moduleFrom(source, moduleAt) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(/** @type {BufferSource} */ (source));
  if (typeof Response === "function" && source instanceof Response) return moduleFromResponse(source);
  if (typeof source === "string" || source instanceof URL) return moduleAt(source);
  throw new TypeError("wasm: expected a URL, Response, BufferSource or WebAssembly.Module");
}

/**
 * Compiles while the bytes arrive where the server names their type, which streaming insists on. Anything that is not
 * an engine (an error page, a router's index.html) rejects.
 * @param {Response} response
 * @returns {Promise<WebAssembly.Module>}
 */
export async function moduleFromResponse(response) {
  if (!response.ok) throw new Error(`the engine's file was answered with status ${response.status}`);
  // Streaming refuses any other word, `application/wasm; charset=utf-8` too.
  if (response.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
