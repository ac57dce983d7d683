//! Posts that go out once, whatever dies in between.
#![cfg(test)]

mod desk;
mod once;
mod renewed;
mod repeated;
mod sheets;
mod slots;
mod written;
