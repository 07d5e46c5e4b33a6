/** Short messages at the edge of the page, with at most one thing to do about them. */
import { toast as words } from "../strings.js";
import { h, icon } from "./dom.js";

const STAYS_MS = 9000;
const AT_ONCE = 2;

/**
 * @param {string} text
 * @param {{ label: string, run?: () => void, href?: string }} [action]
 * @param {string} [topic] a new message on the same topic takes the place of the old one
 */
export function toast(text, action, topic = "") {
  const tray = document.getElementById("toasts");
  const close = () => note.remove();
  const doIt =
    action &&
    (() => {
      close();
      action.run?.();
    });
  const note = h(
    "div",
    { class: "toast", "data-topic": topic },
    h("p", null, text),
    action &&
      (action.href
        ? h("a", { class: "toast-action", href: action.href, onclick: doIt }, action.label)
        : h("button", { class: "toast-action", type: "button", onclick: doIt }, action.label)),
    h("button", { class: "toast-close", type: "button", "aria-label": words.dismiss, onclick: close }, icon("close")),
  );
  if (topic) dismiss(topic);
  while (tray.childElementCount >= AT_ONCE) tray.firstElementChild.remove();
  tray.append(note);
  // It stays while it is read: under the pointer, or with the keyboard in it.
  let timer = setTimeout(close, STAYS_MS);
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(close, STAYS_MS / 2);
  };
  for (const name of ["pointerenter", "focusin"]) note.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) note.addEventListener(name, release);
}

/** Takes a message away that no longer fits what is on show. */
export function dismiss(topic) {
  for (const note of document.querySelectorAll(".toast")) if (note.dataset.topic === topic) note.remove();
}
