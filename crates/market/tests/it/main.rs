//! Posts that go out once, whatever dies in between.
#![cfg(test)]

mod copies;
mod desk;
mod hand;
mod media;
mod once;
mod renewed;
mod unsure;
mod written;
