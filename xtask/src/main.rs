//! The driver of the repository: build, demo, test, bench, size, audit.

fn main() {}
