//! Tests of the reader from outside: pages in, snapshots out; properties; every charset; robots.txt beside another
//! reader.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod charsets;
mod pages_folder;
mod properties;
mod robots;
