//! The service: what runs as long as the house is open, beside the answers to requests.
//!
//! Start at [`run::run`]; [`settings::Settings`] is all that can be set. [`worker::work`] does the jobs: audits in one lane, errands (everything short) in another. What
//! comes back by the clock is a
//! line of [`rounds::ROUNDS`].

pub(crate) mod clear;
mod deliveries;
pub(crate) mod errands;
pub(crate) mod links;
pub(crate) mod log;
pub(crate) mod mail;
pub(crate) mod migrate;
mod monday;
pub(crate) mod outside;
pub(crate) mod place;
pub(crate) mod rounds;
pub(crate) mod run;
pub(crate) mod settings;
pub(crate) mod stand_ins;
#[cfg(test)]
mod tests;
pub(crate) mod watched;
pub(crate) mod watchman;
pub(crate) mod webhook;
pub(crate) mod worker;

use mail::Post;
use optimize::kept::Workshop;
use web::House;

/// What workers work with. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Shop {
    /// For audits; database, clock, data folder and lease are everybody's.
    pub(crate) audits: Workshop,
    /// Rings when there is a job.
    pub(crate) house: House,
    /// Brings mails away; none where the operator named no server.
    pub(crate) post: Option<Post>,
}
