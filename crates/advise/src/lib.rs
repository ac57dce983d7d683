//! Advise: what needs two pillars. Today that is the demo, which is read, mended, given cards, shared and counted, and the
//! codes of a share bar, which is made by one pillar and remembered by the ledger.
//!
//! It reads no page and counts no visit itself. Start at [`demo::steps`].

pub mod demo;
pub mod share_bar;
