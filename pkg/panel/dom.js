/**
 * The smallest thing that keeps focus, scroll and open sections where they are while the panel follows the engine:
 * describe the wanted elements with `h`, and `patch` changes only what differs. Text is set as text, never as markup.
 */

/**
 * Describes an element. Props are attributes, but for `on…` (handlers), `checked`, `selected` and `value` (live properties), `key`
 * (another key means another element, never a re-used one) and `share` (0..1, the length of a bar).
 */
export const h = (tag, props, ...kids) => ({ tag, props: props || {}, kids: kids.flat() });

const kept = new WeakMap();

const fits = (node, kid) => (kid?.tag ? node?.localName === kid.tag && kept.get(node)?.key === kid.props.key : node?.nodeType === 3);

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

/** Makes the children of `parent` match `kids`. Falsy kids become empty text, so that their siblings keep their places. */
export function patch(parent, kids) {
  kids.forEach((kid, index) => {
    let node = parent.childNodes[index];
    if (!fits(node, kid)) {
      const made = kid?.tag ? document.createElement(kid.tag) : document.createTextNode("");
      if (node) node.replaceWith(made);
      else parent.append(made);
      node = made;
    }
    if (kid?.tag) patchElement(node, kid);
    else if (node.data !== String(kid || "")) node.data = kid || "";
  });
  while (parent.childNodes.length > kids.length) parent.lastChild.remove();
}
