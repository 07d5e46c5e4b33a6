/**
 * What a browser's compiler gone wrong looks like: a function of the engine traps, and that engine refuses every call after.
 * Self-contained, so that its text can be sent to a page. To be called before there is a shelf.
 * @param {string} name of the engine's export
 * @returns {{ left: number }} how many times it is to trap from now on
 */
export function trapping(name) {
  const { Instance } = WebAssembly;
  const traps = { left: 0 };
  WebAssembly.Instance = function (module, imports) {
    const { exports } = new Instance(module, imports);
    let stopped = false;
    const guarded =
      (of, call) =>
      (...given) => {
        if (of === `engine_${name}` && traps.left > 0) {
          traps.left -= 1;
          stopped = true;
        }
        if (stopped) throw new WebAssembly.RuntimeError("unreachable");
        return call(...given);
      };
    const entries = Object.entries(exports).map(([of, value]) => [of, typeof value === "function" ? guarded(of, value) : value]);
    return { exports: Object.fromEntries(entries) };
  };
  return traps;
}
