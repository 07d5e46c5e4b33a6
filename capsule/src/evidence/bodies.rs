//! What happened: a product touched, one chosen of a list, a list sorted or filtered; with prices as they moved.

use super::Evidence;
use super::fields::{CHOSEN, DISCOUNT, DWELL, EVENT, LN, POSITION, PRICE, QUANTITY, SEEN, STEER};
use crate::coder::mix;
use ownshelf::profile::{Body, Choice, Interaction, PriceTag, Refinement, Seen};
use ownshelf::signals::{EventKind, SortOrder};

const SORTS: [SortOrder; 4] = [
    SortOrder::PriceAscending,
    SortOrder::PriceDescending,
    SortOrder::Newest,
    SortOrder::Rating,
];

impl Evidence<'_, '_> {
    pub(super) fn body(&mut self, kind: u32, given: Option<&Body>) -> Option<Body> {
        Some(match kind {
            0 => {
                let given = match given {
                    Some(Body::Interaction(touch)) => Some(touch),
                    _ => None,
                };
                Body::Interaction(self.touch(given)?)
            }
            1 => {
                let given = match given {
                    Some(Body::Choice(choice)) => Some(choice),
                    _ => None,
                };
                Body::Choice(self.choice(given)?)
            }
            2 => {
                let at = match given {
                    Some(Body::Refinement(Refinement::Sort(order))) => {
                        SORTS.iter().position(|o| o == order)
                    }
                    _ => None,
                };
                let at = self.coder.symbol(STEER, &[0], 2, at.unwrap_or(0) as u32);
                Body::Refinement(Refinement::Sort(SORTS[at as usize & 3]))
            }
            _ => {
                let facet = match given {
                    Some(Body::Refinement(Refinement::Filter(facet))) => Some(*facet),
                    _ => None,
                };
                let at = self.facet(None, 0, facet);
                Body::Refinement(Refinement::Filter(self.facets[at as usize]))
            }
        })
    }

    fn event(&mut self, body: u32, given: Option<EventKind>) -> Option<EventKind> {
        let contexts = [
            body,
            mix(body + 1, self.before.1),
            mix(self.before.0, self.before.1),
        ];
        let number = self
            .coder
            .symbol(EVENT, &contexts, 4, given.map_or(0, |kind| kind as u32));
        let kind = EventKind::from_number(number as u8);
        self.require(kind.is_some());
        self.before = (self.before.1, number + 1);
        kind
    }

    fn touch(&mut self, given: Option<&Interaction>) -> Option<Interaction> {
        let kind = self.event(0, given.map(|touch| touch.kind))?;
        let item = self.item(self.last_item, given.map(|touch| touch.item))?;
        let of_kind = kind as u32 + 1;
        let quantity = given.map_or(1, |touch| touch.quantity);
        let quantity = self.coder.number(QUANTITY, &[0, of_kind], quantity.into());
        let dwell = given
            .and_then(|touch| touch.dwell_ms)
            .map_or(0, |ms| u64::from(ms) + 1);
        let dwell = self.coder.number(DWELL, &[0, of_kind], dwell);
        let price = self.price(item, of_kind, given.map(|touch| touch.price));
        self.require(quantity.max(dwell) <= u32::MAX.into());
        Some(Interaction {
            kind,
            item,
            quantity: quantity as u32,
            dwell_ms: dwell.checked_sub(1).map(|ms| ms as u32),
            price,
        })
    }

    fn choice(&mut self, given: Option<&Choice>) -> Option<Choice> {
        let kind = self.event(1, given.map(|choice| choice.kind))?;
        let listed = self.count(SEEN, 0, 255, given.map_or(0, |choice| choice.seen.len()));
        let chosen = given.map_or(0, |choice| u32::from(choice.chosen));
        let chosen = self.coder.number(CHOSEN, &[0], chosen.into()) as usize;
        let mut seen: Vec<Seen> = Vec::new();
        let mut expected = 0_i64;
        for at in 0..listed {
            let given = given.map(|choice| choice.seen[at]);
            let before = seen.last().map_or(u32::MAX, |seen| seen.item);
            let item = self.item(before, given.map(|seen| seen.item))?;
            let ahead = given.map_or(0, |seen| i64::from(seen.position) - expected);
            let ahead = self.coder.signed(POSITION, &[0, u32::from(at > 0)], ahead);
            let position = expected.saturating_add(ahead).clamp(0, u16::MAX.into());
            expected = position + 1;
            let price = self.price(item, 0, given.map(|seen| seen.price));
            seen.push(Seen {
                item,
                position: position as u16,
                price,
            });
        }
        let picked = seen.get(chosen).map(|seen| seen.item);
        if !self.require(picked.is_some()) {
            return None;
        }
        self.last_item = picked?;
        Some(Choice {
            kind,
            chosen: chosen as u8,
            seen,
        })
    }

    fn price(
        &mut self,
        item: u32,
        context: u32,
        given: Option<Option<PriceTag>>,
    ) -> Option<PriceTag> {
        let last = self.prices.get(item as usize).copied().flatten();
        let given = given.flatten();
        let state = match given {
            None => 0,
            price if price == last => 1,
            Some(_) => 2,
        };
        let met = u32::from(last.is_some());
        match self
            .coder
            .symbol(PRICE, &[met, mix(met, context + 1)], 2, state)
        {
            0 => return None,
            1 => {
                self.require(last.is_some());
                return last;
            }
            _ => {}
        }
        let from = last.map_or(0, |price| price.ln_milli);
        let moved = given.map_or(0, |price| i64::from(price.ln_milli) - i64::from(from));
        let moved = self.coder.signed(LN, &[met], moved);
        let discount = given.map_or(0, |price| u32::from(price.discount_pct));
        let price = PriceTag {
            ln_milli: moved.saturating_add(from.into()).clamp(-100_000, 100_000) as i32,
            discount_pct: self.coder.symbol(DISCOUNT, &[met], 7, discount).min(100) as u8,
        };
        if let Some(known) = self.prices.get_mut(item as usize) {
            *known = Some(price);
        }
        Some(price)
    }
}
