//! The most informative part of the evidence that fits into a few codes. Whole records, as they are: what is condensed
//! merges with the whole like anything else.

use ownshelf::compact::sort::sort_by;
use ownshelf::profile::{Body, Profile, Record};
use ownshelf::signals::EventKind;
use ownshelf::time::DAY_MS;

/// Days after which a record tells half as much.
const FADING_DAYS: f32 = 30.0;

/// The records, those first that tell most for the bytes they take.
pub fn by_worth(profile: &Profile) -> Vec<&Record> {
    let newest_ms = profile.records().last().map_or(0, |record| record.id.at_ms);
    // Of what was done with one product again and again, the latest tells most.
    let mut times = vec![0_u16; profile.items().len()];
    let mut worth: Vec<(f32, &Record)> = Vec::new();
    for record in profile.records().iter().rev() {
        let age_days = (newest_ms - record.id.at_ms) as f32 / DAY_MS as f32;
        let item = match &record.body {
            Body::Interaction(touch) => times.get_mut(touch.item as usize),
            _ => None,
        };
        let before = item.map_or(0, |times| {
            *times += 1;
            *times - 1
        });
        let fresh = FADING_DAYS / (FADING_DAYS + age_days);
        worth.push((told(record) * fresh / f32::from(1 + before), record));
    }
    sort_by(&mut worth, |a, b| b.0.total_cmp(&a.0));
    worth.into_iter().map(|(_, record)| record).collect()
}

/// What a record tells, against its bytes: by how deliberate the act was. A list costs what was seen in it.
fn told(record: &Record) -> f32 {
    match &record.body {
        Body::Interaction(touch) => 2.0 * deliberate(touch.kind),
        Body::Choice(choice) => deliberate(choice.kind) * 8.0 / (8.0 + choice.seen.len() as f32),
        Body::Refinement(_) => 4.0,
    }
}

fn deliberate(kind: EventKind) -> f32 {
    match kind {
        EventKind::Purchase => 8.0,
        EventKind::AddToCart | EventKind::AddToWishlist | EventKind::HideItem => 5.0,
        EventKind::Refund | EventKind::RemoveFromCart => 3.0,
        EventKind::ItemDwell => 1.0,
        _ => 2.0,
    }
}
