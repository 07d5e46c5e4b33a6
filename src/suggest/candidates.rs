//! Which products are suggested, and why. Every product of the catalogue is compared with what the shopper has.

use super::Relations;
use super::basket::again;
use super::due::gap_days;
use super::suggestion::{SuggestQuery, Suggestion, SuggestionKind, SuggestionReason};
use crate::catalog::{Catalog, Product, ProductId};
use crate::compact::sort::sorted;
use crate::profile::{Clock, Clocks};
use crate::time::DAY_MS;

/// Reminders begin this share of the gap before the day, at least a day, and end after three gaps.
const EARLY: f64 = 0.1;
const LAPSED: f64 = 3.0;
/// Days before a service is due that it is spoken of.
const SERVICE_DAYS: f64 = 7.0;
/// What was bought within this many days can have company, and what was opened within these a better version.
const RECENT_DAYS: f64 = 30.0;
const VIEWED_DAYS: f64 = 7.0;
/// Gaps of one's own that make a habit of a product of which nobody knows a cycle.
const HABIT: u32 = 3;
/// The dearest a better version may be.
const DEARER: f64 = 1.25;
/// A rating this much better, in parts of the scale, by this many reviews, is a better one.
const BETTER: f64 = 0.3;
const REVIEWED: f64 = 20.0;
/// Products at hand that others are compared with.
const MAX_AT_HAND: usize = 8;

/// A product the shopper has or looks at.
#[derive(Debug, Clone, Copy)]
struct AtHand {
    product: ProductId,
    clock: Clock,
    basket: bool,
}

pub(super) struct CandidateSearch<'a> {
    pub clocks: &'a Clocks,
    pub catalog: &'a Catalog,
    pub relations: Option<&'a Relations>,
    pub query: &'a SuggestQuery,
    pub found: Vec<Suggestion>,
}

impl CandidateSearch<'_> {
    /// Finds all suggestions; returns their numbers, best first. A product may come several times.
    pub fn run(&mut self) -> Vec<u32> {
        let catalog = self.catalog;
        let at_hand = self.at_hand();
        let mut together = Vec::new();
        if let Some(table) = self.relations {
            for other in at_hand.iter().take(MAX_AT_HAND) {
                let with = table.with(other.product);
                together.extend(with.map(|(product, lift)| (product, *other, lift)));
            }
        }
        for (product, info) in catalog.products() {
            let clock = self.clock(product);
            let basket = self.in_basket(product, &clock);
            if info.sold_out || basket || clock.quiet_ms > self.query.now_ms {
                continue;
            }
            if clock.bought > 0 {
                self.replenish(product, info, &clock);
                self.maintain(product, info, &clock);
                continue;
            }
            let related = &info.related;
            let fits = [&related.accessory_of, &related.consumable_for];
            if fits.iter().any(|ids| !ids.is_empty()) {
                // An accessory is suggested only with the products it is made for.
                self.accessory(product, fits, &at_hand);
                continue;
            }
            self.season(product, info);
            for (_, other, lift) in together.iter().filter(|with| with.0 == product) {
                self.cross_sell(product, SuggestionReason::Together, other, *lift);
            }
            for other in at_hand.iter().take(MAX_AT_HAND) {
                if self.relations.is_none() {
                    let shared = self.alike(info, other.product);
                    self.cross_sell(product, SuggestionReason::Alike, other, shared);
                }
                self.up_sell(product, info, other);
            }
        }
        let score = |at: usize| self.found[at].score;
        sorted(self.found.len(), &|a, b| score(b).total_cmp(&score(a)))
    }

    fn clock(&self, product: ProductId) -> Clock {
        self.clocks
            .products
            .get(product.0)
            .copied()
            .unwrap_or_default()
    }

    fn in_basket(&self, product: ProductId, clock: &Clock) -> bool {
        match &self.query.basket {
            Some(basket) => basket.contains(&product.0),
            None => clock.in_basket,
        }
    }

    /// Days since a moment.
    fn since(&self, at_ms: u64) -> f64 {
        self.query.now_ms.saturating_sub(at_ms) as f64 / DAY_MS as f64
    }

    /// What the shopper has, lays into the basket or looked at: the basket first, then by the last dealing.
    fn at_hand(&self) -> Vec<AtHand> {
        let dealt = self.clocks.products.iter();
        let mut products: Vec<u32> = dealt.map(|(product, _)| product).collect();
        let known = products.len();
        for product in self.query.basket.iter().flatten() {
            if !products[..known].contains(product) {
                products.push(*product);
            }
        }
        let at = |product: &u32| {
            let product = ProductId(*product);
            let clock = self.clock(product);
            AtHand {
                product,
                clock,
                basket: self.in_basket(product, &clock),
            }
        };
        let all: Vec<AtHand> = products.iter().map(at).collect();
        let key = |at: usize| {
            let at: &AtHand = &all[at];
            (at.basket, at.clock.last_ms.max(at.clock.seen_ms))
        };
        let order = sorted(all.len(), &|a, b| key(b).cmp(&key(a)));
        order.into_iter().map(|at| all[at as usize]).collect()
    }

    fn add(
        &mut self,
        kind: SuggestionKind,
        product: ProductId,
        why: SuggestionReason,
        score: f64,
    ) -> Option<&mut Suggestion> {
        if self.query.kinds >> kind as u8 & 1 == 0 {
            return None;
        }
        self.found.push(Suggestion {
            kind,
            product,
            why,
            with: None,
            from_ms: 0,
            days: 0.0,
            score,
        });
        self.found.last_mut()
    }

    fn replenish(&mut self, product: ProductId, info: &Product, clock: &Clock) {
        let table = self.relations;
        let lasting = info.service_days.is_some();
        let of_kind = || table?.cycle_of(&info.category).filter(|_| !lasting);
        let habit = || {
            let days = clock.last_ms.saturating_sub(clock.first_ms) as f64 / DAY_MS as f64;
            let own = days / f64::from(clock.bought - 1).max(1.0);
            (clock.bought >= HABIT && !lasting).then_some(own)
        };
        let Some(cycle_days) = info.repurchase_days.or_else(of_kind).or_else(habit) else {
            return;
        };
        let days = gap_days(clock, cycle_days);
        let gone = self.since(clock.last_ms);
        if gone + self.query.ahead_days < days - (days * EARLY).max(1.0) || gone > days * LAPSED {
            return;
        }
        let share = table.map_or(0.0, |table| table.share(product));
        let odds = again(self.clocks, clock, share);
        let why = match clock.bought >= HABIT {
            true => SuggestionReason::OwnCycle,
            false => SuggestionReason::Cycle,
        };
        if let Some(suggestion) =
            self.add(SuggestionKind::Replenish, product, why, 4.0 + chance(odds))
        {
            (suggestion.from_ms, suggestion.days) = (clock.last_ms, days);
        }
    }

    fn maintain(&mut self, product: ProductId, info: &Product, clock: &Clock) {
        let Some(every) = info.service_days.filter(|days| *days >= 1.0) else {
            return;
        };
        let gone = self.since(clock.last_ms);
        let times = (gone / every).round().max(1.0);
        if gone + self.query.ahead_days + SERVICE_DAYS.min(every / 4.0) < times * every {
            return;
        }
        if let Some(suggestion) = self.add(
            SuggestionKind::Maintain,
            product,
            SuggestionReason::Service,
            3.0,
        ) {
            (suggestion.from_ms, suggestion.days) = (clock.last_ms, times * every);
        }
    }

    fn accessory(&mut self, product: ProductId, fits: [&Vec<String>; 2], at_hand: &[AtHand]) {
        for (ids, why) in fits
            .into_iter()
            .zip([SuggestionReason::Accessory, SuggestionReason::Consumable])
        {
            let wanted = |at: &&AtHand| {
                let id = self.catalog.id_text(at.product);
                (at.basket || at.clock.bought > 0) && ids.iter().any(|known| known.trim() == id)
            };
            let Some(found) = at_hand.iter().find(wanted) else {
                continue;
            };
            let share = self.relations.map_or(0.0, |table| table.share(product));
            let base = if found.basket { 5.0 } else { 2.0 };
            if let Some(suggestion) =
                self.add(SuggestionKind::Accessory, product, why, base + share)
            {
                suggestion.with = Some(found.product);
            }
            return;
        }
    }

    /// Products of the month, those first whose kind the shopper dealt with.
    fn season(&mut self, product: ProductId, info: &Product) {
        if info.season >> self.query.month & 1 == 0 {
            return;
        }
        let alike = |id: u32| {
            let other = self.catalog.product(ProductId(id));
            other.is_some_and(|other| other.leaf() == info.leaf())
        };
        let dealt = self.clocks.products.iter().filter(|(id, _)| alike(*id));
        let known = dealt.count().min(9) as f64 / 10.0;
        self.add(
            SuggestionKind::Season,
            product,
            SuggestionReason::Season,
            1.0 + known,
        );
    }

    fn cross_sell(
        &mut self,
        product: ProductId,
        why: SuggestionReason,
        other: &AtHand,
        strength: f64,
    ) {
        let recent = other.clock.bought > 0 && self.since(other.clock.last_ms) <= RECENT_DAYS;
        if strength > 0.0 && (other.basket || recent) {
            let base = if other.basket { 2.5 } else { 1.5 };
            let score = base + strength.min(7.0) / 16.0;
            if let Some(suggestion) = self.add(SuggestionKind::CrossSell, product, why, score) {
                suggestion.with = Some(other.product);
            }
        }
    }

    /// How much a product has of another's maker and style while being something else; 0: too little, or the same thing.
    fn alike(&self, info: &Product, other: ProductId) -> f64 {
        let Some(other) = self.catalog.product(other) else {
            return 0.0;
        };
        let near = info.category.first() == other.category.first() && info.leaf() != other.leaf();
        let theirs = || other.brand.iter().chain(&other.tags).chain(&other.words);
        let ours = info.brand.iter().chain(&info.tags).chain(&info.words);
        let shared = ours.filter(|facet| theirs().any(|other| other == *facet));
        match shared.count() {
            shared @ 2.. if near => shared as f64,
            _ => 0.0,
        }
    }

    /// A better version of what the shopper looks at. What it costs decides whether it may be one, never how it ranks.
    fn up_sell(&mut self, product: ProductId, info: &Product, other: &AtHand) {
        let looks = other.basket || self.since(other.clock.seen_ms) <= VIEWED_DAYS;
        let Some(than) = self.catalog.product(other.product) else {
            return;
        };
        let (Some(price), Some(limit)) = (info.price, than.price) else {
            return;
        };
        if !looks || other.clock.bought > 0 || price > limit * DEARER {
            return;
        }
        let id = self.catalog.id_text(other.product);
        let named = info
            .related
            .upgrade_of
            .iter()
            .any(|known| known.trim() == id);
        let alike = info.leaf().is_some() && info.leaf() == than.leaf();
        let class = |of: &Product| of.sustainability.energy_class;
        let greener = matches!((class(info), class(than)), (Some(a), Some(b)) if a < b);
        let rated = |of: &Product| {
            of.rating
                .filter(|_| of.reviews.is_some_and(|n| n >= REVIEWED))
        };
        let liked = matches!((rated(info), rated(than)), (Some(a), Some(b)) if a >= b + BETTER);
        let (why, score) = match (named, alike && greener, alike && liked) {
            (true, _, _) => (SuggestionReason::Upgrade, 0.9),
            (_, true, _) => (SuggestionReason::Energy, 0.6),
            (_, _, true) => (SuggestionReason::Rating, 0.3),
            _ => return,
        };
        if let Some(suggestion) = self.add(SuggestionKind::UpSell, product, why, score) {
            suggestion.with = Some(other.product);
        }
    }
}

fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}
