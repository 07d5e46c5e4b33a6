//! How a listing looks: density, columns, emphasis, offers, order of facets. It follows from how the shopper looks at
//! products.
//!
//! Sixth room of the house. It advises; themes decide in CSS. Advice needs several pieces of evidence, goes later than it
//! comes (`profile/hysteresis.rs`), and carries its reason.

pub mod moves;
mod shop_order;

pub use shop_order::shop_order;

use crate::catalog::{Catalog, Facet, FacetKind, SEPARATOR};
use crate::compact::sort::sort_by;
use crate::compact::text::{first_step, folded};
use crate::profile::State;

/// Cards close together or far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// More cards at once, for those who scan fast.
    Compact,
    /// The shop's own.
    Normal,
    /// Fewer, larger cards, for those who look long.
    Comfortable,
}

/// What a card shows first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emphasis {
    /// The picture.
    Image,
    /// Price, unit price and saving.
    Price,
    /// Facts and longer text.
    Details,
}

/// Why an advice was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutReason {
    /// Scans fast.
    Compact,
    /// Looks long.
    Details,
    /// Compares prices.
    Price,
    /// Often opens offers.
    Offers,
    /// Keeps choosing this sort order.
    Sort,
}

impl LayoutReason {
    /// All reasons.
    pub const ALL: [LayoutReason; 5] = [
        LayoutReason::Compact,
        LayoutReason::Details,
        LayoutReason::Price,
        LayoutReason::Offers,
        LayoutReason::Sort,
    ];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            LayoutReason::Compact => "compact",
            LayoutReason::Details => "details",
            LayoutReason::Price => "price",
            LayoutReason::Offers => "offers",
            LayoutReason::Sort => "sort",
        }
    }
}

/// Display advice for one list.
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
/// let context = ownshelf::layout::LayoutContext { width: 1_100.0, ..Default::default() };
/// let layout = shelf.layout(&context);
/// assert!(layout.reasons.is_empty(), "nothing is known yet, so nothing is advised");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Card density.
    pub density: Density,
    /// Columns, 1 to 8.
    pub columns: u32,
    /// What a card shows first.
    pub emphasis: Emphasis,
    /// Whether offers open to everybody are pointed out.
    pub surface_offers: bool,
    /// Facet names, most useful first.
    pub facet_order: Vec<String>,
    /// Sort order worth offering first.
    pub default_sort: Option<&'static str>,
    /// Why.
    pub reasons: Vec<LayoutReason>,
}

/// What the advice is for.
///
/// ```
/// use ownshelf::{catalog::Catalog, layout::{Density, LayoutContext, advise}};
/// let context = LayoutContext { width: 1_100.0, facets: vec!["brand".to_owned()], columns: Some((2, 6)) };
/// let layout = advise(None, &Catalog::default(), &context);
/// assert_eq!((layout.density, layout.columns), (Density::Normal, 4), "nothing known: the shop's own display");
/// ```
#[derive(Debug, Clone, Default)]
pub struct LayoutContext {
    /// Width of the list in CSS pixels.
    pub width: f64,
    /// The list's facet names in the shop's order.
    pub facets: Vec<String>,
    /// Fewest and most columns the shop allows.
    pub columns: Option<(u32, u32)>,
}

/// Opened products needed before the display adapts at all.
const MIN_OPENED: u32 = 3;
/// Dwell looked at before its length means anything.
const MIN_DWELLS: u32 = 4;
/// Times a sort order was chosen before it is offered first.
const MIN_SORTS: u32 = 2;
/// Narrowest comfortable card in CSS pixels.
const CARD_WIDTH: f64 = 260.0;

/// Advises on a list's display; `state` is `None` when layout is not permitted: then the shop's own display stands.
pub fn advise(state: Option<&State>, catalog: &Catalog, context: &LayoutContext) -> Layout {
    let mut layout = Layout {
        density: Density::Normal,
        columns: columns(Density::Normal, context),
        emphasis: Emphasis::Image,
        surface_offers: false,
        facet_order: context.facets.clone(),
        default_sort: None,
        reasons: Vec::new(),
    };
    let Some(state) = state.filter(|state| state.records > 0) else {
        return layout;
    };
    let seen = &state.layout;
    if state.dwell.count() >= MIN_DWELLS {
        if state.dwell.scans() {
            layout.density = Density::Compact;
            layout.reasons.push(LayoutReason::Compact);
        } else if state.dwell.reads() {
            layout.density = Density::Comfortable;
            layout.emphasis = Emphasis::Details;
            layout.reasons.push(LayoutReason::Details);
        }
    }
    if seen.sorted_cheapest > 0 || (state.price.compares() && state.price.count() >= MIN_OPENED) {
        layout.emphasis = Emphasis::Price;
        layout.surface_offers = true;
        layout.reasons.push(LayoutReason::Price);
    }
    if seen.opened_priced >= MIN_OPENED && seen.offers.is_on() {
        layout.surface_offers = true;
        layout.reasons.push(LayoutReason::Offers);
    }
    let sorts = [
        (seen.sorted_cheapest, "price_asc"),
        (seen.sorted_newest, "newest"),
        (seen.sorted_rating, "rating"),
    ];
    if let Some((_, sort)) = sorts
        .into_iter()
        .filter(|(n, _)| *n >= MIN_SORTS)
        .max_by_key(|(n, _)| *n)
    {
        layout.default_sort = Some(sort);
        layout.reasons.push(LayoutReason::Sort);
    }
    layout.columns = columns(layout.density, context);
    order_facets(&mut layout.facet_order, state, catalog);
    layout
}

/// Columns that fit the width at a density, within the shop's limits.
fn columns(density: Density, context: &LayoutContext) -> u32 {
    let (least, most) = context.columns.unwrap_or((1, 8));
    let step = match density {
        Density::Compact => 0.8,
        Density::Normal => 1.0,
        Density::Comfortable => 1.3,
    };
    let fitting = (context.width / (CARD_WIDTH * step))
        .floor()
        .clamp(1.0, 8.0) as u32;
    // A phone shows two cards beside each other unless the shopper reads at length.
    let fitting = if fitting == 1 && context.width >= 320.0 && density != Density::Comfortable {
        2
    } else {
        fitting
    };
    fitting.clamp(least.max(1), most.max(least).max(1))
}

/// Facets in which the shopper's choices agree come first; the others keep the shop's order.
fn order_facets(facets: &mut [String], state: &State, catalog: &Catalog) {
    let weight = |name: &String| -> f64 {
        let name = folded(name);
        let fits = |facet: Facet| match catalog.facets().kind(facet) {
            FacetKind::Brand => name == "brand",
            FacetKind::Category => name == "category",
            FacetKind::Tag => name == "tag" || name == "tags",
            FacetKind::Attribute => {
                folded(first_step(catalog.facets().name(facet), SEPARATOR as u8)) == name
            }
            FacetKind::Number => false,
        };
        let best = state
            .memory
            .facets
            .iter()
            .filter(|(facet, _)| fits(Facet(*facet)))
            .map(|(_, memory)| memory.shown.weight);
        best.fold(0.0, f64::max)
    };
    sort_by(facets, |a, b| weight(b).total_cmp(&weight(a)));
}
