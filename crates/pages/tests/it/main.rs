//! Tests of the reader from outside: pages in, snapshots out; properties; every charset; robots.txt beside another
//! reader.

mod charsets;
mod pages_folder;
mod properties;
mod robots;
