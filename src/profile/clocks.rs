//! Purchase clocks: what was bought when and how much of it, and what the shopper wants no reminder of. Learned for
//! `suggest` alone, so that they are whole without any other purpose and gone with this one.

use super::evidence::Interaction;
use super::memory::VISIT_GAP_MS;
use crate::catalog::ProductId;
use crate::compact::Sparse;
use crate::signals::EventKind;
use crate::time::DAY_MS;

/// Share of its weight a purchase keeps with each later basket: one ten baskets ago counts a third. The usual baseline of
/// next-basket studies; what is made of it was fitted with it (docs/suggestions.md).
pub const KEEP: f64 = 0.9;

/// One product's clock.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Clock {
    /// Baskets it was bought in, less those sent back.
    pub bought: u32,
    /// Epoch milliseconds of the first and of the last of them.
    pub first_ms: u64,
    /// See `first_ms`.
    pub last_ms: u64,
    /// Pieces in all of them.
    pub pieces: u32,
    /// Pieces in the last.
    pub last_pieces: u32,
    /// Whether it lies in the basket now.
    pub in_basket: bool,
    /// Epoch milliseconds it was last opened or put into the basket; 0: never.
    pub seen_ms: u64,
    /// Epoch milliseconds of the last dealing of any kind.
    pub dealt_ms: u64,
    /// Not to be suggested before; 0: at any time.
    pub quiet_ms: u64,
    /// Purchases, each counting [`KEEP`] less with every later basket, as of basket number `basket`.
    weight: f64,
    basket: u32,
}

/// All clocks of a shopper.
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
/// let bought = Value::object([("name", "purchase".into()), ("id", "cup".into())]);
/// shelf.record(&bought, 1_000)?;
/// let cup = shelf.product_id("cup");
/// let clocks = &shelf.profile().state().clocks;
/// assert_eq!((clocks.baskets, clocks.products.get(cup.0).unwrap().bought), (1, 1));
/// # Ok::<(), ownshelf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Clocks {
    /// By product, in the order of first dealings.
    pub products: Sparse<Clock>,
    /// Baskets bought.
    pub baskets: u32,
    /// Suggestions turned down in the visit that `last_ms` belongs to.
    declined: u32,
    last_ms: u64,
    bought_ms: u64,
}

impl Clocks {
    /// Takes in what was done with a product.
    pub(super) fn take(&mut self, at_ms: u64, interaction: &Interaction, product: ProductId) {
        if at_ms.saturating_sub(self.last_ms) > VISIT_GAP_MS {
            self.declined = 0;
        }
        self.last_ms = self.last_ms.max(at_ms);
        if interaction.kind == EventKind::Purchase && (self.baskets == 0 || at_ms != self.bought_ms)
        {
            self.baskets += 1;
            self.bought_ms = at_ms;
        }
        let baskets = self.baskets;
        let clock = self.products.entry(product.0);
        clock.dealt_ms = at_ms;
        match interaction.kind {
            EventKind::Purchase => clock.buy(at_ms, interaction.quantity, baskets),
            EventKind::Refund => {
                clock.bought = clock.bought.saturating_sub(1);
                clock.pieces = clock.pieces.saturating_sub(interaction.quantity);
                clock.weight = (clock.weight - 1.0).max(0.0);
            }
            EventKind::RemoveFromCart => clock.in_basket = false,
            EventKind::HideItem => clock.quiet_ms = u64::MAX,
            EventKind::SnoozeItem => {
                clock.quiet_ms = at_ms + u64::from(interaction.quantity) * DAY_MS
            }
            kind => {
                clock.in_basket |= kind == EventKind::AddToCart;
                clock.seen_ms = at_ms;
            }
        }
        self.declined += u32::from(clock.quiet_ms > at_ms && interaction.kind.quiets());
    }

    /// Suggestions turned down in the visit that `now_ms` belongs to.
    pub fn declined(&self, now_ms: u64) -> u32 {
        match now_ms.saturating_sub(self.last_ms) > VISIT_GAP_MS {
            true => 0,
            false => self.declined,
        }
    }

    /// Decayed number of baskets, the most a clock's weight can be.
    pub fn weight(&self) -> f64 {
        (1.0 - kept(self.baskets)) / (1.0 - KEEP)
    }

    /// A clock's decayed number of purchases.
    pub fn weight_of(&self, clock: &Clock) -> f64 {
        clock.weight * kept(self.baskets - clock.basket)
    }
}

/// What is kept of a purchase after so many baskets.
fn kept(baskets: u32) -> f64 {
    (f64::from(baskets) * KEEP.ln()).exp()
}

impl Clock {
    fn buy(&mut self, at_ms: u64, pieces: u32, basket: u32) {
        self.in_basket = false;
        self.pieces += pieces;
        if self.bought > 0 && self.basket == basket {
            self.last_pieces += pieces;
            return;
        }
        if self.bought == 0 {
            self.first_ms = at_ms;
        }
        self.weight = self.weight * kept(basket - self.basket) + 1.0;
        self.basket = basket;
        self.bought += 1;
        self.last_ms = at_ms;
        self.last_pieces = pieces;
    }
}
