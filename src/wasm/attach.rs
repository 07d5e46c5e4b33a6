//! Lists of the page: attention, impressions, which cards move.
//!
//! What an `IntersectionObserver` saw is read through typed views of its entries, before anything is borrowed. One call for
//! each list or frame, never one for each card.

use super::Engine;
use crate::layout::moves::{Card, Child, Screen, allowed, frozen, moves};
use crate::layout::shop_order;
use crate::signals::{Attention, AttentionChange, Impressions, REPORT_MS, Sight};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::IntersectionObserverEntry;

/// Whether somebody looks at the page, and whether they just did something. Times are `performance.now()`.
#[wasm_bindgen]
pub struct PageAttention {
    attention: RefCell<Attention>,
}

#[wasm_bindgen]
impl PageAttention {
    /// Input of any kind. What changed, as bits: 1 somebody began or stopped to look, 2 the page is out of sight.
    pub fn input(&self, visible: bool, at: f64) -> u32 {
        bits(self.attention.borrow_mut().input(visible, at))
    }

    /// The shopper's own click, tap, key or choice.
    pub fn action(&self, visible: bool, at: f64) -> u32 {
        bits(self.attention.borrow_mut().action(visible, at))
    }

    /// A scroll event or a turn of the wheel.
    pub fn scroll(&self, visible: bool, at: f64) -> u32 {
        bits(self.attention.borrow_mut().scroll(visible, at))
    }

    /// The page became visible or hidden, or a check is due.
    pub fn update(&self, visible: bool, now: f64) -> u32 {
        bits(self.attention.borrow_mut().update(visible, now))
    }

    /// The page goes.
    pub fn leave(&self) -> u32 {
        bits(self.attention.borrow_mut().leave())
    }

    /// The page came back out of the back/forward cache.
    pub fn restore(&self, visible: bool, now: f64) -> u32 {
        bits(self.attention.borrow_mut().restore(visible, now))
    }

    /// Whether somebody looks.
    #[wasm_bindgen(js_name = isLooking)]
    pub fn is_looking(&self) -> bool {
        self.attention.borrow().is_looking()
    }

    /// Milliseconds until the next check; −1 where none is needed.
    #[wasm_bindgen(js_name = nextCheck)]
    pub fn next_check(&self, now: f64) -> f64 {
        let attention = self.attention.borrow();
        attention.next_check_ms(now).unwrap_or(-1.0)
    }

    /// Whether the shopper acted within the last half second.
    #[wasm_bindgen(js_name = justActed)]
    pub fn just_acted(&self, now: f64) -> bool {
        self.attention.borrow().just_acted(now)
    }

    /// Whether the page is in motion.
    #[wasm_bindgen(js_name = isScrolling)]
    pub fn is_scrolling(&self, now: f64) -> bool {
        self.attention.borrow().is_scrolling(now)
    }

    /// Whether the shopper came back to this page.
    #[wasm_bindgen(js_name = wasRestored)]
    pub fn was_restored(&self) -> bool {
        self.attention.borrow().was_restored()
    }

    /// Whether the page was on screen at any time.
    #[wasm_bindgen(js_name = everVisible)]
    pub fn ever_visible(&self) -> bool {
        self.attention.borrow().ever_visible()
    }
}

fn bits(change: AttentionChange) -> u32 {
    u32::from(change.changed) | u32::from(change.left) << 1
}

/// What was seen of one list's cards. The page numbers its cards from 0.
#[wasm_bindgen]
pub struct ListImpressions {
    impressions: RefCell<Impressions>,
}

#[wasm_bindgen]
impl ListImpressions {
    /// Measures these cards from now on; `renewed` of them show another product than before.
    pub fn track(&self, cards: &[u32], renewed: &[u32], looking: bool, now: f64) {
        let mut impressions = self.impressions.borrow_mut();
        impressions.track(cards, renewed, looking, now);
    }

    /// Stops measuring.
    pub fn stop(&self) {
        self.impressions.borrow_mut().stop();
    }

    /// The list changed: what was seen of it is reported again.
    pub fn renew(&self) {
        self.impressions.borrow_mut().renew();
    }

    /// Somebody begins to look, or stops.
    pub fn attend(&self, looking: bool, now: f64) {
        self.impressions.borrow_mut().attend(looking, now);
    }

    /// The pointer is over this card, or over none.
    pub fn hover(&self, card: Option<u32>, now: f64) {
        self.impressions.borrow_mut().hover(card, now);
    }

    /// What an `IntersectionObserver` saw of these cards, entry by entry.
    pub fn see(&self, cards: &[u32], entries: Vec<IntersectionObserverEntry>, now: f64) {
        let sights: Vec<Sight> = entries.iter().map(sight).collect();
        let mut impressions = self.impressions.borrow_mut();
        for (card, sight) in cards.iter().zip(sights) {
            impressions.see(*card, sight, now);
        }
    }

    /// The shopper opens the card's product. Whether the card is measured.
    pub fn choose(&self, card: u32) -> bool {
        self.impressions.borrow_mut().choose(card)
    }

    /// Milliseconds until there may be something to report; −1 while there is nothing to wait for.
    #[wasm_bindgen(js_name = reportIn)]
    pub fn report_in(&self) -> f64 {
        match self.impressions.borrow().expects() {
            true => REPORT_MS,
            false => -1.0,
        }
    }

    /// Whether a card on the screen was not reported yet.
    #[wasm_bindgen(js_name = isWaiting)]
    pub fn is_waiting(&self) -> bool {
        self.impressions.borrow().is_waiting()
    }

    /// What is to be reported now: the number of cards seen, each with its 1-based place, then cards with the milliseconds
    /// they were looked at. `order`: the list's cards in document order; `all`: also of cards still on the screen.
    pub fn report(&self, order: &[u32], all: bool, now: f64) -> Vec<u32> {
        let report = self.impressions.borrow_mut().report(order, all, now);
        let pairs = report.seen.iter().chain(&report.dwells);
        let pairs = pairs.flat_map(|(card, of)| [*card, *of]);
        [report.seen.len() as u32]
            .into_iter()
            .chain(pairs)
            .collect()
    }

    /// The order a list may be put into now: indices into `cards` (numbers, in document order), with the highest bit set in
    /// places that stay as they are. `wanted`: such indices, in the order to show. `boxes`: top, left, right and height of
    /// each card in CSS pixels; none where every card may move. `fresh`: cards inserted in this task.
    /// `screen`: its width and height. `motion`, as bits: 1 the page scrolls, 2 the list opens.
    pub fn plan(
        &self,
        cards: &[u32],
        wanted: &[u32],
        boxes: &[f64],
        fresh: &[u32],
        screen: &[f64],
        motion: u32,
    ) -> Vec<u32> {
        let frozen = match (boxes, screen) {
            (_, &[width, height]) if boxes.len() == 4 * cards.len() => {
                let screen = Screen {
                    width,
                    height,
                    scrolling: motion & 1 != 0,
                    opening: motion & 2 != 0,
                };
                frozen(&self.standing(cards, boxes, fresh), &screen)
            }
            _ => vec![false; cards.len()],
        };
        let order = allowed(wanted, &frozen).into_iter().zip(frozen);
        order
            .map(|(at, stays)| at | u32::from(stays) << 31)
            .collect()
    }
}

impl ListImpressions {
    fn standing(&self, cards: &[u32], boxes: &[f64], fresh: &[u32]) -> Vec<Card> {
        let impressions = self.impressions.borrow();
        let card = |(number, edges): (&u32, &[f64])| Card {
            top: edges[0],
            left: edges[1],
            right: edges[2],
            height: edges[3],
            fresh: fresh.contains(number),
            shown: impressions.was_shown(*number),
        };
        cards.iter().zip(boxes.chunks_exact(4)).map(card).collect()
    }
}

fn sight(entry: &IntersectionObserverEntry) -> Sight {
    Sight {
        any: entry.is_intersecting(),
        share: entry.intersection_ratio(),
        height: entry.intersection_rect().height(),
        screen: entry.root_bounds().map(|bounds| bounds.height()),
    }
}

#[wasm_bindgen]
impl Engine {
    /// The attention for a page that is visible or not.
    #[must_use]
    pub fn attention(&self, visible: bool, now: f64) -> PageAttention {
        PageAttention {
            attention: RefCell::new(Attention::new(visible, now)),
        }
    }

    /// The impressions of one list.
    #[must_use]
    pub fn impressions(&self) -> ListImpressions {
        ListImpressions {
            impressions: RefCell::new(Impressions::new()),
        }
    }

    /// The moves that put `cards` (indices into the children, in the wanted order) into the places of cards: pairs of what
    /// moves and what it then stands before, `u32::MAX` for the end. `children`: 0 a card, 1 none, 2 the focused one.
    pub fn moves(&self, children: &[u8], cards: &[u32]) -> Vec<u32> {
        let kinds = children.iter().map(|kind| match kind {
            0 => Child::Card,
            1 => Child::Other,
            _ => Child::Focused,
        });
        let moves = moves(&kinds.collect::<Vec<_>>(), cards);
        let pairs = moves.iter();
        pairs
            .flat_map(|of| [of.child, of.before.unwrap_or(u32::MAX)])
            .collect()
    }

    /// The cards of `now` (numbers, in document order) in the shop's order, which was `before`; `added` were inserted or
    /// moved by the shop.
    #[wasm_bindgen(js_name = shopOrder)]
    pub fn shop_order(&self, before: &[u32], now: &[u32], added: &[u32]) -> Vec<u32> {
        shop_order(before, now, added)
    }
}
