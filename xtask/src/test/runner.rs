//! Runs one wasm32 test binary, in Node or, with `WASM_BINDGEN_USE_BROWSER` set, in headless Chromium. Cargo calls it
//! through the `runner` of `.cargo/config.toml`, which also names the browser's options.

use std::ffi::OsString;

use anyhow::Result;
use wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args;

/// `arguments`: the test binary, then what was given to the test harness.
pub fn run(arguments: Vec<OsString>) -> Result<()> {
    run_cli_with_args(std::iter::once(OsString::from("wasm-bindgen-test-runner")).chain(arguments))
}
