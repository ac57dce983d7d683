//! Any bytes are a film or none; one that is taken has sides and lasts, and blanking moves no byte of it.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use market::media::take_film;

fuzz_target!(|data: &[u8]| {
    let mut file = Cursor::new(data.to_vec());
    let Ok((film, (width, height))) = take_film(&mut file) else { return };
    assert!(width > 0 && height > 0 && film.seconds > 0);
    assert_eq!(file.get_ref().len(), data.len());
});
