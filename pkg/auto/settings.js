/**
 * What a page may say about its set-up, all optional, on the script's own tag:
 *
 * `data-ownshelf-store` namespace · `data-ownshelf-consent="session"` unset purposes work in memory ·
 * `data-ownshelf-locale` · `data-ownshelf-wasm` address of the engine · `data-ownshelf-datalayer` name of the data
 * layer · `data-ownshelf-expose` announce the shelf by an `ownshelf:ready` event.
 * Merchandising rules stand in `<script type="application/json" data-ownshelf-rules>`.
 */

/** @param {string} moduleUrl address of the entry module */
export function settings(moduleUrl) {
  const script = [...document.scripts].find(({ src }) => src === moduleUrl) ?? document.documentElement;
  const read = (name) => script.getAttribute(`data-ownshelf-${name}`) ?? undefined;
  const options = { store: read("store"), locale: read("locale"), wasm: read("wasm"), merchandising: rules() };
  if (read("consent") === "session") options.consent = "session";
  for (const name of Object.keys(options)) if (options[name] === undefined) delete options[name];
  if (options.wasm) options.wasm = new URL(options.wasm, document.baseURI);
  return { options, dataLayer: read("datalayer") ?? "dataLayer", expose: read("expose") !== undefined };
}

function rules() {
  const script = document.querySelector('script[type="application/json"][data-ownshelf-rules]');
  return script ? JSON.parse(script.textContent) : undefined;
}
