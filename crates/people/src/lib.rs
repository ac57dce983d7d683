//! People: who signs in, the workspaces that they share, what each may do there, and the sites that they look after.
//!
//! It sends no mail itself ([`mail`] is the outbox), speaks no HTTP and knows nothing of audits; secrets are kept as
//! hashes alone. Everything that is looked up is looked up within a workspace, so that an id of another one is as good
//! as none.
//! Start at [`Signed`], what a request may do, and [`first::come_in`], how the first person gets in.

pub mod answered;
pub mod bin;
pub mod calendar;
pub mod client_link;
mod deed;
pub mod demo;
pub mod export;
mod fault;
pub mod feed;
pub mod first;
pub mod invitation;
pub mod logo;
pub mod mail;
pub mod member;
pub mod monday;
pub mod notice;
mod password;
pub mod person;
pub mod reset;
mod role;
pub mod roll;
mod secret;
pub mod sending;
pub mod service;
mod session;
pub mod sign_in;
pub mod site;
mod throttle;
pub mod token;
pub mod watch;
mod words;
pub mod workspace;

pub use deed::{Deed, deeds, note, note_of};
pub use fault::Fault;
pub use role::{May, Role, Scope};
pub use secret::is_same as is_same_secret;
pub use session::{
    SESSION_LASTS, Session, Signed, begin, by_token, end, end_one, end_others, sessions, signed, work_in,
};
pub use site::Site;
