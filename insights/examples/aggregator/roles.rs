//! Leader and helper of one task: they open reports, check their proofs together and count. The codec is `janus_messages`',
//! that of the server such reports are usually sent to.

use hpke::aead::AesGcm128;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, Serializable, single_shot_open};
use janus_messages::{
    HpkeAeadId, HpkeCiphertext, HpkeConfig, HpkeKdfId, HpkeKemId, HpkePublicKey, InputShareAad,
    PlaintextInputShare, Report, ReportId, TaskId,
};
use prio::codec::{Decode, Encode, ParameterizedDecode};
use prio::field::Field128;
use prio::vdaf::prio3::{Prio3Histogram, Prio3InputShare, Prio3PublicShare};
use prio::vdaf::xof::Seed;
use prio::vdaf::{
    Aggregatable, AggregateShare, Aggregator, Collector, OutputShare, PrepareTransition,
};
use std::error::Error;

pub type Opened = Result<(ReportId, [OutputShare<Field128>; 2]), Box<dyn Error>>;

/// One of the two: its keys.
pub struct Role {
    config: HpkeConfig,
    secret: <X25519HkdfSha256 as Kem>::PrivateKey,
    info: Vec<u8>,
}

impl Role {
    /// `number`: 2 for the leader, 3 for the helper; `id` of its configuration.
    fn new(number: u8, id: u8) -> Self {
        let seed = Seed::<32>::generate().expect("the system has chance");
        let (secret, public) = X25519HkdfSha256::derive_keypair(seed.as_ref());
        let config = HpkeConfig::new(
            id.into(),
            HpkeKemId::X25519HkdfSha256,
            HpkeKdfId::HkdfSha256,
            HpkeAeadId::Aes128Gcm,
            HpkePublicKey::from(public.to_bytes().to_vec()),
        );
        let info = [b"dap-09 input share".as_slice(), &[1, number]].concat();
        Self {
            config,
            secret,
            info,
        }
    }

    /// As clients read it.
    pub fn config(&self) -> Vec<u8> {
        self.config.get_encoded().expect("a configuration encodes")
    }

    /// The encoded input share in a ciphertext.
    fn open(&self, sealed: &HpkeCiphertext, beside: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
        if sealed.config_id() != self.config.id() {
            return Err("sealed for another key".into());
        }
        let agreed = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(sealed.encapsulated_key())?;
        let text = single_shot_open::<AesGcm128, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.secret,
            &agreed,
            &self.info,
            sealed.payload(),
            beside,
        )?;
        let share = PlaintextInputShare::get_decoded(&text)?;
        if !share.extensions().is_empty() {
            return Err("an extension that is not known".into());
        }
        Ok(share.payload().to_vec())
    }
}

/// A task and both who serve it.
pub struct Roles {
    pub id: [u8; 32],
    pub leader: Role,
    pub helper: Role,
    prio: Prio3Histogram,
    verify_key: Seed<16>,
    sums: [AggregateShare<Field128>; 2],
    pub reports: usize,
}

impl Roles {
    pub fn new(cells: usize, chunk: usize) -> Result<Self, Box<dyn Error>> {
        let prio = Prio3Histogram::new_histogram(2, cells, chunk)?;
        let nothing = prio.aggregate(&(), [])?;
        Ok(Self {
            id: *Seed::generate()?.as_ref(),
            leader: Role::new(2, 1),
            helper: Role::new(3, 2),
            prio,
            verify_key: Seed::generate()?,
            sums: [nothing.clone(), nothing],
            reports: 0,
        })
    }

    /// Opens a report for both roles, who accept it only if its proof holds: that it counts 1 in one cell and nothing else.
    pub fn open(&self, report: &[u8]) -> Opened {
        let report = Report::get_decoded(report)?;
        let id = *report.metadata().id();
        let beside = InputShareAad::new(
            TaskId::from(self.id),
            report.metadata().clone(),
            report.public_share().to_vec(),
        )
        .get_encoded()?;
        let public = Prio3PublicShare::get_decoded_with_param(&self.prio, report.public_share())?;
        let sealed = [
            (&self.leader, report.leader_encrypted_input_share()),
            (&self.helper, report.helper_encrypted_input_share()),
        ];
        let (mut states, mut said) = (Vec::new(), Vec::new());
        for (at, (role, sealed)) in sealed.into_iter().enumerate() {
            let share = role.open(sealed, &beside)?;
            let share = Prio3InputShare::get_decoded_with_param(&(&self.prio, at), &share)?;
            let (state, say) = self.prio.prepare_init(
                self.verify_key.as_ref(),
                at,
                &(),
                id.as_ref(),
                &public,
                &share,
            )?;
            states.push(state);
            said.push(say);
        }
        let message = self.prio.prepare_shares_to_prepare_message(&(), said)?;
        let mut counted = Vec::new();
        for state in states {
            match self.prio.prepare_next(state, message.clone())? {
                PrepareTransition::Finish(share) => counted.push(share),
                PrepareTransition::Continue(..) => return Err("one round was agreed on".into()),
            }
        }
        let counted = counted.try_into().map_err(|_| "two shares were counted")?;
        Ok((id, counted))
    }

    /// Adds an opened report to the sums.
    pub fn count(&mut self, shares: &[OutputShare<Field128>; 2]) -> Result<(), Box<dyn Error>> {
        for (sum, share) in self.sums.iter_mut().zip(shares) {
            sum.accumulate(share)?;
        }
        self.reports += 1;
        Ok(())
    }

    /// The sums of both together: reports of each cell.
    pub fn counts(&self) -> Result<Vec<u128>, Box<dyn Error>> {
        Ok(self.prio.unshard(&(), self.sums.clone(), self.reports)?)
    }
}
