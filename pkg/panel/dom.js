/**
 * The smallest thing that keeps focus, scroll and open sections where they are while the panel follows the engine:
 * describe the wanted elements with `h`, and `patch` changes only what differs. Text is set as text, never as markup.
 */

/** @typedef {(event: any) => unknown} Handler whose target is of the kind that the tag says */
/**
 * @typedef {{ [name: string]: any, onclick?: Handler, onchange?: Handler, oninput?: Handler, onsubmit?: Handler, ontoggle?: Handler,
 *   onclose?: Handler }} Props
 */
/** An element as it is wanted. @typedef {{ tag: string, props: Props, kids: Kid[] }} Described */
/** What stands in an element: elements, text, or nothing in the place of something. @typedef {Described | string | number | boolean | null | undefined} Kid */
/** @typedef {Kid | Kid[]} Kids */

/**
 * Describes an element. Props are attributes, but for `on…` (handlers), `checked`, `selected` and `value` (live properties), `key`
 * (another key means another element, never a re-used one) and `share` (0..1, the length of a bar).
 * @param {string} tag
 * @param {Props | null} [props]
 * @param {Kids[]} kids
 * @returns {Described}
 */
export const h = (tag, props, ...kids) => ({ tag, props: props || {}, kids: kids.flat() });

/** Props as drawn last. @type {WeakMap<object, Record<string, any>>} */
const kept = new WeakMap();

/** @param {Kid} kid @returns {kid is Described} */
const isElement = (kid) => typeof kid === "object" && kid !== null;

/**
 * @param {any} node of which kind, is the question
 * @param {Kid} kid
 */
const fits = (node, kid) => (isElement(kid) ? node?.localName === kid.tag && kept.get(node)?.key === kid.props.key : node?.nodeType === 3);

/**
 * @param {any} node an element; its handlers and live properties are set by name
 * @param {Described} wanted
 */
function patchElement(node, { props, kids }) {
  const before = kept.get(node) ?? {};
  for (const name of Object.keys({ ...before, ...props })) {
    const value = props[name];
    if (/^(on|checked$|value$|selected$)/.test(name)) {
      // The shopper may have moved a control that the engine then refused: compare with the control, not with the past.
      if (node[name] !== value) node[name] = value ?? null;
    } else if (before[name] !== value && name !== "key") {
      if (name === "share") node.style.setProperty("--share", value);
      else if (value == null || value === false) node.removeAttribute(name);
      else node.setAttribute(name, value === true ? "" : value);
    }
  }
  kept.set(node, props);
  patch(node, kids);
}

/**
 * Makes the children of `parent` match `kids`. Falsy kids become empty text, so that their siblings keep their places.
 * @param {Node & ParentNode} parent
 * @param {Kid[]} kids
 */
export function patch(parent, kids) {
  kids.forEach((kid, index) => {
    /** @type {ChildNode} */
    let node = parent.childNodes[index];
    if (!fits(node, kid)) {
      const made = isElement(kid) ? document.createElement(kid.tag) : document.createTextNode("");
      if (node) node.replaceWith(made);
      else parent.append(made);
      node = made;
    }
    if (isElement(kid)) patchElement(node, kid);
    else {
      const text = String(kid || "");
      if (node.nodeValue !== text) node.nodeValue = text;
    }
  });
  while (parent.childNodes.length > kids.length) parent.lastChild?.remove();
}
