//! The networks of the sandbox, asked by hand: each behaves as it is documented, and goes wrong as it is told.
#![cfg(test)]

mod ask;
mod bluesky;
mod discord;
mod faults;
mod graph;
mod kept;
mod lemmy;
mod linkedin;
mod mastodon;
mod nostr;
mod pinterest;
mod reddit;
mod telegram;
mod wordpress;
mod x;
