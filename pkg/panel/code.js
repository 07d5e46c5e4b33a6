/** `<ownshelf-code>`: a QR code, drawn dot by dot. Its `value` is what `capsule` and `supportCard` return as codes. */

/** Modules of light around a code, without which cameras do not find it. */
const MARGIN = 4;
/** CSS pixels of a module: a dense code still is larger than a phone's camera needs. */
const DOT = 4;

const Base = globalThis.HTMLElement ?? class {};

export class OwnshelfCode extends Base {
  /** @type {import("../index.d.ts").QrCode | undefined} */ #value;
  /** @type {ShadowRoot | undefined} */ #root;

  get value() {
    return this.#value;
  }
  set value(code) {
    this.#value = code;
    this.#draw();
  }

  connectedCallback() {
    if (Object.hasOwn(this, "value")) {
      const { value } = this;
      delete (/** @type {{ value?: unknown }} */ (this).value);
      this.value = value;
    }
    this.#draw();
  }

  #draw() {
    if (!this.isConnected || !this.#value) return;
    const { size, modules } = this.#value;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = (size + 2 * MARGIN) * DOT;
    Object.assign(canvas.style, { display: "block", maxWidth: "100%", imageRendering: "pixelated" });
    const brush = canvas.getContext("2d");
    if (!brush) return;
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.fillStyle = "#000";
    modules.forEach((dark, at) => {
      if (dark) brush.fillRect(((at % size) + MARGIN) * DOT, (Math.floor(at / size) + MARGIN) * DOT, DOT, DOT);
    });
    this.#root ??= this.attachShadow({ mode: "closed" });
    this.#root.replaceChildren(canvas);
  }
}

export function defineCode() {
  if (globalThis.customElements && !customElements.get("ownshelf-code")) customElements.define("ownshelf-code", OwnshelfCode);
}
