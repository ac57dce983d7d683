//! Pages: from bytes to a [`domain::Page`], and from bytes to what robots.txt, sitemaps and image headers say.
//!
//! It does no I/O and cannot fail: whatever the bytes are, there is a page, and what is wrong with it is data.
//! Start at [`read`].

pub mod image;
mod moment;
mod read;
pub mod robots;
pub mod sitemap;

pub use read::{Read, Source, read};
