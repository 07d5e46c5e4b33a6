//! QR codes of a text. A long row of digits at its end takes a third of a byte each, so that is how capsules travel in
//! links.

use crate::Fault;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// The code's width, then its modules row by row: 1 is dark.
///
/// # Errors
/// [`Fault::TooLong`] if no code can hold the text.
pub fn code(text: &str) -> Result<Vec<u8>, Fault> {
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
    let mut out = vec![size as u8];
    for y in 0..size {
        out.extend((0..size).map(|x| u8::from(code.get_module(x, y))));
    }
    Ok(out)
}
