// Judges the code of every function a WebAssembly module imports, as JSON:
//   node imports.mjs GLUE.js
//
// The glue (`xtask/src/build/glue.rs`) names the functions where it makes the instance. Each is followed into whatever it
// calls, in the glue and in the modules the glue imports. What the module hands over counts as the page's, and so does
// all that is read from it. Faults: calling it or a method of it, writing to it, and reading a global that is not one of
// the language's own makers of values.
import { parse } from "acorn";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** Makers and readers of values. None of them reaches the page, the network or storage. */
const LANGUAGE = new Set(
  "undefined Object Array ArrayBuffer Date String Reflect Error TypeError Symbol TextDecoder TextEncoder Uint8Array Uint32Array Int32Array Float64Array DataView".split(
    " ",
  ),
);
/** Built-ins that write to their first argument. */
const WRITERS = new Set(["defineProperty", "defineProperties", "assign", "setPrototypeOf", "freeze", "set", "deleteProperty"]);
/** Functions of the glue that answer with a text or a number, whatever they were handed. */
const PLAIN = new Set(["textOf", "kindOf", "numberOf", "lengthOf", "isLikeNone", "addToExternrefTable0", "getStringFromWasm0"]);

const isFunction = (node) => /Function/.test(node?.type ?? "");

/** Names bound at the top of a body, with what binds them. */
function bindings(body) {
  const names = new Map();
  for (const statement of body) {
    const node = /^Export(Named|Default)Declaration$/.test(statement.type) ? statement.declaration : statement;
    if (node?.type === "FunctionDeclaration" || node?.type === "ClassDeclaration") names.set(node.id.name, node);
    if (node?.type === "VariableDeclaration") {
      for (const { id, init } of node.declarations) for (const name of patternNames(id)) names.set(name, { of: id, init });
    }
  }
  return names;
}

function patternNames(node) {
  switch (node?.type) {
    case "Identifier":
      return [node.name];
    case "ObjectPattern":
      return node.properties.flatMap((each) => patternNames(each.value ?? each.argument));
    case "ArrayPattern":
      return node.elements.flatMap(patternNames);
    case "AssignmentPattern":
      return patternNames(node.left);
    case "RestElement":
      return patternNames(node.argument);
    default:
      return [];
  }
}

async function moduleAt(path, cache = new Map()) {
  if (cache.has(path)) return cache.get(path);
  const source = await readFile(path, "utf8");
  const tree = parse(source, { ecmaVersion: "latest", sourceType: "module" });
  const scope = { source, names: bindings(tree.body), outer: undefined };
  cache.set(path, { tree, scope });
  for (const node of tree.body.filter(({ type }) => type === "ImportDeclaration")) {
    const { scope: from } = await moduleAt(resolve(dirname(path), node.source.value), cache);
    for (const { local, imported } of node.specifiers) scope.names.set(local.name, { imported: imported.name, from });
  }
  return cache.get(path);
}

/** What a name means: what binds it and where; undefined for a global. */
function meaning(name, scope) {
  for (let at = scope; at; at = at.outer) {
    const found = at.names.get(name);
    if (found?.from) return meaning(found.imported, found.from);
    if (found) return { node: found, scope: at };
  }
}

const childrenOf = (node) =>
  Object.values(node)
    .flat()
    .filter((child) => typeof child?.type === "string");

class Judge {
  faults = new Set();
  #seen = new Set();

  /** Judges a function whose parameters at `handed` are the page's and those at `own` functions of the glue. */
  function(node, scope, handed, own = new Set(), makes = false) {
    const key = `${node.start}:${scope.source.length}:${[...handed]}:${[...own]}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const local = { source: scope.source, names: new Map(), outer: scope };
    const tainted = new Set();
    const callable = new Set();
    node.params.forEach((param, at) => {
      for (const name of patternNames(param)) {
        local.names.set(name, { param: true });
        if (handed.has(at)) tainted.add(name);
        if (own.has(at)) callable.add(name);
      }
    });
    this.#declare(node.body, local);
    const state = { scope: local, tainted, callable, makes };
    // Twice, for a loop may taint what stands above.
    for (let pass = 0; pass < 2; pass++) this.#taint(node.body, state);
    this.#walk(node.body, undefined, state);
  }

  #declare(node, local) {
    if (node.type === "VariableDeclaration") {
      for (const { id, init } of node.declarations) for (const name of patternNames(id)) local.names.set(name, { of: id, init });
    }
    if (node.type === "CatchClause" && node.param) for (const name of patternNames(node.param)) local.names.set(name, { param: true });
    if (!isFunction(node)) for (const child of childrenOf(node)) this.#declare(child, local);
  }

  #taint(node, state) {
    if (isFunction(node)) return;
    const [target, value] =
      node.type === "VariableDeclarator"
        ? [node.id, node.init]
        : node.type === "AssignmentExpression"
          ? [node.left, node.right]
          : node.type === "CatchClause"
            ? [node.param, "thrown"]
            : [];
    if (value && (value === "thrown" || this.#handed(value, state))) for (const name of patternNames(target)) state.tainted.add(name);
    for (const child of childrenOf(node)) this.#taint(child, state);
  }

  /** Whether a value is the page's, or read from what is. */
  #handed(node, state) {
    if (!node || isFunction(node)) return false;
    switch (node.type) {
      case "Identifier":
        return state.tainted.has(node.name);
      case "MemberExpression":
        return this.#handed(node.object, state);
      case "CallExpression":
        if (node.callee.type === "Identifier" && PLAIN.has(node.callee.name)) return false;
        return node.arguments.some((each) => this.#handed(each, state)) || this.#handed(node.callee, state);
      case "UnaryExpression":
      case "BinaryExpression":
      case "NewExpression":
        return false;
      default:
        return childrenOf(node).some((child) => this.#handed(child, state));
    }
  }

  #walk(node, parent, state) {
    const code = () => state.scope.source.slice(node.start, node.end).replace(/\s+/g, " ");
    if (isFunction(node)) {
      this.function(node, state.scope, new Set(node.params.keys()));
      return;
    }
    if (node.type === "ThisExpression" && !state.makes) this.faults.add("reads `this`");
    if (node.type === "ImportExpression") this.faults.add(`loads something: ${code()}`);
    if (node.type === "Identifier" && !isKey(node, parent)) this.#name(node.name, state);
    if (node.type === "CallExpression" || node.type === "NewExpression") this.#call(node, code, state);
    if (node.type === "TaggedTemplateExpression" && this.#handed(node.tag, state)) this.faults.add(`calls what it is handed: ${code()}`);
    const target =
      node.type === "AssignmentExpression"
        ? node.left
        : node.type === "UpdateExpression" || node.operator === "delete"
          ? node.argument
          : undefined;
    if (target?.type === "MemberExpression" && this.#handed(target.object, state))
      this.faults.add(`writes to what it is handed: ${code()}`);
    // `f.apply(this, …)` of a function of the glue: `this` is nothing there.
    const skipped = this.#appliesOwn(node, state);
    for (const child of childrenOf(node)) if (!(skipped && child.type === "ThisExpression")) this.#walk(child, node, state);
  }

  #appliesOwn = (node, state) =>
    node.type === "CallExpression" &&
    node.callee.type === "MemberExpression" &&
    node.callee.property.name === "apply" &&
    state.callable.has(node.callee.object.name);

  /** A name that is read: one of the glue's, or a global of the language. */
  #name(name, state) {
    const found = meaning(name, state.scope);
    if (!found) {
      if (name !== "arguments" && !LANGUAGE.has(name)) this.faults.add(`reads the global ${name}`);
    } else if (found.node.init && !isFunction(found.node.init) && found.scope !== state.scope && name !== "wasm") {
      this.#walk(found.node.init, undefined, { scope: found.scope, tainted: new Set(), callable: new Set() });
    }
  }

  #call(node, code, state) {
    const { callee } = node;
    const handed = new Set([...node.arguments.keys()].filter((at) => this.#handed(node.arguments[at], state)));
    const spread = node.arguments.some(({ type }) => type === "SpreadElement");
    if (this.#appliesOwn(node, state)) return;
    if (callee.type === "Identifier" && state.callable.has(callee.name)) return;
    if (this.#handed(callee, state)) {
      this.faults.add(`calls what it is handed: ${code()}`);
      return;
    }
    const name = callee.type === "Identifier" ? callee.name : callee.property?.name;
    if (WRITERS.has(name) && this.#handed(node.arguments[0], state) && !this.#isView(callee)) {
      this.faults.add(`writes to what it is handed: ${code()}`);
    }
    if (name === "apply" && this.#handed(node.arguments[0], state)) this.faults.add(`calls what it is handed: ${code()}`);
    if (callee.type === "MemberExpression" && callee.computed) this.faults.add(`calls a computed method: ${code()}`);
    if (callee.type === "Super") return;
    if (callee.type !== "Identifier") return;
    const found = meaning(callee.name, state.scope);
    const body = found && (isFunction(found.node) ? found.node : found.node.init);
    if (isFunction(body)) {
      const own = new Set([...node.arguments.keys()].filter((at) => isFunction(node.arguments[at]) || isExport(node.arguments[at])));
      this.function(body, found.scope, spread ? new Set(body.params.keys()) : handed, own);
    } else if (found?.node.type === "ClassDeclaration") {
      const made = found.node.body.body.find(({ kind }) => kind === "constructor");
      if (made) this.function(made.value, found.scope, handed, undefined, true);
    } else if (found?.node.param) this.faults.add(`calls what it is handed: ${code()}`);
  }

  /** `set` and the like of the engine's own memory or table. */
  #isView = (callee) => callee.type === "MemberExpression" && !this.#isReflect(callee.object);
  #isReflect = (object) => object.type === "Identifier" && ["Reflect", "Object"].includes(object.name);
}

/** A function the WebAssembly module exports. */
const isExport = (node) => node.type === "MemberExpression" && node.object.name === "wasm";

function isKey(node, parent) {
  if (parent?.type === "MemberExpression") return parent.property === node && !parent.computed;
  if (["Property", "MethodDefinition", "PropertyDefinition"].includes(parent?.type))
    return parent.key === node && !parent.computed && !parent.shorthand;
  return false;
}

/** The function around the glue, and the names it gives the module. */
function instance(tree) {
  const factory = tree.body.find(({ type }) => type === "ExportDefaultDeclaration")?.declaration;
  let names;
  const find = (node) => {
    if (node.type === "NewExpression" && node.callee.property?.name === "Instance") {
      names = node.arguments[1].properties.flatMap(({ value }) => value.properties.map(({ key }) => key.name));
    }
    childrenOf(node).forEach(find);
  };
  find(factory);
  if (!names) throw new Error("the glue makes no instance");
  return { factory, names };
}

const { tree, scope } = await moduleAt(resolve(process.argv[2]));
const { factory, names } = instance(tree);
const inside = { source: scope.source, names: bindings(factory.body.body), outer: scope };
const imports = names.map((name) => {
  const { node } = meaning(name, inside);
  const judge = new Judge();
  judge.function(node, inside, new Set(node.params.keys()));
  const body = scope.source.slice(node.body.start + 1, node.body.end - 1);
  // What it does, without the frame that catches what is thrown and stores what is answered.
  const does = body.match(/const \w+ = (.*);/)?.[1] ?? body.trim().replace(/;$/, "");
  return { name, does, faults: [...judge.faults] };
});
console.log(JSON.stringify(imports));
