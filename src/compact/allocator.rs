//! The allocator of the browser's modules, half the size of the one the standard library brings.

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
