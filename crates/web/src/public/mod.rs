//! What is asked from outside the API: the way in, the console's files, health.

pub(crate) mod console;
pub(crate) mod first;
pub(crate) mod health;
pub(crate) mod hook;
pub(crate) mod metrics;
pub(crate) mod well_known;
