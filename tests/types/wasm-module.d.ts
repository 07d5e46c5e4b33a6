/** Where the runtime imports a module of WebAssembly itself (the condition `workerd`), it is handed over compiled. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
