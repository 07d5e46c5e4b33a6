//! A yes or no that does not flip-flop. With one bound only, a value near it would change the display with every
//! product opened.

/// On above one bound, off below a lower one, unchanged in between (a Schmitt trigger).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hysteresis {
    on: bool,
}

impl Hysteresis {
    /// Follows a value: on when it exceeds `on`, off when it falls below `off`, where `off <= on`.
    pub fn follow(&mut self, value: f64, on: f64, off: f64) {
        self.on = value > on || (self.on && value >= off);
    }

    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self.on
    }
}

#[cfg(test)]
mod tests {
    use super::Hysteresis;

    #[test]
    fn what_hovers_around_a_bound_changes_nothing() {
        let mut hysteresis = Hysteresis::default();
        let mut answers = Vec::new();
        for value in [0.49, 0.51, 0.49, 0.51, 0.41, 0.39, 0.41, 0.5] {
            hysteresis.follow(value, 0.5, 0.4);
            answers.push(hysteresis.is_on());
        }
        assert_eq!(
            answers,
            [false, true, true, true, true, false, false, false]
        );
    }
}
