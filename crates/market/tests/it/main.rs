//! Posts that go out once, whatever dies in between.
#![cfg(test)]

mod accounts;
mod copies;
mod desk;
mod hand;
mod media;
mod once;
mod renewed;
mod repeated;
mod sheets;
mod slots;
mod unsure;
mod written;
