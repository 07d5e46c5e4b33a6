//! The envelope: a key stretched from a passphrase (Argon2id, RFC 9106), and a seal that hides and authenticates
//! (XChaCha20-Poly1305, draft-irtf-cfrg-xchacha).
//!
//! `"OWNC"`, version, form, memory in MiB, passes, salt (16), nonce (24), sealed content with its tag (16), checksum (4).
//! All in front of the content is authenticated with it. The checksum is public: it tells damage from a wrong passphrase.

use crate::Fault;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305};

const MAGIC: &[u8; 4] = b"OWNC";
const VERSION: u8 = 1;
/// Bytes in front of the salt.
const FIXED: usize = 8;
/// Bytes of the salt.
pub const SALT: usize = 16;
/// Bytes of the nonce.
pub const NONCE: usize = 24;
/// Bytes in front of the content.
pub const HEADER: usize = FIXED + SALT + NONCE;
const TAG: usize = 16;
const SUM: usize = 4;
/// What a capsule takes beside its content.
pub const OVERHEAD: usize = HEADER + TAG + SUM;
/// Most bytes read: evidence of the most bytes is far less.
pub const MOST: usize = 1 << 18;

/// What guessing one passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// MiB of memory, 8 to 128. A reader allocates no more, whatever a capsule says.
    pub mib: u8,
    /// Passes over it, 1 to 8.
    pub passes: u8,
}

impl Cost {
    /// RFC 9106's second recommendation but for its four lanes, of which a browser would run one at a time: 64 MiB, 3
    /// passes.
    pub const USUAL: Cost = Cost { mib: 64, passes: 3 };

    fn bearable(self) -> bool {
        (8..=128).contains(&self.mib) && (1..=8).contains(&self.passes)
    }
}

/// A stretched passphrase, with what it was stretched with.
pub struct Key {
    cost: Cost,
    salt: [u8; SALT],
    key: [u8; 32],
}

impl Key {
    /// Stretches a passphrase.
    ///
    /// # Errors
    /// [`Fault::Demanding`] if the cost is out of bounds or there is no such memory.
    pub fn stretch(passphrase: &[u8], salt: &[u8; SALT], cost: Cost) -> Result<Key, Fault> {
        if !cost.bearable() {
            return Err(Fault::Demanding);
        }
        let (memory, passes) = (u32::from(cost.mib) * 1024, u32::from(cost.passes));
        let params = Params::new(memory, passes, 1, Some(32)).map_err(|_| Fault::Demanding)?;
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase, salt, &mut key)
            .map_err(|_| Fault::Demanding)?;
        Ok(Key {
            cost,
            salt: *salt,
            key,
        })
    }

    /// Seals content. A nonce must never be used twice with one key.
    ///
    /// # Errors
    /// [`Fault::TooLong`] for more than [`MOST`] bytes.
    pub fn seal(&self, form: u8, nonce: &[u8; NONCE], content: &[u8]) -> Result<Vec<u8>, Fault> {
        if content.len() + OVERHEAD > MOST {
            return Err(Fault::TooLong);
        }
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&[VERSION, form, self.cost.mib, self.cost.passes]);
        out.extend_from_slice(&self.salt);
        out.extend_from_slice(nonce);
        let mut sealed = content.to_vec();
        XChaCha20Poly1305::new(&self.key.into())
            .encrypt_in_place(&(*nonce).into(), &out, &mut sealed)
            .map_err(|_| Fault::TooLong)?;
        out.append(&mut sealed);
        let sum = checksum(&out);
        out.extend_from_slice(&sum);
        Ok(out)
    }
}

/// The content of a capsule.
///
/// # Errors
/// [`Fault::Foreign`], [`Fault::Newer`], [`Fault::Damaged`] and [`Fault::Demanding`] without the passphrase;
/// [`Fault::Passphrase`] if it opens nothing.
pub fn open(capsule: &[u8], passphrase: &[u8]) -> Result<Vec<u8>, Fault> {
    if capsule.get(..MAGIC.len()) != Some(MAGIC) || capsule.len() > MOST {
        return Err(Fault::Foreign);
    }
    match capsule.get(MAGIC.len()) {
        Some(&VERSION) => {}
        Some(version) if *version > VERSION => return Err(Fault::Newer),
        _ => return Err(Fault::Damaged),
    }
    let (body, sum) = capsule.split_last_chunk::<SUM>().ok_or(Fault::Damaged)?;
    let (header, sealed) = body.split_at_checked(HEADER).ok_or(Fault::Damaged)?;
    let (before, nonce) = header.split_last_chunk::<NONCE>().ok_or(Fault::Damaged)?;
    let (fixed, salt) = before.split_last_chunk::<SALT>().ok_or(Fault::Damaged)?;
    let [.., mib, passes] = fixed else {
        return Err(Fault::Damaged);
    };
    if checksum(body) != *sum {
        return Err(Fault::Damaged);
    }
    let cost = Cost {
        mib: *mib,
        passes: *passes,
    };
    let key = Key::stretch(passphrase, salt, cost)?;
    let mut content = sealed.to_vec();
    XChaCha20Poly1305::new(&key.key.into())
        .decrypt_in_place(&(*nonce).into(), header, &mut content)
        .map_err(|_| Fault::Passphrase)?;
    Ok(content)
}

/// FNV-1a, 32 bit.
fn checksum(bytes: &[u8]) -> [u8; SUM] {
    let fold = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    bytes.iter().fold(0x811c_9dc5, fold).to_be_bytes()
}
