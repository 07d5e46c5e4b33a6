//! QR codes of a text. A long row of digits at its end takes a third of a byte each, so that is how capsules travel in
//! links.

use crate::Fault;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// A QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Modules in a row, and rows: 21 to 177.
    pub size: u8,
    /// The modules row by row: 1 is dark, 0 light.
    pub modules: Vec<u8>,
}

/// The code of a text.
///
/// # Errors
/// [`Fault::TooLong`] if no code can hold the text.
pub fn code(text: &str) -> Result<Code, Fault> {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (words, digits) = text.split_at(text.len() - digits);
    let mut segments = QrSegment::make_segments(words);
    if !digits.is_empty() {
        segments.push(QrSegment::make_numeric(digits));
    }
    let (least, most) = (Version::MIN, Version::MAX);
    let code = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Low, least, most, None, true)
        .map_err(|_| Fault::TooLong)?;
    let size = code.size();
    let module = |at| u8::from(code.get_module(at % size, at / size));
    Ok(Code {
        size: size as u8,
        modules: (0..size * size).map(module).collect(),
    })
}
