// Every place in the package's modules that could send something or load something from elsewhere, as JSON:
//   node audit.mjs PKG_DIR ENTRY…
//
// The modules are parsed, so comments and look-alikes in strings do not count. The rules are wider than "network
// functions": a picture's address or a handed-on global object can carry data out too. What is found is not yet a
// fault; audit-allow.toml says which places are meant.
import { parse } from "acorn";
import { readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";

const NETWORK = new Set([
  "fetch",
  "fetchLater",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "sendBeacon",
  "RTCPeerConnection",
  "webkitRTCPeerConnection",
  "importScripts",
  "Worker",
  "SharedWorker",
  "serviceWorker",
  "Image",
  "Audio",
  "FontFace",
  "PresentationRequest",
  "eval",
  "Function",
  "cookie",
  "cookieStore",
]);
const MARKUP = new Set([
  "innerHTML",
  "outerHTML",
  "insertAdjacentHTML",
  "srcdoc",
  "setHTMLUnsafe",
  "parseHTMLUnsafe",
  "createContextualFragment",
  "parseFromString",
]);
const ADDRESSES = new Set(["src", "srcset", "href", "action", "formAction", "poster", "ping", "location", "backgroundImage"]);
const LOADING_ELEMENTS = new Set([
  "script",
  "iframe",
  "frame",
  "img",
  "link",
  "object",
  "embed",
  "audio",
  "video",
  "source",
  "track",
  "form",
  "base",
  "meta",
  "portal",
  "fencedframe",
]);
const FRAMEWORKS = new Set(["react", "react-dom", "vue"]);
const GLOBALS = new Set(["globalThis", "window", "self", "top", "parent", "frames"]);

const [pkgDir, ...entries] = [resolve(process.argv[2]), ...process.argv.slice(3)];
const modules = [];
const findings = [];
const seen = new Set();
for (const entry of entries) await visitModule(join(pkgDir, entry));
modules.sort();
console.log(JSON.stringify({ modules, findings }));

async function visitModule(path) {
  if (seen.has(path)) return;
  seen.add(path);
  const file = relative(dirname(pkgDir), path);
  modules.push(file);
  if (path.endsWith(".wasm")) return;
  const source = await readFile(path, "utf8");
  const tree = parse(source, { ecmaVersion: "latest", sourceType: "module", locations: true });
  const imported = [];
  walk(tree, [], (node, parents) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined && isOwnFile(specifier, path)) imported.push(resolve(dirname(path), specifier));
    const what = judged(node, parents, path);
    if (what) findings.push({ file, line: node.loc.start.line, what, code: codeAround(node, parents, source) });
  });
  for (const next of imported) await visitModule(next);
}

function walk(node, parents, visit) {
  visit(node, parents);
  const inside = [...parents, node];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child.type === "string") walk(child, inside, visit);
    }
  }
}

/** What a node imports: text, `null` if that is only known at run time, `undefined` if it imports nothing. */
function specifierOf(node) {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
      return node.source?.value;
    case "ImportExpression":
      return text(node.source) ?? null;
  }
}

function isOwnFile(specifier, path) {
  if (specifier === null || !/^\.\.?\//.test(specifier)) return false;
  return !relative(pkgDir, resolve(dirname(path), specifier)).startsWith("..");
}

/** The kind of finding a node is, if it is one. */
function judged(node, parents, path) {
  const parent = parents.at(-1);
  const specifier = specifierOf(node);
  if (specifier !== undefined && !FRAMEWORKS.has(specifier) && !isOwnFile(specifier, path)) return "import";
  switch (node.type) {
    case "Identifier":
      return judgedName(node, parent);
    case "MemberExpression":
      return judgedMember(node, parent);
    case "Property":
      return judgedProperty(node, parent, parents.at(-2));
    case "CallExpression":
      return judgedCall(node);
    case "Literal":
    case "TemplateElement":
      return isAddress(node.type === "Literal" ? node.value : node.value.cooked) ? "address" : undefined;
  }
}

function named(name) {
  return NETWORK.has(name) || MARKUP.has(name) ? name : undefined;
}

/** A bare name that stands for a value, not a key, a label or a definition. */
function judgedName(node, parent) {
  const isKey =
    (parent.type === "MemberExpression" && parent.property === node && !parent.computed) ||
    (["Property", "MethodDefinition", "PropertyDefinition"].includes(parent.type) &&
      parent.key === node &&
      !parent.computed &&
      !parent.shorthand) ||
    ["ImportSpecifier", "ExportSpecifier", "LabeledStatement", "MetaProperty"].includes(parent.type);
  if (isKey) return;
  if (node.name === "open" && parent.type === "CallExpression" && parent.callee === node) return "open";
  if (node.name === "location" && parent.type === "AssignmentExpression" && parent.left === node) return "location";
  const asked =
    (parent.type === "MemberExpression" && parent.object === node) || (parent.type === "UnaryExpression" && parent.operator === "typeof");
  if (GLOBALS.has(node.name) && node.name.length > 6 && !asked) return "global object";
  return NETWORK.has(node.name) ? node.name : undefined;
}

function judgedMember(node, parent) {
  const name = node.computed ? text(node.property) : node.property.name;
  const onGlobal = node.object.type === "Identifier" && (GLOBALS.has(node.object.name) || node.object.name === "navigator");
  if (name === undefined) return onGlobal ? "computed global" : undefined;
  if (onGlobal && name === "open") return "open";
  if (onGlobal && GLOBALS.has(name)) return "global object";
  const assigned = parent.type === "AssignmentExpression" && parent.left === node;
  if (assigned && ADDRESSES.has(name)) return name;
  const called = parent.type === "CallExpression" && parent.callee === node;
  if (called && ["write", "writeln"].includes(name) && /(^|\.)document$/.test(memberPath(node.object))) return "document.write";
  const onLocation = /(^|\.)location$/.test(memberPath(node.object));
  if (called && onLocation && ["assign", "replace"].includes(name)) return "location";
  if (called && ["submit", "requestSubmit"].includes(name)) return name;
  return named(name);
}

/** Taken out of an object (`const { fetch } = …`), or an address among the properties a helper is called with. */
function judgedProperty(node, parent, around) {
  const name = node.computed ? undefined : (node.key.name ?? node.key.value);
  if (parent.type === "ObjectPattern") return named(name);
  return around.type === "CallExpression" && ADDRESSES.has(name) ? `property ${name}` : undefined;
}

function judgedCall(node) {
  const method = node.callee.type === "MemberExpression" && !node.callee.computed ? node.callee.property.name : undefined;
  const argument = (index) => (node.arguments[index] ? text(node.arguments[index]) : undefined);
  // A helper that makes elements: h("img", { … }).
  if (LOADING_ELEMENTS.has(argument(0)) && node.arguments[1]?.type === "ObjectExpression") return `element ${argument(0)}`;
  if (method === "createElement" || method === "createElementNS") {
    const name = argument(method === "createElement" ? 0 : 1)?.toLowerCase();
    if (name === undefined) return "createElement";
    return LOADING_ELEMENTS.has(name) ? `createElement ${name}` : undefined;
  }
  if (method === "setAttribute" || method === "setAttributeNS") {
    const name = argument(method === "setAttribute" ? 0 : 1)?.toLowerCase();
    if (name === undefined) return "setAttribute";
    return ADDRESSES.has(name) || name === "style" || name.startsWith("on") ? `setAttribute ${name}` : undefined;
  }
}

function isAddress(value) {
  if (typeof value !== "string") return false;
  // Names of vocabularies, never fetched.
  const rest = value.replace(/https?:\/\/(www\.w3\.org|schema\.org)\b/g, "");
  return /\b(?:https?|wss?):\/\//i.test(rest) || /^\/\/[\w-]+\.\w/.test(rest) || /\burl\(/i.test(rest);
}

function memberPath(node) {
  if (node.type === "Identifier") return node.name;
  return node.type === "MemberExpression" && !node.computed ? `${memberPath(node.object)}.${node.property.name}` : "?";
}

/** The text of a literal or of a template without holes. */
function text(node) {
  if (node.type === "Literal") return String(node.value);
  if (node.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0].value.cooked;
}

/** The smallest whole expression a finding stands in, on one line. */
function codeAround(node, parents, source) {
  const around = parents.at(-1);
  const whole = ["CallExpression", "NewExpression", "AssignmentExpression", "MemberExpression", "Property"].includes(around?.type)
    ? around
    : node;
  // On one line whatever the formatter made of it.
  const line = source.slice(whole.start, whole.end).replace(/\s+/g, " ");
  const code = line.replace(/([([]) /g, "$1").replace(/,? ([)\]])/g, "$1");
  return code.length > 120 ? `${code.slice(0, 119)}…` : code;
}
