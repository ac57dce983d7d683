//! People: who signs in, the workspaces that they share, what each may do there, and the sites that they look after.
//!
//! It sends no mail, speaks no HTTP and knows nothing of audits; secrets are kept as hashes alone. Everything that is
//! looked up is looked up within a workspace, so that an id of another one is as good as none.
//! Start at [`Signed`], what a request may do, and [`first::come_in`], how the first person gets in.

pub mod answered;
mod deed;
pub mod demo;
mod fault;
pub mod first;
pub mod mail;
pub mod notice;
mod password;
pub mod person;
mod role;
mod secret;
pub mod sending;
pub mod service;
mod session;
pub mod sign_in;
pub mod site;
pub mod watch;

pub use deed::{Deed, deeds, note};
pub use fault::Fault;
pub use role::{May, Role};
pub use secret::is_same as is_same_secret;
pub use session::{SESSION_LASTS, Session, Signed, begin, end, end_others, sessions, signed};
pub use site::Site;
