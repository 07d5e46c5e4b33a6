//! Whether somebody is looking at the page, and whether they just did something.
//!
//! A state machine without a clock: what happens comes with its time in milliseconds, all times from one clock.

use crate::time::IDLE_MS;

/// For this long after a click, tap or key a change is taken as its effect, in milliseconds; the limit that layout-shift
/// scores use. Shorter, and slow devices miss it; longer, and cards move under the eyes of somebody who reads on.
pub const ACTED_MS: f64 = 500.0;
/// After a scroll event or a turn of the wheel the page counts as moving for this long, in milliseconds: wheels and
/// touchpads pause about half as long between two events.
pub const SCROLL_MS: f64 = 200.0;
/// How soon after a look began it is asked again whether somebody still looks, at the earliest, in milliseconds.
const CHECK_MS: f64 = 50.0;

/// The attention of whoever has the page open.
///
/// Looking means: the page is visible (not prerendered, not in the back/forward cache) and there was input of some kind
/// within the last 30 seconds.
///
/// ```
/// use ownshelf::signals::Attention;
/// let mut attention = Attention::new(true, 0.0);
/// assert!(attention.is_looking());
/// attention.update(true, 30_000.0);
/// assert!(!attention.is_looking(), "half a minute without input");
/// assert!(attention.input(true, 31_000.0).changed);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Attention {
    looking: bool,
    ever_visible: bool,
    restored: bool,
    input_ms: f64,
    action_ms: f64,
    scroll_ms: f64,
}

/// What an event did to attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AttentionChange {
    /// Somebody began to look, or stopped.
    pub changed: bool,
    /// The page is out of sight, and may never be seen again.
    pub left: bool,
}

impl Attention {
    /// The attention for a page that is visible or not. Opening it counts as input.
    pub fn new(visible: bool, now_ms: f64) -> Self {
        Attention {
            looking: visible,
            ever_visible: visible,
            restored: false,
            input_ms: now_ms,
            action_ms: f64::NEG_INFINITY,
            scroll_ms: f64::NEG_INFINITY,
        }
    }

    /// Input of any kind, the pointer's way over the page included.
    pub fn input(&mut self, visible: bool, at_ms: f64) -> AttentionChange {
        self.input_ms = self.input_ms.max(at_ms);
        match self.looking {
            true => AttentionChange::default(),
            false => self.update(visible, at_ms),
        }
    }

    /// A click, tap, key or choice of the shopper's own; what a script clicks is mere input.
    pub fn action(&mut self, visible: bool, at_ms: f64) -> AttentionChange {
        self.action_ms = self.action_ms.max(at_ms);
        self.input(visible, at_ms)
    }

    /// The page scrolls, or is about to.
    pub fn scroll(&mut self, visible: bool, at_ms: f64) -> AttentionChange {
        self.scroll_ms = self.scroll_ms.max(at_ms);
        self.input(visible, at_ms)
    }

    /// The page became visible or hidden, or it is time to ask whether somebody still looks.
    pub fn update(&mut self, visible: bool, now_ms: f64) -> AttentionChange {
        self.ever_visible |= visible;
        let idle = now_ms - self.input_ms >= f64::from(IDLE_MS);
        self.set(visible && !idle, !visible)
    }

    /// The page goes, perhaps into the back/forward cache.
    pub fn leave(&mut self) -> AttentionChange {
        self.set(false, true)
    }

    /// The page came back out of that cache: it is to be as it was left.
    pub fn restore(&mut self, visible: bool, now_ms: f64) -> AttentionChange {
        self.restored = true;
        self.update(visible, now_ms)
    }

    fn set(&mut self, looking: bool, left: bool) -> AttentionChange {
        let changed = looking != self.looking;
        self.looking = looking;
        AttentionChange { changed, left }
    }

    /// Whether somebody is looking.
    pub fn is_looking(&self) -> bool {
        self.looking
    }

    /// Milliseconds until [`update`](Self::update) is to be called; `None` while nobody looks, for then input says so.
    pub fn next_check_ms(&self, now_ms: f64) -> Option<f64> {
        let left = self.input_ms + f64::from(IDLE_MS) - now_ms;
        self.looking.then(|| left.max(CHECK_MS))
    }

    /// Whether the shopper acted within the last half second.
    pub fn just_acted(&self, now_ms: f64) -> bool {
        now_ms - self.action_ms <= ACTED_MS
    }

    /// Whether the page is in motion: then the screen is ahead of what scripts are told.
    pub fn is_scrolling(&self, now_ms: f64) -> bool {
        now_ms - self.scroll_ms <= SCROLL_MS
    }

    /// Whether the shopper came back to this page.
    pub fn was_restored(&self) -> bool {
        self.restored
    }

    /// Whether the page was on screen at any time since this was made.
    pub fn ever_visible(&self) -> bool {
        self.ever_visible
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHANGED: AttentionChange = AttentionChange {
        changed: true,
        left: false,
    };

    #[test]
    fn somebody_looks_until_half_a_minute_after_the_last_input() {
        let mut attention = Attention::new(true, 0.0);
        attention.input(true, 10_000.0);
        assert_eq!(attention.next_check_ms(12_000.0), Some(28_000.0));
        assert_eq!(attention.update(true, 39_999.0), AttentionChange::default());
        assert_eq!(attention.update(true, 40_000.0), CHANGED);
        assert!(!attention.is_looking());
        assert_eq!(attention.next_check_ms(40_000.0), None);
        assert_eq!(attention.input(true, 50_000.0), CHANGED);
        assert!(attention.is_looking());
    }

    #[test]
    fn a_hidden_page_is_looked_at_by_nobody_and_each_time_told_as_left() {
        let mut attention = Attention::new(true, 0.0);
        let left = attention.update(false, 100.0);
        assert!(left.changed && left.left);
        let again = attention.input(false, 200.0);
        assert!(!again.changed && again.left && !attention.is_looking());
        assert_eq!(attention.update(true, 300.0), CHANGED);
    }

    #[test]
    fn a_page_never_shown_says_so_until_it_is() {
        let mut attention = Attention::new(false, 0.0);
        assert!(!attention.is_looking() && !attention.ever_visible());
        attention.update(true, 1.0);
        attention.update(false, 2.0);
        assert!(attention.ever_visible());
    }

    #[test]
    fn an_action_lasts_half_a_second_and_motion_a_fifth() {
        let mut attention = Attention::new(true, 0.0);
        assert!(!attention.just_acted(0.0) && !attention.is_scrolling(0.0));
        attention.action(true, 1_000.0);
        attention.scroll(true, 1_000.0);
        assert!(attention.just_acted(1_500.0) && !attention.just_acted(1_501.0));
        assert!(attention.is_scrolling(1_200.0) && !attention.is_scrolling(1_201.0));
        // What a script clicks is no action.
        attention.input(true, 2_000.0);
        assert!(!attention.just_acted(2_000.0));
    }

    #[test]
    fn a_page_that_came_back_from_the_cache_is_restored_for_good() {
        let mut attention = Attention::new(true, 0.0);
        let left = attention.leave();
        assert!(left.changed && left.left && !attention.was_restored());
        attention.restore(true, 5.0);
        attention.update(true, 6.0);
        assert!(attention.was_restored() && attention.is_looking());
    }

    proptest! {
        /// Whatever happens in whatever order: somebody looks only at a visible page with input in the last 30 seconds,
        /// and each change of that is told once.
        #[test]
        fn looking_needs_a_visible_page_and_recent_input(
            events in prop::collection::vec((0..6_u8, any::<bool>(), 0.0..20_000.0_f64), 1..60),
        ) {
            let mut attention = Attention::new(true, 0.0);
            let (mut now, mut told) = (0.0, true);
            let mut last_input = 0.0;
            for (kind, visible, passed) in events {
                now += passed;
                if kind < 3 {
                    last_input = now;
                }
                let change = match kind {
                    0 => attention.input(visible, now),
                    1 => attention.action(visible, now),
                    2 => attention.scroll(visible, now),
                    3 => attention.leave(),
                    4 => attention.restore(visible, now),
                    _ => attention.update(visible, now),
                };
                told ^= change.changed;
                prop_assert_eq!(told, attention.is_looking());
                if kind > 3 {
                    prop_assert_eq!(attention.is_looking(), visible && now - last_input < 30_000.0);
                    prop_assert_eq!(change.left, !visible);
                }
                let check = attention.next_check_ms(now);
                prop_assert!(check.is_none_or(|ms| (50.0..=30_000.001).contains(&ms)));
            }
        }
    }
}
