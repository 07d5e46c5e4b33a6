//! The one error type of the core, with the stable codes that JavaScript sees.
//!
//! Messages name the index and the field at fault. No message prints a float: float formatting alone would cost
//! the browser build several kilobytes.

use crate::compact::text::push_number;
use std::fmt;

/// Stable codes of `OwnshelfError.code` that the core itself can raise.
///
/// ```
/// assert_eq!(ownshelf::Code::InvalidInput.as_str(), "invalid_input");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The caller's data cannot be read; nothing was changed.
    InvalidInput,
    /// Stored bytes are damaged, foreign or from a newer version; nothing was loaded.
    StorageCorrupt,
}

impl Code {
    /// The code as JavaScript sees it.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::InvalidInput => "invalid_input",
            Code::StorageCorrupt => "storage_corrupt",
        }
    }
}

/// What went wrong and where. It is as small as a pointer, so that returning it through many calls costs almost
/// nothing.
///
/// ```
/// let error = ownshelf::Error::input("price", "is no number").at(3);
/// assert_eq!(error.message(), "[3] price is no number");
/// assert_eq!((error.code(), error.index()), (ownshelf::Code::InvalidInput, Some(3)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Details>);

/// `field` is the caller's own name for the place, e.g. `price`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Details {
    code: Code,
    index: Option<usize>,
    field: &'static str,
    why: &'static str,
}

impl Error {
    /// Bad input in `field`; `why` completes the sentence "`field` …".
    #[inline(never)]
    pub fn input(field: &'static str, why: &'static str) -> Self {
        Error::new(Code::InvalidInput, field, why)
    }

    /// Stored bytes that cannot be trusted; `field` names the part that failed.
    pub fn corrupt(field: &'static str, why: &'static str) -> Self {
        Error::new(Code::StorageCorrupt, field, why)
    }

    #[cold]
    #[inline(never)]
    fn new(code: Code, field: &'static str, why: &'static str) -> Self {
        Error(Box::new(Details {
            code,
            index: None,
            field,
            why,
        }))
    }

    /// The same error, naming the row of a list it happened in.
    pub fn at(mut self, index: usize) -> Self {
        self.0.index = Some(index);
        self
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The sentence for people; what [`fmt::Display`] prints, without its machinery.
    pub fn message(&self) -> String {
        let mut text = String::new();
        if let Some(index) = self.0.index {
            text.push('[');
            push_number(&mut text, index as i64);
            text.push_str("] ");
        }
        text.push_str(self.0.field);
        text.push(' ');
        text.push_str(self.0.why);
        text
    }

    /// The row of the list, if the input was a list.
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Error {}

/// Result of every fallible call of the core.
///
/// ```
/// let read = |text: &str| -> ownshelf::Result<f64> {
///     text.parse().map_err(|_| ownshelf::Error::input("price", "is no number"))
/// };
/// assert!(read("12").is_ok() && read("twelve").is_err());
/// ```
pub type Result<T> = std::result::Result<T, Error>;
