//! Advise: what needs two pillars. Today that is the demo, which is read, mended, given cards, shared and counted, and the
//! codes of a share bar, which is made by one pillar and remembered by the ledger; what to do
//! next, from what pages lack and what came of what was done; what each post brought; posts drafted from pages, and from what a
//! feed names anew, which are read by one pillar and written by the other; and which posts by hand a visit shows to be there.
//!
//! It reads no page and counts no visit itself. Start at [`demo::steps`], then [`next::jobs`].

pub mod by_post;
pub mod compose;
pub mod demo;
pub mod feed;
pub mod hand;
pub mod monday;
pub mod next;
pub mod share_bar;
