//! The one door to addresses that users, pages and networks give.
//!
//! It refuses private, loopback, link-local and metadata addresses, literal or after resolution and on every redirect,
//! unless they were allowed; it bounds time, size and redirects, and paces each host. It keeps no cookies, tells nobody
//! where it comes from, takes no proxy from the environment, and never runs anything it reads.
//! Start at [`Http::get`]; `address.rs` says what is private, `pace.rs` who may be asked when, `nonces.rs` what a server wants to
//! see in the next proof, `socket.rs` opens WebSockets.

mod address;
mod ask;
mod body;
mod doors;
mod failure;
mod nonces;
mod pace;
mod socket;
mod types;

pub use address::is_public;
pub use ask::Http;
pub(crate) use ask::retry_after;
pub use doors::Doors;
pub use failure::Failure;
pub use socket::Socket;
pub use types::{Allow, Answer, Method, Options, Pace, Request};
