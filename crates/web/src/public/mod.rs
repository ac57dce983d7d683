//! What is asked from outside the API: the way in, the console's files, health.

pub(crate) mod approval;
pub(crate) mod arrivals;
pub(crate) mod beacon;
pub(crate) mod calendar;
pub(crate) mod card;
pub(crate) mod client;
pub(crate) mod console;
pub(crate) mod feed;
pub(crate) mod first;
pub(crate) mod forgotten;
pub(crate) mod hand;
pub(crate) mod health;
pub(crate) mod hook;
pub(crate) mod hub;
pub(crate) mod invitation;
pub(crate) mod let_in;
pub(crate) mod link;
pub(crate) mod metrics;
pub(crate) mod monday;
pub(crate) mod page;
pub(crate) mod reset;
pub(crate) mod sign_in;
pub(crate) mod well_known;
