//! Any bytes are a sitemap, within its bounds.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let sitemap = pages::sitemap::read(data);
    assert!(sitemap.pages.len() <= 50_000 && sitemap.sitemaps.len() <= 50_000);
    assert!(!sitemap.pages.is_empty() || !sitemap.sitemaps.is_empty() || !sitemap.faults.is_empty());
});
