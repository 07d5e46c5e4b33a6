//! Shop listings that adapt to the shopper, learned and kept in the shopper's own browser.
