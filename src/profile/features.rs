//! The features of an alternative, their default weights, and which of them work one way.

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// The features every product can have. Measured attributes come after them, one weight each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Feature { $($(#[$doc])* $name),* }

        impl Feature {
            /// All features with their names, in the order of their weights.
            pub const ALL: &[(Feature, &str)] = &[$((Feature::$name, stringify!($name))),*];
        }

        /// Number of features before the measured attributes.
        pub const BASE: usize = [$(Feature::$name),*].len();
    };
}

features! {
    /// −ln(place in the shop's order).
    Order,
    /// First in the shop's order: 1, fading as 1/(1 + lists chosen from).
    First,
    /// `Order` in a list chosen from before in this visit: its top is known already.
    OrderAgain,
    /// `Order` after the shopper sorted by price: then place says what price says.
    OrderSorted,
    /// Standard deviations of ln price below the list's mean, −2 to 0.5; no more below the level dealt with in this visit.
    Price,
    /// The same from 0.5 to 3, less 0.5: how much more the cheapest gain is each shop's own.
    Cheap,
    /// Reduction open to everybody, in units of 0.3 ln price, at most 1 ln.
    Offer,
    /// Standard deviations the price fell below what this shopper last saw, 0 to 3.
    Drop,
    /// Minus the standard deviations above the price level dealt with in this visit, −4 to 0.
    Over,
    /// The very product dealt with last.
    Last,
    /// The same, fading over a minute.
    LastFresh,
    /// Opened just now, fading over twenty seconds: dwell does not prolong it.
    Opened,
    /// Dealt with lately, fading over a minute.
    Fresh,
    /// The same over half an hour.
    Session,
    /// ln(1 + times dealt with in this visit).
    Times,
    /// ln(1 + times dealt with ever).
    TimesEver,
    /// ln(1 + times opened from lists in this visit).
    Chosen,
    /// Opened from a list lately, fading over five minutes.
    ChosenLately,
    /// ln(1 + seconds looked at) / 3.
    Dwell,
    /// ln(place in the shop's order) of products dealt with in this visit: what was found far down was looked for.
    Found,
    /// ln(1 + times bought).
    Bought,
    /// Lies in the basket.
    Basket,
    /// −ln(1 + places above the product of this list dealt with last): what was read past.
    Above,
    /// Further below it than next, fading over four places.
    Below,
    /// Right above or below it.
    Beside,
    /// Below what was chosen when this list was last chosen from, fading over four places: where reading goes on.
    Onward,
    /// ln of choices observed over choices expected, of this product.
    ItemLift,
    /// Share of this brand among choices where it was offered, the latest counting most (loyalty).
    BrandShare,
    /// ln observed over expected, of the brand.
    BrandLift,
    /// ln observed over expected, of the tags together.
    TagLift,
    /// ln observed over expected, of attributes that are words.
    AttributeLift,
    /// ln observed over expected along the category path, each step up counting half.
    CategoryLift,
    /// Signed log-affinity of the category path, from what was opened beside lists.
    CategoryAffinity,
    /// The same of the brand.
    BrandAffinity,
    /// The same of the tags together.
    TagAffinity,
    /// The same of attributes that are words.
    AttributeAffinity,
}

impl Feature {
    /// Weights without a prior file.
    pub(super) const DEFAULTS: [(Feature, f64); 35] = [
        (Feature::Order, 0.9),
        (Feature::First, 0.15),
        (Feature::OrderAgain, -0.1),
        (Feature::OrderSorted, -0.3),
        (Feature::Price, 0.5),
        (Feature::Cheap, 0.5),
        (Feature::Offer, 0.2),
        (Feature::Drop, 0.4),
        (Feature::Over, 0.35),
        (Feature::Last, 0.3),
        (Feature::LastFresh, 0.5),
        (Feature::Opened, 3.0),
        (Feature::Fresh, 0.1),
        (Feature::Session, 0.5),
        (Feature::Times, -0.4),
        (Feature::TimesEver, 0.5),
        (Feature::Chosen, 0.4),
        (Feature::ChosenLately, -1.5),
        (Feature::Dwell, -0.1),
        (Feature::Found, 0.3),
        (Feature::Basket, 0.5),
        (Feature::Above, 0.5),
        (Feature::Below, 0.7),
        (Feature::Beside, 0.5),
        (Feature::Onward, 0.7),
        (Feature::ItemLift, 0.4),
        (Feature::BrandShare, 0.6),
        (Feature::BrandLift, 0.5),
        (Feature::TagLift, 0.2),
        (Feature::AttributeLift, 0.3),
        (Feature::CategoryLift, 0.5),
        (Feature::CategoryAffinity, 0.8),
        (Feature::BrandAffinity, 0.5),
        (Feature::TagAffinity, 0.2),
        (Feature::AttributeAffinity, 0.15),
    ];
}

/// Weights that may not fall below zero: price and offers can only lift what is cheaper or reduced for everybody.
pub fn one_way(feature: usize) -> bool {
    let (first, last) = (Feature::Price as usize, Feature::Over as usize);
    (first..=last).contains(&feature)
}
