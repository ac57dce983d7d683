//! Links, on both engines.
#![cfg(test)]

mod entries;
mod links;
mod wallet;
