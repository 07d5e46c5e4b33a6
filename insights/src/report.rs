//! An answer as two aggregators take it: a report of the Distributed Aggregation Protocol (draft-ietf-ppm-dap-09, section 4.4.2)
//! with the shares of a `Prio3Histogram` (draft-irtf-cfrg-vdaf-08, section 7.4.4).

use crate::keys::HpkeConfig;
use crate::response::CELLS;
use crate::{Entropy, Fault};
use prio::codec::Encode;
use prio::vdaf::prio3::{Prio3Histogram, optimal_chunk_length};
use prio::vdaf::{Client, VdafError};

/// What draft 09 begins its uses of a key with.
const LABEL: &[u8] = b"dap-09 input share";
const CLIENT: u8 = 1;
const LEADER: u8 = 2;
const HELPER: u8 = 3;
const AGGREGATORS: u8 = 2;

/// A question as its aggregators know it.
#[derive(Debug)]
pub struct Task {
    id: [u8; 32],
    cells: u32,
    leader: HpkeConfig,
    helper: HpkeConfig,
    prio: Prio3Histogram,
}

impl Task {
    /// A task of `cells` cells ([`CELLS`]), proved in chunks of `chunk`, 1 to `cells`, as the aggregators were told; 0: of the
    /// length that makes reports shortest.
    ///
    /// # Errors
    /// [`Fault::Cells`], [`Fault::Sharding`] for a number outside its range.
    pub fn new(
        id: [u8; 32],
        cells: u32,
        chunk: u32,
        leader: HpkeConfig,
        helper: HpkeConfig,
    ) -> Result<Self, Fault> {
        if !CELLS.contains(&cells) {
            return Err(Fault::Cells);
        }
        if chunk > cells {
            return Err(Fault::Sharding);
        }
        let chunk = match chunk {
            0 => optimal_chunk_length(cells as usize),
            chunk => chunk as usize,
        };
        let prio = Prio3Histogram::new_histogram(AGGREGATORS, cells as usize, chunk)
            .map_err(|_| Fault::Sharding)?;
        Ok(Self {
            id,
            cells,
            leader,
            helper,
            prio,
        })
    }

    /// The report that counts 1 in `cell`, for upload. `time`: seconds of the clock's epoch, rounded down by the caller as far as
    /// the task says, for it is in the open. Of `entropy` it takes 80 bytes; in the browser the shares take another 80.
    ///
    /// # Errors
    /// [`Fault::Cells`] for a cell beyond; [`Fault::Dry`]; [`Fault::Keys`] for a key nothing can be sealed for.
    pub fn report(
        &self,
        time: u64,
        cell: u32,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Fault> {
        if cell >= self.cells {
            return Err(Fault::Cells);
        }
        let mut id = [0; 16];
        entropy.fill(&mut id)?;
        let (public, shares) =
            self.prio
                .shard(&(cell as usize), &id)
                .map_err(|fault| match fault {
                    VdafError::GetRandom(_) => Fault::Dry,
                    _ => Fault::Sharding,
                })?;

        // Metadata and public share: in the open, and bound to what is sealed.
        let mut beside = self.id.to_vec();
        beside.extend(id);
        beside.extend(time.to_be_bytes());
        append(&mut beside, &public)?;
        let mut report = beside[self.id.len()..].to_vec();

        let roles = [(&self.leader, LEADER), (&self.helper, HELPER)];
        for ((config, role), share) in roles.into_iter().zip(&shares) {
            // No extensions.
            let mut text = vec![0, 0];
            append(&mut text, share)?;
            let info = [LABEL, &[CLIENT, role]].concat();
            config.seal(&info, &text, &beside, entropy, &mut report)?;
        }
        Ok(report)
    }
}

/// Appends what DAP writes as `opaque<0..2^32-1>`.
fn append(onto: &mut Vec<u8>, part: &impl Encode) -> Result<(), Fault> {
    let start = onto.len();
    onto.extend([0; 4]);
    part.encode(onto).map_err(|_| Fault::Sharding)?;
    let length = (onto.len() - start - 4) as u32;
    onto[start..start + 4].copy_from_slice(&length.to_be_bytes());
    Ok(())
}
