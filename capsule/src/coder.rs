//! Numbers and texts in few bytes: an arithmetic coder whose probabilities come from contexts, mixed by weights that
//! learn which context tells most. A profile's code link has room for some hundred bytes, so each bit counts.
//!
//! After M. Mahoney's lpaq (2007): adaptive probabilities with a rate of 1/(n + 1.5), mixed in the logistic domain. All
//! in whole numbers, so that every machine reads what any other wrote.
//!
//! One description of a format serves both directions: each call takes the value to write and returns the value
//! written, or read; a reader ignores what it is given.

/// Slots for adaptive probabilities; contexts share them by hash.
const SLOTS: usize = 1 << 16;
/// Fields with mixing weights of their own.
const FIELDS: usize = 64;
/// Most contexts of one bit.
pub const CONTEXTS: usize = 6;
/// A probability of a half, in 22 bits above a count in 10.
const EVEN: u32 = 1 << 31;
/// Counts at which probabilities stop slowing down.
const SETTLED: u32 = 126;
/// Bits after which a reader stops: far beyond what evidence of the most bytes takes.
const MOST_BITS: u32 = 1 << 24;

/// Writes or reads.
pub struct Coder<'a> {
    side: Side<'a>,
    low: u32,
    high: u32,
    bits: u32,
    slots: Vec<u32>,
    weights: Vec<[i32; CONTEXTS]>,
    stretch: Vec<i16>,
}

enum Side<'a> {
    Write(Vec<u8>),
    Read { rest: &'a [u8], code: u32 },
}

impl<'a> Coder<'a> {
    /// A coder that writes.
    pub fn writer() -> Self {
        Self::new(Side::Write(Vec::new()))
    }

    /// A coder that reads. Past the end there are zeros without end; [`sound`](Self::sound) tells.
    pub fn reader(bytes: &'a [u8]) -> Self {
        let mut rest = bytes;
        let code = (0..4).fold(0, |code, _| code << 8 | next(&mut rest));
        Self::new(Side::Read { rest, code })
    }

    fn new(side: Side<'a>) -> Self {
        // The inverse of `squash`, by searching upwards.
        let mut stretch = vec![0; 4096];
        let mut from = 0;
        for x in -2047..=2047 {
            let to = squash(x) as usize;
            for entry in stretch.iter_mut().take(to + 1).skip(from) {
                *entry = x as i16;
            }
            from = from.max(to + 1);
        }
        stretch[from..].fill(2047);
        Coder {
            side,
            low: 0,
            high: u32::MAX,
            bits: 0,
            slots: vec![EVEN; SLOTS],
            weights: vec![[0; CONTEXTS]; FIELDS],
            stretch,
        }
    }

    /// Whether values are given rather than found.
    pub fn writes(&self) -> bool {
        matches!(self.side, Side::Write(_))
    }

    /// Whether a reader still is where a writer could have been.
    pub fn sound(&self) -> bool {
        self.bits < MOST_BITS
    }

    /// What was written.
    pub fn finish(self) -> Vec<u8> {
        let Side::Write(mut out) = self.side else {
            return Vec::new();
        };
        // The shortest number between the bounds; zeros follow by themselves.
        for length in 0..=4 {
            let unit = if length == 0 {
                0
            } else {
                u32::MAX << (32 - 8 * length)
            };
            let value = self.high & unit;
            if value >= self.low {
                out.extend_from_slice(&value.to_be_bytes()[..length]);
                break;
            }
        }
        while out.last() == Some(&0) {
            out.pop();
        }
        out
    }

    /// One bit, foretold by contexts: hashes of all that may bear upon it.
    fn bit(&mut self, field: usize, contexts: &[u32], bit: bool) -> bool {
        let mut places = [0; CONTEXTS];
        let mut inputs = [0_i32; CONTEXTS];
        let mut sum = 0_i64;
        // What all contexts together start with; the weights are what each learned to differ by.
        let start = 80_000 / contexts.len().max(1) as i64;
        for (at, context) in contexts.iter().enumerate().take(CONTEXTS) {
            places[at] = (context.wrapping_mul(0x9e37_79b1) >> 16) as usize;
            let probability = self.slots[places[at]] >> 20;
            inputs[at] = i32::from(self.stretch[probability as usize]);
            sum += i64::from(inputs[at]) * (start + i64::from(self.weights[field][at]));
        }
        let one = squash((sum >> 16) as i32).clamp(1, 4095) as u32;
        let bit = self.code(one, bit);
        let error = ((i32::from(bit) << 12) - one as i32) * 6;
        for at in 0..contexts.len().min(CONTEXTS) {
            let weight = &mut self.weights[field][at];
            *weight += (inputs[at] * error + 0x8000) >> 16;
            let slot = &mut self.slots[places[at]];
            let (count, probability) = (*slot & 1023, (*slot >> 10) as i64);
            let target = if bit { (1 << 22) - 1 } else { 0 };
            let moved = probability + (target - probability) * 2 / (2 * i64::from(count) + 3);
            *slot = (moved as u32) << 10 | (count + 1).min(SETTLED);
        }
        bit
    }

    /// One bit of which the chance to be 1 is `one` of 4096.
    fn code(&mut self, one: u32, bit: bool) -> bool {
        self.bits = self.bits.saturating_add(1);
        let middle = self.low + ((u64::from(self.high - self.low) * u64::from(one)) >> 12) as u32;
        let bit = match &self.side {
            Side::Write(_) => bit,
            Side::Read { code, .. } => *code <= middle,
        };
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            match &mut self.side {
                Side::Write(out) => out.push((self.high >> 24) as u8),
                Side::Read { rest, code } => *code = *code << 8 | next(rest),
            }
            self.low <<= 8;
            self.high = self.high << 8 | 255;
        }
        bit
    }

    /// A number of `width` bits of which whole values recur.
    pub fn symbol(&mut self, field: usize, contexts: &[u32], width: u32, value: u32) -> u32 {
        let mut node = 1_u32;
        for at in (0..width).rev() {
            let mut hashes = [0; CONTEXTS];
            for (hash, context) in hashes.iter_mut().zip(contexts) {
                *hash = mix(mix(*context, field as u32), node);
            }
            for (at, hash) in hashes.iter_mut().enumerate() {
                *hash = mix(*hash, at as u32);
            }
            let bit = self.bit(field, &hashes[..contexts.len()], value >> at & 1 == 1);
            node = node << 1 | u32::from(bit);
        }
        node ^ 1 << width
    }

    /// A number of which small values are likelier: its length in bits, then the bits, the first of them in context.
    pub fn number(&mut self, field: usize, contexts: &[u32], value: u64) -> u64 {
        let length = self
            .symbol(field, contexts, 7, 64 - value.leading_zeros())
            .min(64);
        let mut read = u64::from(length > 0);
        for at in (0..length.saturating_sub(1)).rev() {
            let told = length - at <= 4;
            let near = if told { read as u32 } else { u32::MAX - at };
            let base = mix(mix(field as u32, length + 100), near);
            let more = contexts.last().copied().unwrap_or(0);
            let hashes = [base, mix(base, more)];
            let known = if told { 2 } else { 1 };
            let bit = self.bit(field + 1, &hashes[..known], value >> at & 1 == 1);
            read = read << 1 | u64::from(bit);
        }
        read
    }

    /// The same for numbers of either sign.
    pub fn signed(&mut self, field: usize, contexts: &[u32], value: i64) -> i64 {
        let folded = ((value << 1) ^ (value >> 63)) as u64;
        let read = self.number(field, contexts, folded);
        (read >> 1) as i64 ^ -((read & 1) as i64)
    }

    /// A text's bytes, none of them 0. `like` is one that may resemble it.
    pub fn text(&mut self, field: usize, like: &[u8], text: &[u8], most: usize) -> Vec<u8> {
        let mut read: Vec<u8> = Vec::new();
        loop {
            let at = read.len();
            let back = |n: usize| u32::from(at.checked_sub(n).map_or(0, |at| read[at]));
            let beside = u32::from(like.get(at).copied().unwrap_or(0));
            let contexts = [
                mix(1, field as u32),
                mix(2, back(1)),
                mix(3, back(1) << 8 | back(2)),
                mix(4, back(1) << 16 | back(2) << 8 | back(3)),
                mix(5, mix(back(1) << 16 | back(2) << 8 | back(3), back(4))),
                mix(6, beside << 8 | u32::from(like.get(..at) == Some(&read))),
            ];
            let byte = text.get(at).copied().unwrap_or(0);
            let byte = self.symbol(field, &contexts, 8, byte.into()) as u8;
            if byte == 0 || read.len() == most {
                return read;
            }
            read.push(byte);
        }
    }
}

fn next(rest: &mut &[u8]) -> u32 {
    let (first, tail) = rest.split_first().unwrap_or((&0, &[]));
    *rest = tail;
    u32::from(*first)
}

/// A hash of two.
pub fn mix(a: u32, b: u32) -> u32 {
    let sum = a.rotate_left(13) ^ b.wrapping_mul(0x85eb_ca6b);
    let sum = (sum ^ sum >> 15).wrapping_mul(0xc2b2_ae35);
    sum ^ sum >> 13
}

/// 4096 / (1 + e^(−x/256)), from a table of 33 points.
fn squash(x: i32) -> i32 {
    const POINTS: [i32; 33] = [
        1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994,
        3348, 3607, 3785, 3901, 3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094,
    ];
    let x = x.clamp(-2047, 2047) + 2048;
    let (at, between) = ((x >> 7) as usize, x & 127);
    (POINTS[at] * (128 - between) + POINTS[at + 1] * between + 64) >> 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let texts: [&[u8]; 4] = [b"SKU-1001", b"SKU-1002", b"", "größer".as_bytes()];
        let numbers = [0, 1, 2, 1000, u64::MAX, 1_700_000_000_000];
        let visit = |coder: &mut Coder<'_>| {
            let writes = coder.writes();
            let mut seen = Vec::new();
            for text in texts {
                let read = coder.text(1, texts[0], if writes { text } else { b"" }, 99);
                assert_eq!(read, text);
            }
            for number in numbers {
                seen.push(coder.number(3, &[7], if writes { number } else { 0 }));
                let signed = -(number as i64 >> 1);
                assert_eq!(
                    coder.signed(5, &[], if writes { signed } else { 0 }),
                    signed
                );
            }
            seen
        };
        let mut writer = Coder::writer();
        assert_eq!(visit(&mut writer), numbers);
        let bytes = writer.finish();
        let mut reader = Coder::reader(&bytes);
        assert_eq!(visit(&mut reader), numbers);
        assert!(reader.sound());
    }

    #[test]
    fn what_recurs_costs_little() {
        let mut coder = Coder::writer();
        for _ in 0..1000 {
            coder.text(1, b"", b"SKU-1001", 99);
        }
        assert!(coder.finish().len() < 200);
    }
}
