//! Any bytes are a page, and every place in it lies in them. The first byte chooses the charset of the header.
#![no_main]

use domain::Fetched;
use libfuzzer_sys::fuzz_target;
use pages::Source;
use url::Url;

const CHARSETS: [&str; 8] =
    ["", "utf-8", "utf-16le", "utf-16be", "iso-2022-jp", "shift_jis", "gb18030", "windows-1252"];

fuzz_target!(|data: &[u8]| {
    let (choice, body) = data.split_first().map_or((0, data), |(first, rest)| (usize::from(*first), rest));
    let content_type = CHARSETS.get(choice % 16).map(|charset| format!("text/html; charset={charset}"));
    let fetched = Fetched { content_type, ..Fetched::default() };
    let Ok(url) = Url::parse("https://bakery.example/a/b?c") else { return };
    let page = pages::read(body, Source { url, fetched: Some(fetched) }).page;
    let size = body.len() as u64;
    for tag in &page.tags {
        assert!(tag.at < tag.end && tag.end <= size);
    }
    for link in &page.links {
        assert!(link.at < link.end && link.end <= size);
    }
    if let Some(title) = &page.title {
        assert!(title.at < title.end && title.end <= size);
    }
    assert!(page.head_end.is_none_or(|at| at <= size));
    assert!(page.share.iter().all(|mark| mark.at < size));
});
