//! Several tabs share one stored profile. The stored one is the truth; each tab adds only the records it made since.
//!
//! So a record that one tab forgot cannot come back from the memory of another tab that was asleep at that time.

use super::Profile;
use super::evidence::{Body, Record};
use super::items::ItemSnapshot;

impl Profile {
    /// Marks all records as stored.
    pub fn mark_saved(&mut self) {
        self.unsaved.clear();
    }

    /// Marks all records as made here and not stored yet.
    pub fn mark_unsaved(&mut self) {
        self.unsaved = self.records.iter().map(|record| record.id).collect();
    }

    /// How many records are not stored yet.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// Adds the records of `other` that are not stored yet.
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

    /// Drops all evidence of the products that `of` returns `true` for: their own records, and their places in choice
    /// sets.
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
