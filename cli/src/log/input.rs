//! Bytes of a log, plain or gzip, from a file or standard input, line by line in bounded memory.

use anyhow::{Context, Result, bail};
use flate2::bufread::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// Longer lines are bad lines; they are skipped without being held in memory.
pub const MAX_LINE_BYTES: usize = 16 << 20;
const BUFFER_BYTES: usize = 1 << 16;
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Where lines come from: a path, or `-` for standard input. Gzip is told by its first bytes, whatever the name.
#[derive(Debug, Clone)]
pub struct Source {
    path: PathBuf,
    sorted_first: bool,
}

impl Source {
    /// The source behind an argument.
    pub fn new(path: &Path) -> Self {
        Source {
            path: path.to_path_buf(),
            sorted_first: false,
        }
    }

    /// The same, its lines to be put into the order of shopper and time before they are read.
    #[must_use]
    pub fn sorted_first(mut self, sorted: bool) -> Self {
        self.sorted_first = sorted;
        self
    }

    /// Whether its lines are to be put into order first.
    pub fn is_sorted_first(&self) -> bool {
        self.sorted_first
    }

    /// Whether it is standard input, which can be read only once.
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// The name for messages.
    pub fn name(&self) -> String {
        if self.is_stdin() {
            "standard input".to_owned()
        } else {
            self.path.display().to_string()
        }
    }

    /// Opens it, with a progress bar if standard error is a terminal.
    ///
    /// # Errors
    /// If the file cannot be opened or read.
    pub fn open(&self, what: &'static str) -> Result<RawLines> {
        let name = self.name();
        let (raw, bytes): (Box<dyn Read>, u64) = if self.is_stdin() {
            (Box::new(io::stdin()), 0)
        } else {
            let file = File::open(&self.path).with_context(|| format!("cannot open {name}"))?;
            let bytes = file.metadata().map_or(0, |about| about.len());
            (Box::new(file), bytes)
        };
        let bar = progress(bytes, what);
        let mut reader = BufReader::with_capacity(BUFFER_BYTES, bar.wrap_read(raw));
        let head = reader
            .fill_buf()
            .with_context(|| format!("cannot read {name}"))?;
        let mut reader: Box<dyn BufRead> = if head.starts_with(&GZIP_MAGIC) {
            Box::new(BufReader::with_capacity(
                BUFFER_BYTES,
                MultiGzDecoder::new(reader),
            ))
        } else {
            Box::new(reader)
        };
        let head = reader
            .fill_buf()
            .with_context(|| format!("cannot read {name}"))?;
        if let Some(what) = no_lines_of_json(head) {
            bail!("{name} is {what}; one JSON object a line is needed");
        }
        Ok(RawLines {
            name,
            reader,
            bar,
            number: 0,
            buffer: Vec::new(),
        })
    }
}

/// What a file is by its beginning, if it is something else that merchants have.
fn no_lines_of_json(head: &[u8]) -> Option<&'static str> {
    match head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head) {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'{', 0, ..] | [0, b'{', ..] => {
            Some("text in UTF-16, not in UTF-8")
        }
        [b'P', b'K', 3, 4, ..] => Some("a ZIP archive"),
        [b'P', b'A', b'R', b'1', ..] => Some("a Parquet file"),
        text => {
            let mut lines = text.trim_ascii_start().split(|byte| *byte == b'\n');
            let first = lines.next()?.trim_ascii();
            match first {
                [b'['] | [b'[', b'{', ..] => Some("one JSON list"),
                [b'{', ..] => None,
                _ if first.iter().filter(|byte| b",;\t".contains(byte)).count() > 1 => {
                    Some("a table (CSV)")
                }
                _ => None,
            }
        }
    }
}

/// A bar over the bytes of a file, or a spinner where nobody knows how many there will be.
fn progress(bytes: u64, what: &'static str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = if bytes > 0 {
        (
            ProgressBar::new(bytes),
            "{msg} {wide_bar} {percent:>3} %  {eta} left",
        )
    } else {
        (
            ProgressBar::new_spinner(),
            "{spinner} {msg} {bytes} in {elapsed}",
        )
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.with_message(what)
}

/// One line as read.
#[derive(Debug)]
pub struct Raw<'a> {
    /// 1-based number in the file.
    pub number: u64,
    /// The line without its end; the beginning of it if it is too long.
    pub bytes: &'a [u8],
    /// Whether it is longer than [`MAX_LINE_BYTES`].
    pub too_long: bool,
}

/// Lines of an open source. Blank lines are passed over.
pub struct RawLines {
    name: String,
    reader: Box<dyn BufRead>,
    bar: ProgressBar,
    number: u64,
    buffer: Vec<u8>,
}

impl RawLines {
    /// The next line that is not blank.
    ///
    /// # Errors
    /// If reading fails, e.g. in a gzip that is cut short.
    pub fn next_line(&mut self) -> Result<Option<Raw<'_>>> {
        loop {
            let Some(too_long) = self
                .fill()
                .with_context(|| {
                    let (name, line) = (&self.name, self.number);
                    format!("cannot read {name} after line {line}; is it cut short, or does something follow its gzip data?")
                })?
            else {
                self.bar.finish_and_clear();
                return Ok(None);
            };
            self.number += 1;
            if self.number == 1 && self.buffer.starts_with(BYTE_ORDER_MARK) {
                self.buffer.drain(..BYTE_ORDER_MARK.len());
            }
            if too_long || !self.buffer.trim_ascii().is_empty() {
                return Ok(Some(Raw {
                    number: self.number,
                    bytes: &self.buffer,
                    too_long,
                }));
            }
        }
    }

    /// The progress bar, so that messages can be printed above it.
    pub fn bar(&self) -> &ProgressBar {
        &self.bar
    }

    /// Reads one line into the buffer; whether it was too long, or `None` at the end.
    fn fill(&mut self) -> io::Result<Option<bool>> {
        self.buffer.clear();
        let most = MAX_LINE_BYTES as u64 + 1;
        let mut taken = self.reader.by_ref().take(most);
        if taken.read_until(b'\n', &mut self.buffer)? == 0 {
            return Ok(None);
        }
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
            return Ok(Some(false));
        }
        let too_long = self.buffer.len() > MAX_LINE_BYTES;
        if too_long {
            self.reader.skip_until(b'\n')?;
        }
        Ok(Some(too_long))
    }
}
