//! Fields of the format: each has probabilities and weights of its own. Numbers take two.

pub const COUNT: usize = 0;
pub const TIME: usize = 2;
pub const DEVICE: usize = 4;
pub const DEVICE_BITS: usize = 5;
pub const PURPOSES: usize = 6;
pub const BODY: usize = 7;
pub const EVENT: usize = 8;
pub const NTH: usize = 9;
pub const PLACE: usize = 10;
pub const TOLD: usize = 11;
pub const TAG: usize = 12;
pub const ITEM: usize = 14;
pub const QUANTITY: usize = 15;
pub const DWELL: usize = 17;
pub const PRICE: usize = 19;
pub const LN: usize = 20;
pub const DISCOUNT: usize = 22;
pub const CHOSEN: usize = 23;
pub const SEEN: usize = 25;
pub const POSITION: usize = 27;
pub const STEER: usize = 29;
pub const ID: usize = 30;
pub const NAME: usize = 31;
pub const FACETS: usize = 33;
pub const FACET: usize = 35;
pub const NUMBER: usize = 37;
