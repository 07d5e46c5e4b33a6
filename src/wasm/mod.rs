//! The boundary to JavaScript: marshals, decides nothing.
//!
//! Structured data comes in packed ([`Value::unpack`]) in one crossing; numbers and bytes go as they are; answers go out
//! as bytes (`out.rs`), which `pkg/engine/engine.js` reads. [`Core`] is what can be asked, `exports.rs` how JavaScript asks it. There is
//! nothing to import - no DOM, clock, storage or network, not even a text can be made outside: the module's empty import
//! list is its proof.

mod exports;
mod out;
mod privacy;
mod suggest;

use crate::catalog::{ProductId, Value};
use crate::error::{Error, Result};
use crate::layout::LayoutContext;
use crate::privacy::{Consent, ConsentMode, Purpose, PurposeState};
use crate::ranking::{PageContext, RankContext, Tuning};
use crate::shelf::{Entry, Shelf};

/// The engine's allocator: half the size of the one the standard library brings.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What stands between the parts of a text that holds several.
const SEPARATOR: char = '\u{1f}';

/// The parts of a text that holds several; none if it is empty.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(SEPARATOR).filter(|_| !text.is_empty())
}

/// Epoch milliseconds from JavaScript; anything that is no time is the epoch.
fn ms(now: f64) -> u64 {
    if now.is_finite() && now > 0.0 {
        now as u64
    } else {
        0
    }
}

/// A listing: product numbers, with packed entries in the places of `u32::MAX`.
fn entries<'a>(handles: &[u32], given: &'a [Value]) -> Result<Vec<Entry<'a>>> {
    let mut given = given.iter();
    let mut entries = Vec::with_capacity(handles.len());
    for handle in handles {
        entries.push(match *handle {
            u32::MAX => match given.next() {
                Some(value) => Entry::Given(value),
                None => return Err(Error::input("listing", "is cut short")),
            },
            known => Entry::Known(ProductId(known)),
        });
    }
    Ok(entries)
}

fn context(page: &str, list: &str, now: f64) -> Result<RankContext> {
    let why = "is none of search, browse, related";
    Ok(RankContext {
        now_ms: ms(now),
        page: PageContext::parse(page).ok_or_else(|| Error::input("context", why))?,
        list: list.to_owned(),
        ..RankContext::default()
    })
}

/// The engine behind `createShelf`.
pub struct Core {
    shelf: Shelf,
    given: Value,
}

impl Core {
    /// What was given for this call; nothing if nothing was.
    fn taken(&mut self) -> Value {
        std::mem::replace(&mut self.given, Value::Null)
    }
}

impl Core {
    /// A shelf without products and without a profile. `session`: unset purposes work in memory.
    pub fn new(device: u32, session: bool, minor: bool, gpc: bool) -> Core {
        let mode = if session {
            ConsentMode::Session
        } else {
            ConsentMode::Ask
        };
        Core {
            shelf: Shelf::new(device, Consent::new(mode, minor, gpc)),
            given: Value::Null,
        }
    }

    /// Takes packed data for the call that follows, which would otherwise be written out for every call that needs any.
    pub fn give(&mut self, tokens: &[f64], text: &str, lengths: &[u32]) -> Result<()> {
        self.given = Value::unpack(tokens, text, lengths)?;
        Ok(())
    }

    /// Takes the products given; how many were added and updated, and what was rejected why.
    pub fn add_products(&mut self) -> Vec<u8> {
        let rows = self.taken();
        out::add_result(&self.shelf.add_products(&rows))
    }

    /// The number of a product id.
    pub fn handle(&mut self, id: &str) -> u32 {
        self.shelf.product_id(id).0
    }

    /// Sets the merchandising rules given.
    pub fn set_rules(&mut self) -> Result<()> {
        let rules = self.taken();
        self.shelf.set_rules(&rules)
    }

    /// Learns from the event given; the number of records it left.
    pub fn record(&mut self, now: f64) -> Result<usize> {
        let event = self.taken();
        self.shelf.record(&event, ms(now))
    }

    /// The rules that get in each other's way.
    pub fn rule_conflicts(&self, now: f64) -> Vec<u8> {
        out::conflicts(&self.shelf.rule_conflicts(ms(now)))
    }

    /// Takes what `ownshelf train` wrote: what shoppers of this shop do on average.
    pub fn set_prior(&mut self, bytes: &[u8]) -> Result<()> {
        self.shelf.set_prior(bytes)
    }

    /// Sets the knobs: variety and exploration, 0 to 1, and the products in the first row.
    pub fn tune(&mut self, diversity: f64, exploration: f64, columns: f64) -> Result<()> {
        let tuning = Tuning::new(diversity, exploration, columns)?;
        self.shelf.set_tuning(tuning);
        Ok(())
    }

    /// Ranks a listing. `handles` are product numbers, `u32::MAX` where the next entry given stands in.
    /// Returns `[ticket, personalised 0/1, moved, indices best first …]`, each index with what put it there in the
    /// highest four bits.
    pub fn rank(&mut self, handles: &[u32], page: &str, list: &str, now: f64) -> Result<Vec<u32>> {
        let given = self.taken();
        let entries = entries(handles, given.items())?;
        let context = context(page, list, now)?;
        let (ticket, ranking) = self.shelf.rank(&entries, context)?;
        let mut out = vec![
            ticket,
            u32::from(ranking.personalised),
            ranking.moved() as u32,
        ];
        out.extend(out::order(ranking));
        Ok(out)
    }

    /// What rules do to a listing; given are `[rules or null, entries]`. Returns the number of products shown, then the
    /// order for everybody, then the order for this shopper, as `rank` does.
    pub fn preview_rules(&mut self, page: &str, list: &str, now: f64) -> Result<Vec<u32>> {
        let given = self.taken();
        let [rules, listing] = given.items() else {
            return Err(Error::input("listing", "is cut short"));
        };
        let rules = Some(rules).filter(|rules| **rules != Value::Null);
        let entries: Vec<Entry<'_>> = listing.items().iter().map(Entry::Given).collect();
        let context = context(page, list, now)?;
        let (everybody, shopper) = self.shelf.preview_rules(rules, &entries, &context)?;
        let mut out = vec![everybody.order.len() as u32];
        out.extend(out::order(&everybody).chain(out::order(&shopper)));
        Ok(out)
    }

    /// The receipt of the product at `index` of a ranked listing.
    pub fn explain(&mut self, ticket: u32, index: usize) -> Result<Vec<u8>> {
        let explanation = self.shelf.explain(ticket, index)?;
        Ok(out::receipt(&explanation, self.shelf.catalog()))
    }

    /// Display advice for a list; `facets` in one text.
    pub fn layout(&self, width: f64, facets: &str, least: u32, most: u32) -> Vec<u8> {
        let context = LayoutContext {
            width,
            facets: parts(facets).map(String::from).collect(),
            columns: Some((least, most)),
        };
        out::layout(&self.shelf.layout(&context))
    }

    /// Takes the shopper's word: purposes and states by their contract names in turn, in one text. Binds before it
    /// returns.
    pub fn set_consent(&mut self, said: &str) -> Result<()> {
        let mut parsed = Vec::new();
        let mut said = parts(said);
        while let Some(purpose) = said.next() {
            let purpose =
                Purpose::parse(purpose).ok_or_else(|| Error::input("purpose", "is not known"))?;
            let state = said
                .next()
                .and_then(PurposeState::parse)
                .ok_or_else(|| Error::input("state", "is none of granted, denied, unset"))?;
            parsed.push((purpose, state));
        }
        self.shelf.set_consent(&parsed);
        Ok(())
    }

    /// All purposes with their signals and state.
    pub fn purposes(&self) -> Vec<u8> {
        out::purposes(self.shelf.consent())
    }

    /// Whether a purpose works at this moment.
    pub fn active(&self, purpose: &str) -> bool {
        Purpose::parse(purpose).is_some_and(|purpose| self.shelf.consent().active().has(purpose))
    }

    /// Pauses or resumes learning and use; nothing is forgotten.
    pub fn pause(&mut self, paused: bool) {
        self.shelf.update_consent(|consent| consent.paused = paused);
    }

    /// Everything held.
    pub fn facts(&self, now: f64) -> Vec<u8> {
        out::facts(&self.shelf.facts(ms(now)))
    }

    /// Forgets one fact by its key.
    pub fn forget(&mut self, key: &str) -> Result<()> {
        self.shelf.forget(key)
    }

    /// Forgets everything about the shopper.
    pub fn erase(&mut self) {
        self.shelf.erase();
    }

    /// Records held.
    pub fn records(&self) -> usize {
        self.shelf.profile().records().len()
    }

    /// The profile as bytes to keep.
    pub fn encode(&self) -> Vec<u8> {
        self.shelf.encode()
    }

    /// Days evidence is kept.
    pub fn retention(&self) -> u16 {
        self.shelf.profile().retention_days()
    }

    /// Sets the days evidence is kept, 1 to 365.
    pub fn set_retention(&mut self, days: u16, now: f64) {
        self.shelf.set_retention(days, ms(now));
    }
}
