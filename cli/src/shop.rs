//! The shelf every shopper starts with: nothing learned, the shop's products known.

use crate::log::problems::Place;
use crate::log::{Problems, Source, json};
use anyhow::{Context, Result};
use ownshelf::catalog::Value;
use ownshelf::privacy::{Consent, ConsentMode};
use ownshelf::shelf::Shelf;
use std::path::Path;

/// Days a replayed shopper lets evidence be kept: the longest the panel offers, since a log of weekly shopping has
/// little to show in the 90 days of the default.
pub const RETENTION_DAYS: u16 = 365;

/// A shelf as on a new device whose shopper lets everything be learned in memory.
pub fn empty_shelf() -> Shelf {
    let mut shelf = Shelf::new(0, Consent::new(ConsentMode::Session, false, false));
    shelf.set_retention(RETENTION_DAYS, 0);
    shelf
}

/// Reads a prior into a shelf.
///
/// # Errors
/// If it cannot be read, or is no prior of this version.
pub fn read_prior(shelf: &mut Shelf, path: &Path) -> Result<()> {
    let name = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
    shelf
        .set_prior(&bytes)
        .with_context(|| format!("{name} cannot be used"))
}

/// Reads a relation table into a shelf.
///
/// # Errors
/// If it cannot be read, or is no relation table of this version.
pub fn read_relations(shelf: &mut Shelf, path: &Path) -> Result<()> {
    let name = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
    shelf
        .set_relations(&bytes)
        .with_context(|| format!("{name} cannot be used"))
}

/// The products a shelf expects in the next basket, by id.
pub fn expect(shelf: &mut Shelf, now_ms: u64, count: usize) -> Vec<String> {
    let products = shelf.next_basket(now_ms, count);
    let catalog = shelf.catalog();
    let ids = products.iter().map(|product| catalog.id_text(*product));
    ids.map(str::to_owned).collect()
}

/// Reads a catalogue, one product a line in any shape `addProducts` takes, into a shelf; returns how many products it
/// has.
///
/// # Errors
/// If the catalogue cannot be read, and with `--strict` at the first bad line.
pub fn read_catalogue(
    shelf: &mut Shelf,
    source: &Source,
    problems: &mut Problems,
) -> Result<usize> {
    let mut lines = source.open("Reading the catalogue")?;
    let (name, bar) = (source.name(), lines.bar().clone());
    let mut products = 0;
    while let Some(raw) = lines.next_line()? {
        let place = Place {
            source: &name,
            number: raw.number,
            of_log: false,
            bar: &bar,
        };
        let parsed = if raw.too_long {
            Err("is too long".to_owned())
        } else {
            json::parse(raw.bytes)
        };
        match parsed {
            Err(why) => problems.bad_line(place, &why)?,
            Ok(product) => {
                let report = shelf.add_products(&Value::List(vec![product]));
                products += report.added;
                if let Some(error) = report.rejected.first() {
                    let text = error.to_string();
                    // The row is always the first of its own list.
                    problems.bad_line(place, text.trim_start_matches("[0] "))?;
                }
            }
        }
    }
    Ok(products)
}
