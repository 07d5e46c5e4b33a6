//! Puts products into the places that the shop's rules give them. All others keep their order in the places that are
//! left.
//!
//! What gives way to what, from the strongest: hidden products are out; pins; sponsored products, each at the place the
//! shop's own order has it; slots; soft pins; boosts and buries, which only weigh. Within one kind the rule of higher
//! priority comes first, at equal priority the earlier one. A product whose place is taken goes to the next free place
//! below, or above if there is none; a place beyond the list's end is its last place. Only slots and soft pins look at
//! the order, so pins and sponsored products stand the same under any profile.

use super::displacement::places;
use super::rules::{Action, Active};
use crate::compact::sort::sort_by;

/// What put a product into its place, or took it out.
///
/// ```
/// use ownshelf::ranking::Placed;
/// assert_eq!((Placed::Pinned.code(), Placed::ByScore.code()), (Some("pinned"), None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Placed {
    /// Its score.
    #[default]
    ByScore = 0,
    /// A pin: exactly this place.
    Pinned = 1,
    /// A soft pin lifted it to this place; unlifted ones stand by score.
    SoftPinned = 2,
    /// A slot: the best of the products the rule speaks of.
    Slotted = 3,
    /// The shop sold this place.
    Sponsored = 4,
    /// It is tried out here, see `exploration.rs`.
    Explored = 5,
    /// A rule hides it.
    Hidden = 6,
}

impl Placed {
    /// All of them, in the order of their numbers.
    pub const ALL: [Placed; 7] = [
        Placed::ByScore,
        Placed::Pinned,
        Placed::SoftPinned,
        Placed::Slotted,
        Placed::Sponsored,
        Placed::Explored,
        Placed::Hidden,
    ];

    /// Stable code in receipts; `None` for products that stand by score.
    pub fn code(self) -> Option<&'static str> {
        match self {
            Placed::ByScore => None,
            Placed::Pinned => Some("pinned"),
            Placed::SoftPinned => Some("softPinned"),
            Placed::Slotted => Some("slotted"),
            Placed::Sponsored => Some("sponsored"),
            Placed::Explored => Some("explored"),
            Placed::Hidden => Some("withheld"),
        }
    }
}

/// An order with what put each product into its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Placement {
    /// Indices, best first.
    pub(super) order: Vec<u32>,
    /// By index.
    pub(super) placed: Vec<Placed>,
    /// By index: the place at or above which it must stand.
    pub(super) no_lower: Vec<u32>,
}

const FREE: u32 = u32::MAX;

impl Active {
    /// Puts pinned, sponsored, slotted and soft-pinned products into their places.
    pub(super) fn place(&self, order: Vec<u32>) -> Placement {
        let mut seats = Seats::new(&self.hidden, order.len());
        for rule in &self.rules {
            if let Action::Pin(place) = rule.action {
                seats.give(place, &rule.hits, Placed::Pinned);
            }
        }
        self.sponsor(&mut seats);
        let mut no_lower = vec![FREE; self.hidden.len()];
        for rule in &self.rules {
            if let Action::SoftPin(place) = rule.action {
                for at in &rule.hits {
                    let least = &mut no_lower[*at as usize];
                    *least = (*least).min(place as u32);
                }
            }
        }
        self.slot(&mut seats, &order, &no_lower);
        let order = match seats.taken {
            0 if no_lower.iter().all(|place| *place == FREE) => order,
            _ => {
                let reserved = self.reserve(&seats, &order, &no_lower);
                seats.fill(&order, &reserved)
            }
        };
        Placement {
            order,
            placed: seats.placed,
            no_lower,
        }
    }

    /// Sponsored products keep their places among the products shown, and their kind even where a pin moved them.
    fn sponsor(&self, seats: &mut Seats) {
        let mut before = 0;
        let mut hidden = 0;
        for at in &self.sponsored {
            let above = &self.hidden[before..*at as usize];
            hidden += above.iter().filter(|hidden| **hidden).count();
            before = *at as usize;
            seats.give(before - hidden, &[*at], Placed::Sponsored);
            seats.placed[before] = Placed::Sponsored;
        }
    }

    fn slot(&self, seats: &mut Seats, order: &[u32], no_lower: &[u32]) {
        for rule in &self.rules {
            let Action::Slot(place) = rule.action else {
                continue;
            };
            let mut wanted = vec![false; self.hidden.len()];
            for at in &rule.hits {
                // What is to stand above this place is not put down to it.
                wanted[*at as usize] = no_lower[*at as usize] >= place as u32;
            }
            let best = order
                .iter()
                .find(|at| wanted[**at as usize] && !seats.seated[**at as usize]);
            if let Some(at) = best {
                seats.give(place, &[*at], Placed::Slotted);
            }
        }
    }

    /// The lowest free place for each soft pin, as far as there are enough: stronger rules first, then better products.
    /// (Unit jobs with deadlines: taking the latest free place for each in turn serves all if all can be served.) The
    /// others get the next free place below theirs.
    fn reserve(&self, seats: &Seats, order: &[u32], no_lower: &[u32]) -> Vec<u32> {
        let mut reserved = vec![FREE; seats.at.len()];
        // latest[p]: one more than the lowest place above p that is still free, by following the links.
        let mut latest: Vec<u32> = (0..=seats.at.len() as u32).collect();
        for (place, at) in seats.at.iter().enumerate() {
            if *at != FREE {
                latest[place + 1] = place as u32;
            }
        }
        let rank = places(order, self.hidden.len());
        let mut served = seats.seated.clone();
        for rule in &self.rules {
            let Action::SoftPin(mut below) = rule.action else {
                continue;
            };
            let mut hits = rule.hits.clone();
            sort_by(&mut hits, |a, b| rank[*a as usize].cmp(&rank[*b as usize]));
            for at in hits {
                if std::mem::replace(&mut served[at as usize], true) {
                    continue;
                }
                let deadline = no_lower[at as usize].min(seats.at.len() as u32 - 1);
                let place = root(&mut latest, deadline + 1);
                if place > 0 {
                    reserved[place as usize - 1] = at;
                    latest[place as usize] = place - 1;
                    continue;
                }
                while seats.at.get(below).is_some_and(|at| *at != FREE)
                    || reserved.get(below).is_some_and(|at| *at != FREE)
                {
                    below += 1;
                }
                if let Some(next) = reserved.get_mut(below) {
                    *next = at;
                    latest[below + 1] = below as u32;
                }
            }
        }
        reserved
    }
}

/// Follows links to their end, and shortens the way for the next time (path halving).
fn root(links: &mut [u32], mut from: u32) -> u32 {
    while links[from as usize] != from {
        let next = links[links[from as usize] as usize];
        links[from as usize] = next;
        from = next;
    }
    from
}

/// The places of a list and who has one.
struct Seats {
    /// By place: the product given it.
    at: Vec<u32>,
    /// By index: whether the product has its place, or none at all.
    seated: Vec<bool>,
    placed: Vec<Placed>,
    taken: usize,
}

impl Seats {
    fn new(hidden: &[bool], places: usize) -> Self {
        let kind = |hidden: &bool| match hidden {
            true => Placed::Hidden,
            false => Placed::ByScore,
        };
        Seats {
            at: vec![FREE; places],
            seated: hidden.to_vec(),
            placed: hidden.iter().map(kind).collect(),
            taken: 0,
        }
    }

    /// Gives products the free places from `place` down, then those above it from below.
    fn give(&mut self, place: usize, products: &[u32], kind: Placed) {
        let mut products = products.iter().map(|at| *at as usize);
        let mut next = |seated: &[bool]| products.find(|at| !seated[*at]);
        let start = place.min(self.at.len().saturating_sub(1));
        for place in (start..self.at.len()).chain((0..start).rev()) {
            if self.at[place] != FREE {
                continue;
            }
            let Some(at) = next(&self.seated) else { return };
            self.at[place] = at as u32;
            self.seated[at] = true;
            self.placed[at] = kind;
            self.taken += 1;
        }
    }

    /// The whole order: free places are filled in order, and a soft pin is lifted once its reserved place is reached.
    fn fill(&mut self, order: &[u32], reserved: &[u32]) -> Vec<u32> {
        let mut waiting = order.iter().copied();
        let mut filled = Vec::with_capacity(order.len());
        for (taken, reserved) in self.at.iter().zip(reserved) {
            let at = if *taken != FREE {
                Some(*taken)
            } else if *reserved != FREE && !self.seated[*reserved as usize] {
                self.placed[*reserved as usize] = Placed::SoftPinned;
                Some(*reserved)
            } else {
                waiting.find(|at| !self.seated[*at as usize])
            };
            if let Some(at) = at {
                self.seated[at as usize] = true;
                filled.push(at);
            }
        }
        filled
    }
}
