//! Whom a share is sealed for: a key of HPKE (RFC 9180) as DAP announces it.

use crate::{Entropy, Fault};
use hpke::aead::AesGcm128;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{Infallible, TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeS, Serializable, single_shot_seal_with_rng};

/// X25519-HKDF-SHA256, HKDF-SHA256, AES-128-GCM and a key of 32 bytes: the only suite understood here, and the one every
/// deployed aggregator offers.
const SUITE: [u8; 8] = [0, 0x20, 0, 1, 0, 1, 0, 32];

/// An aggregator's configuration.
#[derive(Debug, Clone)]
pub struct HpkeConfig {
    id: u8,
    key: <X25519HkdfSha256 as Kem>::PublicKey,
}

impl HpkeConfig {
    /// Reads the encoding of draft-ietf-ppm-dap-09, section 4.4.1: identifier (1 byte), KEM, KDF, AEAD (2 each), length of the key
    /// (2), key.
    ///
    /// # Errors
    /// [`Fault::Keys`] if it is anything else, or of another suite.
    pub fn decode(bytes: &[u8]) -> Result<Self, Fault> {
        let (id, rest) = bytes.split_first().ok_or(Fault::Keys)?;
        let key = rest.strip_prefix(&SUITE).ok_or(Fault::Keys)?;
        let key = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(key).map_err(|_| Fault::Keys)?;
        Ok(Self { id: *id, key })
    }

    /// Seals `text` and appends it as DAP's `HpkeCiphertext`: identifier, encapsulated key, what was sealed.
    ///
    /// # Errors
    /// [`Fault::Dry`]; [`Fault::Keys`] for a key that agrees on nothing (of low order).
    pub(crate) fn seal(
        &self,
        info: &[u8],
        text: &[u8],
        beside: &[u8],
        entropy: &mut dyn Entropy,
        onto: &mut Vec<u8>,
    ) -> Result<(), Fault> {
        let mut draw = Draw {
            entropy,
            dry: false,
        };
        let sealed = single_shot_seal_with_rng::<AesGcm128, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &self.key,
            info,
            text,
            beside,
            &mut draw,
        );
        if draw.dry {
            return Err(Fault::Dry);
        }
        let (agreed, sealed) = sealed.map_err(|_| Fault::Keys)?;
        let agreed = agreed.to_bytes();
        onto.push(self.id);
        onto.extend((agreed.len() as u16).to_be_bytes());
        onto.extend_from_slice(&agreed);
        onto.extend((sealed.len() as u32).to_be_bytes());
        onto.extend(sealed);
        Ok(())
    }
}

/// The sealing's view of entropy. It knows no failure, so that one is noted here, and what was sealed with it thrown away.
struct Draw<'a> {
    entropy: &'a mut dyn Entropy,
    dry: bool,
}

impl TryRng for Draw<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, place: &mut [u8]) -> Result<(), Infallible> {
        self.dry |= self.entropy.fill(place).is_err();
        Ok(())
    }
}

impl TryCryptoRng for Draw<'_> {}
