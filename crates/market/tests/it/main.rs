//! Posts that go out once, whatever dies in between.
#![cfg(test)]

mod accounts;
mod amended;
mod approved;
mod comments;
mod copies;
mod desk;
mod doctored;
mod films;
mod hand;
mod media;
mod once;
mod paid;
mod renewed;
mod repeated;
mod sheets;
mod signed_in;
mod slots;
mod threads;
mod unsure;
mod uploads;
mod webhooks;
mod written;
