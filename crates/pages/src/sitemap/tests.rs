use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

fn pages(text: &str) -> Vec<(String, Option<i64>)> {
    read(text.as_bytes()).pages.into_iter().map(|entry| (entry.url, entry.changed)).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

const URLSET: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url><loc> https://bakery.example/?a=1&amp;b=2 </loc><lastmod>1970-01-02</lastmod>
    <image:image><image:loc>https://bakery.example/rye.jpg</image:loc></image:image></url>
  <url><loc><![CDATA[https://bakery.example/rye&]]></loc><lastmod>yesterday</lastmod></url>
</urlset>"#;

#[test]
fn pages_are_read_with_the_time_of_their_last_change() {
    let expected = [
        ("https://bakery.example/?a=1&b=2".to_owned(), Some(86_400)),
        ("https://bakery.example/rye&".to_owned(), None),
    ];
    assert_eq!(pages(URLSET), expected);
    assert_eq!(read(&gzip(URLSET.as_bytes())), read(URLSET.as_bytes()));
    let utf_16: Vec<u8> = format!("\u{FEFF}{URLSET}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(&utf_16), read(URLSET.as_bytes()));
}

#[test]
fn an_index_and_prefixed_names_are_read() {
    let index = r#"<s:sitemapindex xmlns:s="x"><s:sitemap><s:loc>https://bakery.example/a.xml.gz</s:loc></s:sitemap></s:sitemapindex>"#;
    assert_eq!(read(index.as_bytes()).sitemaps, ["https://bakery.example/a.xml.gz"]);
}

#[test]
fn feeds_are_sitemaps() {
    let rss = r"<rss><channel><link>https://bakery.example/</link><item><title>x</title><link>https://bakery.example/rye</link>
        <pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item></channel></rss>";
    assert_eq!(pages(rss), [("https://bakery.example/rye".to_owned(), Some(0))]);
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://bakery.example/"/><entry>
        <link rel="edit" href="https://bakery.example/edit"/><link href="https://bakery.example/rye"/>
        <updated>1970-01-01T00:00:00Z</updated></entry></feed>"#;
    assert_eq!(pages(atom), [("https://bakery.example/rye".to_owned(), Some(0))]);
}

#[test]
fn a_list_of_addresses_is_read_line_by_line() {
    let read = read("\u{FEFF}https://bakery.example/\r\n\r\nhttp://bakery.example/rye\nnot an address\n".as_bytes());
    assert_eq!(read.pages.len(), 2);
    assert_eq!(read.faults, ["a line is no address"]);
}

#[test]
fn entities_that_the_file_defines_are_not_expanded() {
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><urlset><url><loc>https://bakery.example/&b;</loc></url></urlset>"#;
    assert_eq!(pages(bomb), [("https://bakery.example/".to_owned(), None)]);
}

#[test]
fn what_is_wrong_is_told_and_the_rest_is_read() {
    let fault = |bytes: &[u8]| read(bytes).faults.join("; ");
    assert_eq!(fault(b""), "it names no page");
    assert_eq!(fault(b"<!DOCTYPE html><title>Not found</title>"), "it is a web page, not a sitemap");
    assert_eq!(fault(b"<urlset><url><loc>https://bakery.example/</loc></url>"), "it ends in the middle");
    let cut = gzip(URLSET.as_bytes());
    assert!(fault(&cut[..cut.len() - 20]).starts_with("the gzip file is damaged or cut off"));
    let broken = read(b"<urlset>\n<url><loc>https://bakery.example/</loc></url>\n<url <<");
    assert_eq!(broken.pages.len(), 1);
    assert!(broken.faults[0].starts_with("it is not well-formed in line 3"), "{:?}", broken.faults);
    let deep = "<a>".repeat(10_000);
    assert!(fault(deep.as_bytes()).contains("nested too deeply"));
}

#[test]
fn a_bomb_of_zeros_is_unpacked_up_to_the_bound() {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    let line = b"https://bakery.example/a\n".repeat(40_000);
    for _ in 0..60 {
        out.write_all(&line).unwrap();
    }
    let read = read(&out.finish().unwrap());
    assert_eq!(read.pages.len(), 50_000);
    assert_eq!(read.faults.len(), 2, "{:?}", read.faults);
}
