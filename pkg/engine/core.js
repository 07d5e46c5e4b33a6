/**
 * The engine's functions (`src/wasm/exports.rs`), which take and return numbers: texts, bytes and lists are put into its memory
 * before a call and read from there after it. The engine imports nothing, so this is all it can do with the world outside.
 */
const utf8 = new TextEncoder();
/** Stands between the parts of a text that holds several. */
export const SEPARATOR = "\u001f";

/** Typed arrays as they lie in memory, texts as UTF-8. */
const bytesOf = (part) => (typeof part === "string" ? utf8.encode(part) : new Uint8Array(part.buffer, part.byteOffset, part.byteLength));

/** One engine, in an instance and a memory of its own. */
export class Core {
  #engine;

  /**
   * @param {WebAssembly.Module} module
   * @param {number} device the number that records made here carry
   * @param {boolean} session whether unset purposes work in memory
   * @param {boolean} minor
   * @param {boolean} gpc
   */
  constructor(module, device, session, minor, gpc) {
    this.#engine = new WebAssembly.Instance(module).exports;
    this.#engine.begin(device, session, minor, gpc);
  }

  /** Puts in what the next call works on, one part after the other. */
  #put(...parts) {
    const pieces = parts.map(bytesOf);
    let at = this.#engine.room(pieces.reduce((sum, { length }) => sum + length, 0));
    // Memory may have grown for it, which leaves older views empty.
    const memory = new Uint8Array(this.#engine.memory.buffer);
    for (const piece of pieces) {
      memory.set(piece, at);
      at += piece.length;
    }
    return this.#engine;
  }

  /** A copy of what was made. */
  #made(length) {
    const at = this.#engine.made();
    return new Uint8Array(this.#engine.memory.buffer).slice(at, at + length);
  }

  #text = (length) => new TextDecoder().decode(this.#made(length));

  /** What a call returned that can be refused; a refusal is thrown as its text. */
  #granted(answer) {
    if (answer < 0) throw this.#text(-answer);
    return answer;
  }

  give(tokens, text, lengths) {
    this.#granted(this.#put(tokens, lengths, text).give(tokens.length, lengths.length));
  }
  addProducts() {
    return this.#made(this.#engine.add_products());
  }
  handle(id) {
    return this.#put(id).handle() >>> 0;
  }
  setRules() {
    this.#granted(this.#engine.set_rules());
  }
  record(now) {
    return this.#granted(this.#engine.record(now));
  }
  ruleConflicts(now) {
    return this.#made(this.#engine.rule_conflicts(now));
  }
  setPrior(bytes) {
    this.#granted(this.#put(bytes).set_prior());
  }
  tune(diversity, exploration, columns) {
    this.#granted(this.#engine.tune(diversity, exploration, columns));
  }
  rank(handles, page, list, now) {
    return new Uint32Array(this.#made(this.#granted(this.#put(handles, page, SEPARATOR, list).rank(handles.length, now))).buffer);
  }
  previewRules(page, list, now) {
    return new Uint32Array(this.#made(this.#granted(this.#put(page, SEPARATOR, list).preview_rules(now))).buffer);
  }
  explain(ticket, index) {
    return this.#made(this.#granted(this.#engine.explain(ticket, index)));
  }
  layout(width, facets, least, most) {
    return this.#made(this.#put(facets).layout(width, least, most));
  }
  setConsent(said) {
    this.#granted(this.#put(said).set_consent());
  }
  purposes() {
    return this.#made(this.#engine.purposes());
  }
  active(purpose) {
    return this.#put(purpose).active() !== 0;
  }
  pause(paused) {
    this.#engine.pause(paused);
  }
  facts(now) {
    return this.#made(this.#engine.facts(now));
  }
  forget(key) {
    this.#granted(this.#put(key).forget());
  }
  erase() {
    this.#engine.erase();
  }
  records() {
    return this.#engine.records();
  }
  encode() {
    return this.#made(this.#engine.encode());
  }
  retention() {
    return this.#engine.retention();
  }
  setRetention(days, now) {
    this.#engine.set_retention(days, now);
  }
  sync(bytes, now) {
    this.#granted(this.#put(bytes).sync(now));
  }
  markKept(kept) {
    this.#engine.mark_kept(kept);
  }
  export() {
    return this.#made(this.#engine.export());
  }
  import(now) {
    return this.#granted(this.#engine.import(now));
  }
  merge(bytes, now) {
    return this.#granted(this.#put(bytes).merge(now));
  }
  device() {
    return this.#engine.device() >>> 0;
  }
  forgetMade(device, until) {
    this.#engine.forget_made(device, until);
  }
  declare() {
    this.#granted(this.#engine.declare());
  }
  met(product) {
    return this.#engine.met(product);
  }
  setSensitive(words) {
    this.#put(words).set_sensitive();
  }
  setRefusedBySource(purposes) {
    this.#put(purposes).set_refused_by_source();
  }
  expire(now) {
    return this.#engine.expire(now) !== 0;
  }
  learnSome(most) {
    return this.#engine.learn_some(most);
  }
  sha256(text) {
    return this.#text(this.#put(text).sha256());
  }
  setRelations(bytes) {
    this.#granted(this.#put(bytes).set_relations());
  }
  suggest(kinds, limit, month, ahead, basket, now) {
    return new Float64Array(this.#made(this.#put(basket).suggest(basket.length, kinds, limit, month, ahead, now)).buffer);
  }
  textOf(product, name) {
    return this.#text(this.#engine.text_of(product, name));
  }
}
