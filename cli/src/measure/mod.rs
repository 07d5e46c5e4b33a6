//! How good an order is, measured by what shoppers chose.

mod baskets;
mod calibration;
mod dates;
mod quality;
mod uncertainty;

pub use baskets::{Baskets, EXPECTED};
pub use calibration::{Bin, Calibration};
pub use dates::{DateError, Dates};
pub use quality::{Quality, Side, Sides, Totals, log_loss, place_of_best, quality};
pub use uncertainty::{Interval, Intervals, Uncertainty};
