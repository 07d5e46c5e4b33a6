//! The merchant's command line: a shop's own log, replayed through the very shelf that runs in the browser.
//!
//! Data flows one way: [`log`] reads lines and walks them shopper by shopper, [`measure`] scores pages, [`replay`]
//! brings both together, and [`print`](mod@print) (text, JSON) or [`report`] (HTML) shows the outcome.

pub mod assess;
pub mod log;
pub mod measure;
pub mod order;
pub mod print;
pub mod replay;
pub mod report;
pub mod shop;
pub mod train;
