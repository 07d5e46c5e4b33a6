//! What the shopper stores, exports, merges, declares and has forgotten.

use super::{Forgotten, Shelf};
use crate::catalog::{Catalog, ProductId, Value};
use crate::error::{Error, Result};
use crate::privacy::{Declared, PurposeSet, Sensitive};
use crate::profile::{FactKey, ItemSnapshot, Prior, Profile, portable};
use crate::ranking::wishes::{Met, met};
use crate::time::DAY_MS;
use std::rc::Rc;

impl Shelf {
    /// Replaces the profile in memory by the stored one, as far as consent allows, and adds the records learned here
    /// that are not stored yet. Records in memory that were stored before and are no longer in the stored profile
    /// were forgotten by another tab: they go.
    ///
    /// # Errors
    /// `StorageCorrupt` if the bytes cannot be trusted; nothing is changed then.
    pub fn sync(&mut self, bytes: &[u8], now_ms: u64) -> Result<()> {
        let kept = Profile::decode(bytes, &mut self.catalog)?;
        let here = std::mem::replace(&mut self.profile, kept);
        let prior = Rc::clone(here.prior());
        self.admit(&here, prior, now_ms);
        Ok(())
    }

    /// Marks all records as stored on the device.
    pub fn mark_saved(&mut self) {
        self.profile.mark_saved();
    }

    /// Marks all records as not stored yet.
    pub fn mark_unsaved(&mut self) {
        self.profile.mark_unsaved();
    }

    /// The evidence as plain data, in the form `pkg/profile.schema.json` describes.
    pub fn export(&self) -> Value {
        portable::write(&self.profile, &self.catalog)
    }

    /// Adds exported evidence: the union by record id, as far as consent allows. Returns how many records are new.
    ///
    /// # Errors
    /// `InvalidInput` naming the row and the field; nothing is learned then.
    pub fn import(&mut self, data: &Value, now_ms: u64) -> Result<usize> {
        let all = portable::read(data, 0, &mut self.catalog)?;
        Ok(self.take(all, now_ms))
    }

    /// Adds the evidence of another device's [`encode`](Self::encode): as [`import`](Self::import) does.
    ///
    /// # Errors
    /// `StorageCorrupt` if the bytes cannot be trusted; nothing is changed then.
    pub fn merge(&mut self, bytes: &[u8], now_ms: u64) -> Result<usize> {
        let all = Profile::decode(bytes, &mut self.catalog)?;
        Ok(self.take(all, now_ms))
    }

    /// Forgets one fact, and keeps what was learned of it until now from coming back with another tab's memory.
    ///
    /// # Errors
    /// `InvalidInput` if nothing is held under the key.
    pub fn forget(&mut self, key: &str, now_ms: u64) -> Result<()> {
        let fact = FactKey::parse(key, &self.catalog)?;
        let Some(latest) = self.profile.forget_until(&fact, u64::MAX) else {
            return Err(Error::input("key", "names nothing that is held"));
        };
        self.forgotten.add(key, now_ms.max(latest));
        Ok(())
    }

    /// Forgets what was learned of a fact up to a time, here and in whatever is merged later.
    pub fn forget_until(&mut self, key: &str, until_ms: u64) {
        self.forgotten.add(key, until_ms);
        self.drop_forgotten();
    }

    /// What was forgotten fact by fact.
    pub fn forgotten(&self) -> &Forgotten {
        &self.forgotten
    }

    fn drop_forgotten(&mut self) {
        for (key, until_ms) in self.forgotten.iter() {
            // A key that names nothing the catalogue knows has no evidence.
            if let Ok(fact) = FactKey::parse(key, &self.catalog) {
                self.profile.forget_until(&fact, until_ms);
            }
        }
    }

    /// Forgets the records one device made up to a time, because they were erased there.
    pub fn forget_made(&mut self, device: u32, until_ms: u64) {
        self.profile.forget(&FactKey::Made(device, until_ms));
    }

    fn take(&mut self, mut all: Profile, now_ms: u64) -> usize {
        let before = self.profile.records().len();
        let prior = Rc::clone(self.profile.prior());
        all.mark_unsaved();
        self.admit(&all, prior, now_ms);
        self.profile.records().len().saturating_sub(before)
    }

    /// What the shopper declared.
    pub fn declared(&self) -> &Declared {
        &self.declared
    }

    /// Which of the declared wishes a product meets; see [`met`].
    pub fn met(&self, product: ProductId) -> Met {
        let of = |info: &Rc<_>| met(info, &self.declared, self.catalog.facets());
        self.catalog.product(product).map(of).unwrap_or_default()
    }

    /// Replaces the shopper's declared wishes. It takes effect before this returns: what was learned of a sensitive
    /// topic that is no longer allowed is forgotten.
    ///
    /// # Errors
    /// As those of [`Declared::parse`]; the wishes in force stay.
    pub fn declare(&mut self, wishes: &Value) -> Result<()> {
        self.declared = Declared::parse(wishes)?;
        self.sensitive.allow(&self.declared.allow_sensitive);
        self.forget_sensitive();
        Ok(())
    }

    /// Adds the shop's own sensitive topics: words, or names of categories and tags.
    pub fn set_sensitive(&mut self, words: &[String]) {
        self.sensitive.add(words);
        self.forget_sensitive();
    }

    /// Folds at most `most` more records into the state, so that a page can do other work in between. Returns how
    /// many are left.
    pub fn learn_some(&mut self, most: usize) -> usize {
        self.profile.learn_some(most)
    }

    /// Drops evidence over the retention limit; `true` if there was any.
    pub fn expire(&mut self, now_ms: u64) -> bool {
        self.profile.expire(now_ms)
    }

    /// Adds the unsaved records of another profile, as far as consent allows; what is held then is learned from `prior` on.
    fn admit(&mut self, other: &Profile, prior: Rc<Prior>, now_ms: u64) {
        let allowed = self.consent.allowed().and(PurposeSet::LEARNING);
        self.profile.merge_unsaved(other);
        self.profile.set_prior(prior);
        self.profile.restrict(allowed);
        self.profile.drop_after(now_ms.saturating_add(DAY_MS));
        self.profile.expire(now_ms);
        self.drop_forgotten();
        self.forget_sensitive();
    }

    /// Forgets all evidence of sensitive topics, as if it had never been recorded.
    pub(super) fn forget_sensitive(&mut self) {
        let (sensitive, catalog) = (&mut self.sensitive, &self.catalog);
        self.profile
            .forget_products(|item| is_sensitive(sensitive, item, catalog));
    }
}

fn is_sensitive(sensitive: &mut Sensitive, item: &ItemSnapshot, catalog: &Catalog) -> bool {
    let mut facets = item.facets();
    facets.any(|facet| sensitive.covers_facet(facet, catalog))
}
