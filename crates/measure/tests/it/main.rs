//! Arrivals: kept, torn, read, on both engines.
#![cfg(test)]

mod arrivals;
