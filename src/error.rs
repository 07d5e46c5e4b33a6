//! The one error type of the core, with the stable codes that JavaScript sees.
//!
//! Messages name the index and the field at fault. No message prints a float: float formatting alone would cost
//! the browser build several kilobytes.

use std::fmt;

/// Stable codes of `OwnshelfError.code` that the core itself can raise.
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

/// What went wrong and where. `field` is the caller's own name for the place, e.g. `price`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    code: Code,
    index: Option<usize>,
    field: &'static str,
    why: &'static str,
}

impl Error {
    /// Bad input in `field`; `why` completes the sentence "`field` …".
    pub fn input(field: &'static str, why: &'static str) -> Self {
        Error {
            code: Code::InvalidInput,
            index: None,
            field,
            why,
        }
    }

    /// Stored bytes that cannot be trusted; `field` names the part that failed.
    pub fn corrupt(field: &'static str, why: &'static str) -> Self {
        Error {
            code: Code::StorageCorrupt,
            index: None,
            field,
            why,
        }
    }

    /// The same error, naming the row of a list it happened in.
    pub fn at(mut self, index: usize) -> Self {
        self.index = Some(index);
        self
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The row of the list, if the input was a list.
    pub fn index(&self) -> Option<usize> {
        self.index
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(index) = self.index {
            write!(f, "[{index}] ")?;
        }
        f.write_str(self.field)?;
        f.write_str(" ")?;
        f.write_str(self.why)
    }
}

impl std::error::Error for Error {}

/// Result of every fallible call of the core.
pub type Result<T> = std::result::Result<T, Error>;
