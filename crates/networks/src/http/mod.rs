//! The one door to addresses that users, pages and networks give.
//!
//! It refuses private, loopback, link-local and metadata addresses, literal or after resolution and on every redirect,
//! unless they were allowed; it bounds time, size and redirects, and paces each host. It never runs anything it reads.
//! Start at [`Http::get`].

mod types;

pub use types::{Allow, Answer, Failure, Http, Options, Pace, Request};
