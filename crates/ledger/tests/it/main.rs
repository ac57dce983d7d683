//! Links, on both engines.
#![cfg(test)]

mod links;
