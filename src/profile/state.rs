//! The learned state and the fold that makes it from evidence.

use super::alternatives::{Alternative, design};
use super::clocks::Clocks;
use super::dwell::DwellScale;
use super::evidence::{Body, Choice, Interaction, Record, Refinement};
use super::features::{Feature, one_way};
use super::hysteresis::Hysteresis;
use super::items::{ItemSnapshot, Items};
use super::memory::Memory;
use super::posterior::{Design, Posterior, softmax};
use super::price_choice::PriceChoice;
use super::prior::{NUMBER_VARIANCE, Prior};
use crate::catalog::{Facet, ProductId};
use crate::compact::Sparse;
use crate::compact::sort::sort_by;
use crate::privacy::Purpose;
use crate::signals::{EventKind, SortOrder};
use crate::time::GLANCE_MS;
use std::rc::Rc;

/// What display learns from.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LayoutState {
    /// Products opened while on offer.
    opened_on_offer: u32,
    /// Products opened whose price was known.
    pub opened_priced: u32,
    /// Whether offers are opened for the most part: from more than half of them on, until it is less than 40 %.
    pub offers: Hysteresis,
    /// Lists sorted cheapest first.
    pub sorted_cheapest: u32,
    /// Lists sorted newest first.
    pub sorted_newest: u32,
    /// Lists sorted by rating.
    pub sorted_rating: u32,
    /// Lists filtered.
    pub filtered: u32,
}

/// Everything learned, as a pure function of prior and evidence.
///
/// ```
/// # use ownshelf::{catalog::Value, privacy::{Consent, ConsentMode}, ranking::RankContext, shelf::{Entry, Shelf}};
/// # let mut shelf = Shelf::new(1, Consent::new(ConsentMode::Session, false, false));
/// # shelf.add_products(&Value::list([
/// #     Value::object([("id", "cup".into()), ("brand", "Acme".into()), ("price", 12.0.into())]),
/// #     Value::object([("id", "jug".into()), ("brand", "Bay".into()), ("price", 30.0.into())]),
/// # ]));
/// # let listing: Vec<Value> = vec!["cup".into(), "jug".into()];
/// # let listing: Vec<Entry> = listing.iter().map(Entry::Inline).collect();
/// # let event = Value::object([("name", "view_item".into()), ("id", "jug".into())]);
/// # shelf.record(&event, 1_000).unwrap();
/// assert!(shelf.profile().state().records > 0);
/// shelf.erase();
/// assert_eq!(shelf.profile().state().records, 0);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Where it started.
    pub prior: Rc<Prior>,
    /// Weights of the features.
    pub weights: Posterior,
    /// What is remembered of products and facets.
    pub memory: Memory,
    /// Price choices alone, for display and for what the shopper reads.
    pub price: PriceChoice,
    /// Dwell scale.
    pub dwell: DwellScale,
    /// Purchase clocks.
    pub clocks: Clocks,
    /// Display statistics.
    pub layout: LayoutState,
    /// Records folded.
    pub records: u32,
    start: Rc<Posterior>,
    last_choice: Option<(ProductId, u64)>,
}

/// Weight of an event as evidence for a product and its facets.
fn weight(kind: EventKind) -> f64 {
    match kind {
        EventKind::SelectItem | EventKind::ViewItem | EventKind::ItemDwell | EventKind::Search => {
            1.0
        }
        EventKind::AddToCart | EventKind::AddToWishlist => 2.0,
        EventKind::Purchase => 3.0,
        EventKind::RemoveFromCart => -1.0,
        EventKind::Refund => -2.0,
        EventKind::HideItem => -3.0,
        _ => 0.0,
    }
}

/// A filter says as much as putting something into the basket.
const FILTER_WEIGHT: f64 = 2.0;
/// A product left within three seconds: weak evidence against it.
const GLANCE_WEIGHT: f64 = -0.25;
/// What each choice keeps of what was learned before; the rest returns to the prior. At 1 nothing fades; at 0.9 only
/// about the last ten choices count.
const KEEP: f64 = 0.985;

impl State {
    /// A shopper nothing is known of.
    pub fn new(prior: Rc<Prior>) -> Self {
        let start = Rc::new(prior.posterior());
        State {
            weights: (*start).clone(),
            memory: Memory::new(&prior),
            price: PriceChoice::default(),
            dwell: DwellScale::default(),
            clocks: Clocks::default(),
            layout: LayoutState::default(),
            records: 0,
            last_choice: None,
            prior,
            start,
        }
    }

    /// Takes one record in. Records must come in the order of their ids.
    pub fn fold(&mut self, record: &Record, items: &Items) {
        self.records += 1;
        if record.purposes.has(Purpose::Rank) {
            self.memory.arrive(record.id.at_ms);
        }
        match &record.body {
            Body::Interaction(interaction) => {
                self.interaction(record, interaction, items.get(interaction.item))
            }
            Body::Choice(choice) => self.choice(record, choice, items),
            Body::Refinement(refinement) => self.refinement(record, *refinement),
        }
    }

    /// The features of a list at this moment, and the weight each acts with.
    pub fn design(&self, list: &[Alternative<'_>], now_ms: u64) -> Design {
        design(list, &self.memory, &self.prior, now_ms)
    }

    /// The utilities' scale under the posterior and the prior's calibration: the less is certain, the smaller.
    pub fn moderation(&self, design: &Design) -> f64 {
        self.prior.scale(self.doubt(design), design.len())
    }

    /// Variance of the log-odds of the likeliest alternative against the rest, under the posterior, as if all cost the same.
    /// Prices are left out because this scales every part of a score: what gets dearer must not gain by it.
    pub fn doubt(&self, design: &Design) -> f64 {
        let mut weights = self.weights.mean.clone();
        let one_way = (0..weights.len()).filter(|k| one_way(*k));
        one_way.for_each(|k| weights[k] = 0.0);
        let probabilities = softmax(&design.utilities(&weights));
        self.weights.doubt(design, &probabilities)
    }

    fn interaction(&mut self, record: &Record, interaction: &Interaction, item: &ItemSnapshot) {
        if record.purposes.has(Purpose::Suggest) {
            self.clocks.take(record.id.at_ms, interaction, item.product);
        }
        let glance = interaction.dwell_ms.is_some_and(|ms| ms < GLANCE_MS);
        let factor = interaction.dwell_ms.map_or(1.0, |ms| self.dwell.weight(ms));
        if let Some(dwell_ms) = interaction.dwell_ms.filter(|_| !glance) {
            self.dwell.add(dwell_ms);
        }
        if record.purposes.has(Purpose::Rank)
            && !(glance && interaction.kind == EventKind::ItemDwell)
        {
            let weight = if glance {
                GLANCE_WEIGHT
            } else {
                weight(interaction.kind) * factor
            };
            self.remember(record.id.at_ms, interaction, item, weight);
        }
        let opened = matches!(
            interaction.kind,
            EventKind::ViewItem | EventKind::SelectItem
        );
        if opened && let Some(price) = interaction.price {
            self.layout.opened_priced += 1;
            self.layout.opened_on_offer += u32::from(price.discount_pct > 0);
            let share =
                f64::from(self.layout.opened_on_offer) / f64::from(self.layout.opened_priced);
            self.layout.offers.follow(share, 0.5, 0.4);
        }
    }

    fn remember(
        &mut self,
        at_ms: u64,
        interaction: &Interaction,
        item: &ItemSnapshot,
        weight: f64,
    ) {
        let product = item.product;
        // The choice record of the same click already says this about facets.
        let beside_lists = self.last_choice != Some((product, at_ms));
        for facet in item.facets() {
            let memory = self.memory.facets.entry(facet.0);
            memory.shown.add(weight, at_ms);
            if beside_lists {
                memory.affinity.add(weight, at_ms);
            }
        }
        let memory = self.memory.product(product);
        memory.affinity.add(weight, at_ms);
        memory.ln_price = memory.ln_price.or(interaction.price.map(|p| p.ln()));
        match interaction.kind {
            EventKind::RemoveFromCart => memory.in_basket = false,
            EventKind::HideItem => memory.hidden = true,
            EventKind::Refund => memory.bought = memory.bought.saturating_sub(1),
            _ => {
                memory.touched = true;
                memory.hidden = false;
                memory.last_ms = at_ms;
                memory.times_visit += 1;
                memory.times += 1;
                if interaction.kind != EventKind::ItemDwell {
                    memory.opened_ms = at_ms;
                }
                memory.dwell_seconds += interaction
                    .dwell_ms
                    .map_or(0.0, |ms| f64::from(ms.min(300_000)) / 1000.0);
                memory.in_basket = (memory.in_basket && interaction.kind != EventKind::Purchase)
                    || interaction.kind == EventKind::AddToCart;
                memory.bought += u32::from(interaction.kind == EventKind::Purchase);
                if interaction.kind == EventKind::SelectItem {
                    memory.chosen_visit += 1;
                    memory.chosen_ms = at_ms;
                }
                self.memory.last = Some(product);
            }
        }
    }

    fn choice(&mut self, record: &Record, choice: &Choice, items: &Items) {
        let chosen = usize::from(choice.chosen);
        let ln_prices: Option<Vec<f64>> = choice
            .seen
            .iter()
            .map(|seen| seen.price.map(|p| p.ln()))
            .collect();
        if let Some(ln_prices) = ln_prices.filter(|_| record.purposes.has(Purpose::Price)) {
            self.price.choose(&ln_prices, chosen);
        }
        if !record.purposes.has(Purpose::Rank) {
            return;
        }
        let list: Vec<Alternative<'_>> = choice
            .seen
            .iter()
            .map(|seen| {
                let item = items.get(seen.item);
                Alternative {
                    product: item.product,
                    category: &item.category,
                    brand: item.brand,
                    tags: &item.tags,
                    words: &item.words,
                    numbers: &item.numbers,
                    ln_price: seen.price.map(|p| p.ln()),
                    discount: seen
                        .price
                        .map_or(0.0, |p| f64::from(p.discount_pct) / 100.0),
                    position: usize::from(seen.position),
                }
            })
            .collect();
        self.learn(&list, chosen, record.id.at_ms);
        self.last_choice = Some((list[chosen].product, record.id.at_ms));
    }

    /// Learns from one choice. The weights come first, because their features must not know the outcome yet; then the
    /// memory.
    pub fn learn(&mut self, list: &[Alternative<'_>], chosen: usize, at_ms: u64) -> Design {
        for _ in 0..self
            .memory
            .measure(list.iter().flat_map(|a| a.numbers.iter().copied()))
        {
            self.weights.grow(0.0, NUMBER_VARIANCE);
            Rc::make_mut(&mut self.start).grow(0.0, NUMBER_VARIANCE);
        }
        let design = self.design(list, at_ms);
        if list.len() > 1 {
            if !self.prior.fixed {
                self.weights.forget(&self.start, KEEP);
                self.weights.learn(&design, chosen);
            }
            self.compare(list, &design, chosen);
        }
        let ln_prices: Vec<f64> = list.iter().filter_map(|a| a.ln_price).collect();
        self.memory.prices = self.memory.prices.with(&ln_prices);
        list.iter()
            .for_each(|a| self.memory.see(a.product, a.ln_price));
        self.memory.last_list = list.iter().map(|a| a.product).collect();
        sort_by(&mut self.memory.last_list, |a, b| a.cmp(b));
        self.memory.last_taken = Some(list[chosen].product);
        self.memory.lists += 1;
        design
    }

    /// Counts the choice against what an average shopper, knowing only place, price and measures, would have taken.
    fn compare(&mut self, list: &[Alternative<'_>], design: &Design, chosen: usize) {
        let known = |k: usize| k <= Feature::Offer as usize || k >= super::features::BASE;
        let average: Vec<f64> = self
            .start
            .mean
            .iter()
            .enumerate()
            .map(|(k, w)| if known(k) { *w } else { 0.0 })
            .collect();
        let expected = softmax(&design.utilities(&average));
        // What the products of a facet were taken and expected together: in a list it counts once.
        let mut facets: Sparse<(f64, f64)> = Sparse::default();
        for (at, alternative) in list.iter().enumerate() {
            let (taken, chance) = (f64::from(u8::from(at == chosen)), expected[at]);
            self.memory.compare(alternative.product, taken, chance);
            let all = alternative.category.iter().chain(&alternative.brand);
            for facet in all.chain(alternative.tags).chain(alternative.words) {
                let together = facets.entry(facet.0);
                together.0 = (together.0 + taken).min(1.0);
                together.1 += chance;
            }
        }
        for (facet, (taken, chance)) in facets.iter() {
            self.memory.compare_facet(Facet(facet), *taken, *chance);
        }
    }

    fn refinement(&mut self, record: &Record, refinement: Refinement) {
        let may = |purpose| record.purposes.has(purpose);
        match refinement {
            Refinement::Sort(order) => {
                let by_price = matches!(
                    order,
                    SortOrder::PriceAscending | SortOrder::PriceDescending
                );
                if may(Purpose::Price) {
                    self.memory.sorted_ms = if by_price { record.id.at_ms } else { 0 };
                }
                if may(Purpose::Price) && by_price {
                    self.price
                        .sort(order == SortOrder::PriceAscending, record.id.at_ms);
                }
                if may(Purpose::Layout) {
                    self.layout.sorted_cheapest += u32::from(order == SortOrder::PriceAscending);
                    self.layout.sorted_newest += u32::from(order == SortOrder::Newest);
                    self.layout.sorted_rating += u32::from(order == SortOrder::Rating);
                }
            }
            Refinement::Filter(facet) => {
                if may(Purpose::Rank) {
                    let memory = self.memory.facets.entry(facet.0);
                    memory.affinity.add(FILTER_WEIGHT, record.id.at_ms);
                    memory.shown.add(FILTER_WEIGHT, record.id.at_ms);
                }
                self.layout.filtered += u32::from(may(Purpose::Layout));
            }
        }
    }
}
