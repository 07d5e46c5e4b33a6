//! Takes the speech of panics out of the engine.
//!
//! Nobody hears it: a panic in the browser traps, JavaScript sees a `RuntimeError` either way, and the shelf then hands
//! listings back as they came. Yet the standard library keeps the code that writes the message, its texts and the place
//! of every possible panic, 4 % of the engine after brotli. The compiler can leave them out on nightly alone
//! (`panic=immediate-abort`); here the functions that can only panic become a trap, which the optimiser then spreads to
//! their callers, and the places become zeros, which it drops.

use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, bail};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module, ModuleConfig};

/// Parts of the names of functions that do nothing but panic, or are called by those alone.
const SPEAKERS: [&str; 17] = [
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::slice::index::slice_",
    "core::str::slice_error_fail",
    "core::cell::panic_",
    "alloc::raw_vec::handle_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::alloc::handle_alloc_error",
    "std::panicking::",
    "std::alloc::rust_oom",
    "assert_failed",
    "rust_begin_unwind",
    // What panics print their sentences with; the engine itself prints nothing this way.
    "core::fmt::",
    "alloc::fmt::format",
    // A failed index is told apart in a function of each type.
    "len_mismatch_fail",
];

/// The sentences themselves, as the standard library words them.
const SENTENCES: [&str; 34] = [
    "slice index starts at ",
    " but ends at ",
    "index out of bounds: the len is ",
    " but the index is ",
    "range start index ",
    "range end index ",
    " out of range for slice of length ",
    "copy_from_slice: source slice length (",
    ") does not match destination slice length (",
    "insertion index (is ",
    ") should be <= len (is ",
    "removal index (is ",
    ") should be < len (is ",
    "attempt to join into collection with len > usize::MAX",
    "called `Result::unwrap()` on an `Err` value",
    "called `Option::unwrap()` on a `None` value",
    "user-provided comparison function does not correctly implement a total order",
    "attempt to divide by zero",
    "capacity overflow",
    "mid > len",
    "null pointer passed to rust",
    "assertion failed: self.is_char_boundary(new_len)",
    "min > max. min = ",
    ", max = ",
    "internal error: entered unreachable code",
    "attempted to take ownership of Rust value while it was borrowed",
    "recursive use of an object detected which would lead to unsafe aliasing in rust",
    "reentrant init",
    "RefCell already mutably borrowed",
    "RefCell already borrowed",
    "Hash table capacity overflow",
    "closure invoked recursively or after being dropped",
    "Attempted to initialize thread-local while it is being dropped",
    "Tried to shrink to a larger capacity",
];

/// Bytes of a `core::panic::Location`: address and length of the file's name, line, column.
const LOCATION: usize = 16;

/// Rewrites the module at `engine`, whose functions must still have their names.
pub fn silence(engine: &Path) -> Result<()> {
    let mut module = ModuleConfig::new()
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse_file(engine)
        .context("reading the engine")?;
    let speakers: Vec<FunctionId> = module
        .funcs
        .iter()
        .filter(|function| matches!(function.kind, FunctionKind::Local(_)))
        .filter(|function| function.name.as_deref().is_some_and(speaks))
        .map(walrus::Function::id)
        .collect();
    if speakers.is_empty() {
        bail!("no function of the engine is known to panic; have its names been removed?");
    }
    for speaker in speakers {
        trap(&mut module, speaker);
    }
    let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for segment in segments {
        let data = module.data.get_mut(segment);
        if let walrus::DataKind::Active {
            offset: walrus::ConstExpr::Value(walrus::ir::Value::I32(offset)),
            ..
        } = data.kind
        {
            forget_places(&mut data.value, offset as usize);
            forget_sentences(&mut data.value);
        }
    }
    fs::write(engine, module.emit_wasm())?;
    Ok(())
}

/// Whether the function of this name only speaks of a panic. The compiler writes names mangled, with crates' hashes.
fn speaks(name: &str) -> bool {
    let plain = format!("{:#}", rustc_demangle::demangle(name));
    SPEAKERS.iter().any(|part| plain.contains(part))
}

fn trap(module: &mut Module, function: FunctionId) {
    let of = module.types.get(module.funcs.get(function).ty());
    let (params, results) = (of.params().to_vec(), of.results().to_vec());
    let mut body = FunctionBuilder::new(&mut module.types, &params, &results);
    body.func_body().unreachable();
    let arguments = params.iter().map(|kind| module.locals.add(*kind)).collect();
    let body = body.local_func(arguments);
    module.funcs.get_mut(function).kind = FunctionKind::Local(body);
}

/// Zeroes the places of panics and the names of their files in a data segment that begins at `base`.
fn forget_places(data: &mut [u8], base: usize) {
    let mut named: Vec<Range<usize>> = Vec::new();
    let first = base.next_multiple_of(4) - base;
    for at in (first..data.len().saturating_sub(LOCATION - 1)).step_by(4) {
        let word = |nth: usize| {
            let bytes = data[at + 4 * nth..][..4].try_into().unwrap_or_default();
            u32::from_le_bytes(bytes) as usize
        };
        let (address, length, line, column) = (word(0), word(1), word(2), word(3));
        let start = address.wrapping_sub(base);
        let Some(name) = start
            .checked_add(length)
            .and_then(|end| data.get(start..end))
        else {
            continue;
        };
        let file = name.ends_with(b".rs") && name.iter().all(u8::is_ascii_graphic);
        if file && (1..100_000).contains(&line) && (1..1_000).contains(&column) {
            named.push(start..start + length);
            data[at..at + LOCATION].fill(0);
        }
    }
    for name in named {
        data[name].fill(0);
    }
}

/// Zeroes what panics would have said, and the pairs of digits they write numbers with.
fn forget_sentences(data: &mut [u8]) {
    let digits: String = (0..100).map(|pair| format!("{pair:02}")).collect();
    for sentence in SENTENCES.into_iter().chain([&*digits]).map(str::as_bytes) {
        while let Some(at) = data
            .windows(sentence.len())
            .position(|text| text == sentence)
        {
            data[at..at + sentence.len()].fill(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_speakers_by_name() {
        assert!(speaks(
            "_RNvMsa_NtCsgXGp5Oqx2Ny_4core3fmtNtB5_9Formatter12pad_integral"
        ));
        assert!(speaks("_ZN4core9panicking9panic_fmt17hf96c880e428e353eE"));
        assert!(speaks("core::panicking::panic_fmt"));
        assert!(!speaks("_ZN8ownshelf7ranking4rank17hf96c880e428e353eE"));
    }

    #[test]
    fn forgets_sentences_wherever_they_stand() {
        let mut data = b"keep mid > len\x05mid > lenkeep".to_vec();
        forget_sentences(&mut data);
        assert_eq!(data, b"keep \0\0\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0\0\0keep");
    }

    #[test]
    fn forgets_places_and_nothing_else() {
        let base = 1_048_576;
        let mut data = b"src/order.rs\0\0\0\0keep".to_vec();
        let place = |address: usize, length: u32, line: u32, column: u32| {
            [address as u32, length, line, column]
                .map(u32::to_le_bytes)
                .concat()
        };
        data.extend(place(base, 12, 37, 5));
        // A text with its length and two numbers, but no file.
        let kept = place(base + 16, 4, 37, 5);
        data.extend(&kept);
        forget_places(&mut data, base);
        assert_eq!(data[..12], [0; 12]);
        assert_eq!(data[16..20], *b"keep");
        assert_eq!(data[20..36], [0; 16]);
        assert_eq!(data[36..], kept);
    }
}
