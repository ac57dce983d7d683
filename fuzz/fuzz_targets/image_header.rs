//! Any bytes have a header or none; one that needs more bytes needs more than there are.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pages::image::{Header, header};

fuzz_target!(|data: &[u8]| {
    if let Header::More { needs, .. } = header(data) {
        assert!(needs > data.len() as u64);
    }
});
