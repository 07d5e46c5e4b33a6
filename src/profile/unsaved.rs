//! One kept profile, several tabs: what is kept on the device is the truth, and each tab adds only what it learned since.
//!
//! So a record that another tab forgot, or a purpose's evidence that it withdrew, cannot come back from the memory of a
//! tab that slept through it.

use super::Profile;
use super::evidence::{Body, Record};
use super::items::ItemSnapshot;

impl Profile {
    /// All records count as kept from now on.
    pub fn mark_saved(&mut self) {
        self.unsaved.clear();
    }

    /// All records count as learned here and kept nowhere.
    pub fn mark_unsaved(&mut self) {
        self.unsaved = self.records.iter().map(|record| record.id).collect();
    }

    /// Records learned here that are not kept yet.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// Takes over what was learned here and is not kept yet from the profile that stands in this tab.
    pub fn merge_unsaved(&mut self, other: &Profile) {
        let unsaved: Vec<Record> = other
            .records
            .iter()
            .filter(|record| other.unsaved.contains(&record.id))
            .cloned()
            .collect();
        for record in unsaved {
            let id = record.id;
            let moved = record.remap(|item| self.items.intern(other.items.get(item).clone()));
            if self.insert(moved) {
                self.unsaved.push(id);
            }
        }
        self.evict();
    }

    /// Drops evidence of the products `of` picks: their own records, and their places in choice sets.
    pub fn forget_products(&mut self, mut of: impl FnMut(&ItemSnapshot) -> bool) {
        let picked: Vec<bool> = (0..self.items.len())
            .map(|item| of(self.items.get(item as u32)))
            .collect();
        if !picked.contains(&true) {
            return;
        }
        let records = std::mem::take(&mut self.records);
        self.records = records
            .into_iter()
            .filter_map(|record| without(record, &picked))
            .collect();
        self.sweep();
        self.refold();
    }
}

fn without(mut record: Record, picked: &[bool]) -> Option<Record> {
    match &mut record.body {
        Body::Interaction(interaction) => (!picked[interaction.item as usize]).then_some(record),
        Body::Choice(choice) => {
            let chosen = usize::from(choice.chosen);
            if picked[choice.seen[chosen].item as usize] {
                return None;
            }
            let before = choice.seen[..chosen].iter();
            let gone = before.filter(|seen| picked[seen.item as usize]).count();
            choice.chosen -= gone as u8;
            choice.seen.retain(|seen| !picked[seen.item as usize]);
            Some(record)
        }
        Body::Refinement(_) => Some(record),
    }
}
