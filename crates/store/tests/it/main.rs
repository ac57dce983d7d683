//! The contract of the store, held by both engines.

#![expect(clippy::unwrap_used, reason = "a test's own steps may fail it too")]

mod archive;
mod child;
mod faults;
mod migrations;
mod queue;
mod secrets;
mod statements;
mod values;
mod writing;
