//! Which cards of a list were really seen, and how long each was looked at.
//!
//! A state machine without a clock: what happens comes with its time in milliseconds, all times from one clock.
//!
//! - Impression: at least half of the card (or as much of it as fills half the screen) for one second while somebody looks.
//! - Dwell: the time is given to the card under the pointer; without one it is shared among the cards on the screen, so
//!   that a glance over a full grid is not taken for interest in each of its products.

use crate::time::GLANCE_MS;

/// A card is seen after this long, in milliseconds. The viewable impression of the Media Rating Council: half of it for one
/// second.
const SEEN_MS: f64 = 1_000.0;
/// What was seen may wait this long before it is reported, in milliseconds: one report for what is scrolled past together.
pub const REPORT_MS: f64 = 4_000.0;
/// Products in one `view_item_list`; GA4's limit.
pub const MAX_ITEMS: usize = 200;
/// Cards of one list. Those beyond are not measured.
const MAX_CARDS: u32 = 100_000;

/// A card the page knows by number.
pub type CardNumber = u32;

/// How much of a card is on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sight {
    /// Any part of it.
    pub any: bool,
    /// Share of the card, 0 to 1.
    pub share: f64,
    /// Height of the part in CSS pixels.
    pub height: f64,
    /// Height of the screen in CSS pixels, where the page may know it.
    pub screen: Option<f64>,
}

impl Sight {
    /// Whether it is enough to see the card.
    fn suffices(&self) -> bool {
        let fills = self
            .screen
            .is_some_and(|screen| self.height >= screen / 2.0);
        self.any && (self.share >= 0.5 || fills)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Look {
    on_screen: bool,
    /// Milliseconds on the screen without a break.
    streak_ms: f64,
    dwell_ms: f64,
    seen: bool,
    reported: bool,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Card {
    /// Was on the screen at any time; outlives its measuring.
    shown: bool,
    /// What is measured of it, while it is.
    look: Option<Look>,
}

/// What is to be reported of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImpressionReport {
    /// Cards seen, each with its 1-based place among the cards measured.
    pub seen: Vec<(CardNumber, u32)>,
    /// Cards looked at for longer than a glance, with the milliseconds.
    pub dwells: Vec<(CardNumber, u32)>,
}

/// The impressions of one list.
///
/// ```
/// use ownshelf::signals::{Impressions, Sight};
/// let mut impressions = Impressions::new();
/// impressions.track(&[0, 1], &[], true, 0.0);
/// let whole = Sight { any: true, share: 1.0, height: 300.0, screen: Some(800.0) };
/// impressions.see(0, whole, 0.0);
/// assert!(impressions.report(&[0, 1], true, 999.0).seen.is_empty());
/// assert_eq!(impressions.report(&[0, 1], true, 1_000.0).seen, [(0, 1)]);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Impressions {
    /// By number.
    cards: Vec<Card>,
    on_screen: Vec<CardNumber>,
    hovered: Option<CardNumber>,
    looking: bool,
    last_ms: f64,
}

impl Impressions {
    /// Nothing measured yet.
    pub fn new() -> Self {
        Impressions::default()
    }

    /// Measures these cards from now on and no others. `renewed` are those among them that show another product than
    /// before: what was measured of them is dropped. `looking`: whether somebody looks now.
    pub fn track(
        &mut self,
        cards: &[CardNumber],
        renewed: &[CardNumber],
        looking: bool,
        now_ms: f64,
    ) {
        self.settle(now_ms);
        self.looking = looking;
        let mut tracked = vec![false; self.cards.len()];
        for number in cards {
            if let Some(tracked) = tracked.get_mut(*number as usize) {
                *tracked = true;
            }
        }
        for number in renewed {
            if let Some(tracked) = tracked.get_mut(*number as usize) {
                *tracked = false;
            }
        }
        for (number, tracked) in (0..).zip(tracked) {
            if !tracked {
                self.forget(number);
            }
        }
        for number in cards.iter().filter(|number| **number < MAX_CARDS) {
            let at = *number as usize;
            if at >= self.cards.len() {
                self.cards.resize(at + 1, Card::default());
            }
            self.cards[at].look.get_or_insert_default();
        }
    }

    /// Stops measuring. What was measured but not reported is dropped.
    pub fn stop(&mut self) {
        for number in 0..self.cards.len() as u32 {
            self.forget(number);
        }
    }

    /// The list changed: it is known by a new showing, so what was seen of it is reported again.
    pub fn renew(&mut self) {
        let looks = self.cards.iter_mut().filter_map(|card| card.look.as_mut());
        looks.for_each(|look| look.reported = false);
    }

    /// Somebody begins to look, or stops.
    pub fn attend(&mut self, looking: bool, now_ms: f64) {
        self.settle(now_ms);
        self.looking = looking;
        if !looking {
            self.each_on_screen(|look| look.streak_ms = 0.0);
        }
    }

    /// The pointer is over this card, or over none.
    pub fn hover(&mut self, card: Option<CardNumber>, now_ms: f64) {
        if card != self.hovered {
            self.settle(now_ms);
            self.hovered = card.filter(|number| self.look(*number).is_some());
        }
    }

    /// A card came onto the screen, left it, or shows more or less of itself.
    pub fn see(&mut self, card: CardNumber, sight: Sight, now_ms: f64) {
        self.settle(now_ms);
        let Some(of) = self.cards.get_mut(card as usize) else {
            return;
        };
        let Some(look) = of.look.as_mut() else { return };
        of.shown |= sight.any;
        let on_screen = sight.suffices();
        if look.on_screen != on_screen {
            look.on_screen = on_screen;
            look.streak_ms = 0.0;
            match on_screen {
                true => self.on_screen.push(card),
                false => self.on_screen.retain(|other| *other != card),
            }
        }
    }

    /// The shopper opens the card's product: so they saw it. Whether the card is measured.
    pub fn choose(&mut self, card: CardNumber) -> bool {
        match self.look(card) {
            Some(look) => look.seen = true,
            None => return false,
        }
        true
    }

    /// Whether the card was on the screen at any time.
    pub fn was_shown(&self, card: CardNumber) -> bool {
        self.cards.get(card as usize).is_some_and(|card| card.shown)
    }

    /// Whether there may be something to report in a while.
    pub fn expects(&self) -> bool {
        self.looking && !self.on_screen.is_empty()
    }

    /// Whether a card on the screen was not reported yet.
    pub fn is_waiting(&self) -> bool {
        let mut looks = self
            .on_screen
            .iter()
            .filter_map(|at| self.cards[*at as usize].look);
        self.looking && looks.any(|look| !look.reported)
    }

    /// What was seen and not reported yet, and the dwell of cards no longer on the screen; with `all`, of every card.
    /// `order`: the list's cards in document order.
    pub fn report(&mut self, order: &[CardNumber], all: bool, now_ms: f64) -> ImpressionReport {
        self.settle(now_ms);
        let mut report = ImpressionReport::default();
        let mut index = 0;
        for number in order {
            let Some(look) = self.look(*number) else {
                continue;
            };
            index += 1;
            if look.seen && !look.reported {
                look.reported = true;
                report.seen.push((*number, index));
            }
            if look.dwell_ms >= f64::from(GLANCE_MS) && (all || !look.on_screen) {
                report.dwells.push((*number, look.dwell_ms.round() as u32));
                look.dwell_ms = 0.0;
            }
        }
        report
    }

    /// Gives the time since the last call to the cards on the screen.
    fn settle(&mut self, now_ms: f64) {
        let passed = now_ms - self.last_ms;
        self.last_ms = now_ms;
        if !self.looking || self.on_screen.is_empty() || passed <= 0.0 {
            return;
        }
        let hovered = self.hovered.filter(|card| self.on_screen.contains(card));
        let share = passed / self.on_screen.len() as f64;
        self.each_on_screen(|look| {
            look.streak_ms += passed;
            look.seen |= look.streak_ms >= SEEN_MS;
            look.dwell_ms += if hovered.is_none() { share } else { 0.0 };
        });
        if let Some(look) = hovered.and_then(|card| self.look(card)) {
            look.dwell_ms += passed;
        }
    }

    fn each_on_screen(&mut self, mut change: impl FnMut(&mut Look)) {
        for number in &self.on_screen {
            let look = self.cards[*number as usize].look.as_mut();
            look.into_iter().for_each(&mut change);
        }
    }

    fn look(&mut self, card: CardNumber) -> Option<&mut Look> {
        self.cards.get_mut(card as usize)?.look.as_mut()
    }

    fn forget(&mut self, card: CardNumber) {
        let Some(look) = self.cards[card as usize].look.take() else {
            return;
        };
        if look.on_screen {
            self.on_screen.retain(|other| *other != card);
        }
        if self.hovered == Some(card) {
            self.hovered = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SHOWN: Sight = Sight {
        any: true,
        share: 1.0,
        height: 300.0,
        screen: Some(800.0),
    };
    const GONE: Sight = Sight {
        any: false,
        share: 0.0,
        height: 0.0,
        screen: Some(800.0),
    };

    /// Four cards of which the first two are on the screen from time 0.
    fn grid() -> Impressions {
        let mut grid = Impressions::new();
        grid.track(&[0, 1, 2, 3], &[], true, 0.0);
        grid.see(0, SHOWN, 0.0);
        grid.see(1, SHOWN, 0.0);
        grid
    }

    fn seen(of: &mut Impressions, now_ms: f64) -> Vec<(u32, u32)> {
        of.report(&[0, 1, 2, 3], true, now_ms).seen
    }

    fn dwells(of: &mut Impressions, now_ms: f64) -> Vec<(u32, u32)> {
        of.report(&[0, 1, 2, 3], true, now_ms).dwells
    }

    #[test]
    fn a_card_is_seen_after_a_second_in_one_piece_while_somebody_looks() {
        let mut grid = grid();
        assert_eq!(seen(&mut grid, 999.0), []);
        grid.see(1, GONE, 999.0);
        grid.see(1, SHOWN, 999.0);
        assert_eq!(seen(&mut grid, 1_000.0), [(0, 1)]);
        // Nobody looks: no time passes, and what was begun is broken off.
        grid.attend(false, 1_500.0);
        grid.attend(true, 60_000.0);
        assert_eq!(seen(&mut grid, 60_999.0), []);
        assert_eq!(seen(&mut grid, 61_000.0), [(1, 2)]);
    }

    #[test]
    fn half_a_card_or_half_a_screen_of_it_is_enough() {
        let half = |share, height, screen| Sight {
            any: true,
            share,
            height,
            screen,
        };
        assert!(half(0.5, 10.0, None).suffices());
        assert!(!half(0.49, 10.0, Some(800.0)).suffices());
        assert!(half(0.2, 400.0, Some(800.0)).suffices());
        assert!(!half(0.2, 399.0, Some(800.0)).suffices());
    }

    #[test]
    fn dwell_goes_to_the_card_under_the_pointer_else_it_is_shared() {
        let mut grid = grid();
        grid.hover(Some(1), 8_000.0);
        assert_eq!(dwells(&mut grid, 12_000.0), [(0, 4_000), (1, 8_000)]);
        // Over a card that is not on the screen is over none.
        grid.hover(Some(3), 12_000.0);
        assert_eq!(dwells(&mut grid, 18_000.0), [(0, 3_000), (1, 3_000)]);
    }

    #[test]
    fn a_glance_is_not_told_and_adds_up() {
        let mut grid = grid();
        assert_eq!(dwells(&mut grid, 5_998.0), []);
        assert_eq!(dwells(&mut grid, 6_000.0), [(0, 3_000), (1, 3_000)]);
        assert_eq!(dwells(&mut grid, 6_001.0), []);
    }

    #[test]
    fn between_pages_only_the_dwell_of_cards_that_left_is_told() {
        let mut grid = grid();
        grid.see(0, GONE, 8_000.0);
        let report = grid.report(&[0, 1, 2, 3], false, 9_000.0);
        assert_eq!(report.dwells, [(0, 4_000)]);
        assert_eq!(report.seen, [(0, 1), (1, 2)]);
    }

    #[test]
    fn what_was_seen_is_told_once_for_each_showing() {
        let mut grid = grid();
        assert!(grid.is_waiting());
        assert_eq!(seen(&mut grid, 1_000.0).len(), 2);
        assert_eq!(seen(&mut grid, 9_000.0), []);
        assert!(!grid.is_waiting() && grid.expects());
        grid.renew();
        assert_eq!(seen(&mut grid, 9_001.0), [(0, 1), (1, 2)]);
    }

    #[test]
    fn a_card_that_shows_another_product_begins_anew_but_was_shown() {
        let mut grid = grid();
        grid.track(&[0, 1], &[0], true, 2_000.0);
        assert_eq!(seen(&mut grid, 9_000.0), [(1, 2)]);
        assert!(grid.was_shown(0) && !grid.was_shown(3));
    }

    #[test]
    fn what_is_not_tracked_is_not_measured_and_stopping_drops_all() {
        let mut grid = grid();
        grid.track(&[1, 2], &[], true, 500.0);
        assert!(!grid.choose(0) && grid.choose(2));
        assert_eq!(seen(&mut grid, 2_000.0), [(1, 1), (2, 2)]);
        grid.stop();
        grid.see(1, SHOWN, 3_000.0);
        assert_eq!(dwells(&mut grid, 90_000.0), []);
        assert!(!grid.expects());
    }

    proptest! {
        /// No time is invented and none lost: all dwell told adds up to the time somebody looked while a card was on the
        /// screen.
        #[test]
        fn dwell_adds_up_to_the_time_looked(
            events in prop::collection::vec((0..5_u8, 0..4_u32, any::<bool>(), 0.0..5_000.0_f64), 1..80),
        ) {
            let mut list = Impressions::new();
            list.track(&[0, 1, 2, 3], &[], true, 0.0);
            let (mut now, mut looked, mut told) = (0.0, 0.0, 0.0);
            let (mut looking, mut visible) = (true, [false; 4]);
            for (kind, card, on, passed) in events {
                now += passed;
                if looking && visible.contains(&true) {
                    looked += passed;
                }
                match kind {
                    0 => { list.attend(on, now); looking = on; }
                    1 => list.hover(on.then_some(card), now),
                    2 => list.renew(),
                    3 => {
                        let report = list.report(&[3, 2, 1, 0], on, now);
                        told += report.dwells.iter().map(|(_, ms)| f64::from(*ms)).sum::<f64>();
                        prop_assert!(report.dwells.iter().all(|(_, ms)| *ms >= GLANCE_MS));
                    }
                    _ => {
                        list.see(card, if on { SHOWN } else { GONE }, now);
                        visible[card as usize] = on;
                    }
                }
            }
            list.settle(now);
            let looks = list.cards.iter().filter_map(|card| card.look);
            let untold: f64 = looks.map(|look| look.dwell_ms).sum();
            // Each dwell told is rounded to a millisecond.
            prop_assert!((told + untold - looked).abs() <= 0.5 * 4.0 * 80.0);
        }
    }
}
