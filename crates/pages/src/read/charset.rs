//! Which charset a page's bytes are in: its byte order mark, the header, a meta tag early in the page, or a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use domain::{Charset, CharsetFrom};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use super::markup::{Piece, Walk, decode};
use super::tag::attribute;

/// A meta tag counts where it ends within so many bytes (Encoding Standard and HTML, "prescan").
const META_WINDOW: usize = 1024;
/// A guess looks at no more than this.
const GUESS_WINDOW: usize = 256 * 1024;
/// So much of it is given to the detector, from the first byte on that is not plain ASCII.
const SAMPLE: usize = 24 * 1024;
const MOST_UNDECODABLE: u32 = 1000;

/// The charset of `body`, and how that is known. `header` is the `Content-Type` header, whole.
pub(crate) fn charset(body: &[u8], header: Option<&str>) -> (&'static Encoding, Charset) {
    let in_header = header.and_then(of_content_type);
    let in_meta = of_meta(body);
    let header_encoding = in_header.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let meta_encoding = in_meta.as_ref().and_then(|(label, _)| of_meta_label(label));
    let (encoding, from) = if let Some((encoding, _)) = Encoding::for_bom(body) {
        (encoding, CharsetFrom::Bom)
    } else if let Some(encoding) = header_encoding {
        (encoding, CharsetFrom::Header)
    } else if let Some(encoding) = meta_encoding {
        (encoding, CharsetFrom::Meta)
    } else {
        (guess(body), CharsetFrom::Guess)
    };
    let (meta, meta_at) = in_meta.map_or((None, None), |(label, at)| (Some(label), Some(at as u64)));
    let undecodable = undecodable(body, encoding);
    (encoding, Charset { used: encoding.name().to_owned(), from, header: in_header, meta, meta_at, undecodable })
}

/// The charset that `text/html; charset=…` names, as written.
pub(crate) fn of_content_type(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower.get(from..).and_then(|rest| rest.find("charset")) {
        from += found + "charset".len();
        let Some(value) = text[from..].trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start();
        let label = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or(""),
            _ => value.split([';', ' ', '\t', '\n', '\r', ',']).next().unwrap_or(""),
        };
        let label = label.trim();
        return (!label.is_empty()).then(|| label.to_owned());
    }
    None
}

/// The encoding that a meta tag's label means: one that could not have been read as far as the tag means UTF-8.
fn of_meta_label(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    if encoding == UTF_16LE || encoding == UTF_16BE {
        Some(UTF_8)
    } else if encoding == X_USER_DEFINED {
        Some(WINDOWS_1252)
    } else {
        Some(encoding)
    }
}

/// The label of the first meta tag within the first bytes that names a charset, and the tag's place.
fn of_meta(body: &[u8]) -> Option<(String, usize)> {
    let window = 0..body.len().min(META_WINDOW);
    for piece in Walk::new(body, window) {
        let Piece::Start { name, tag } = piece else { continue };
        if !body[name].eq_ignore_ascii_case(b"meta") {
            continue;
        }
        if let Some(label) = meta_label(&body[tag.clone()]) {
            return Some((label, tag.start));
        }
    }
    None
}

/// The charset that one meta tag names, as written.
pub(crate) fn meta_label(tag: &[u8]) -> Option<String> {
    if let Some(label) = attribute(tag, b"charset") {
        let label = decode(label, UTF_8).trim().to_owned();
        return (!label.is_empty()).then_some(label);
    }
    let equiv = attribute(tag, b"http-equiv")?;
    if !equiv.trim_ascii().eq_ignore_ascii_case(b"content-type") {
        return None;
    }
    of_content_type(&decode(attribute(tag, b"content")?, UTF_8))
}

fn guess(body: &[u8]) -> &'static Encoding {
    let window = &body[..body.len().min(GUESS_WINDOW)];
    // The common case, and quicker than a detector: text that is UTF-8 as far as one looks.
    let valid = Encoding::utf8_valid_up_to(window);
    // A character may be cut at the end of the window.
    if valid + 4 > window.len() && (window.len() == GUESS_WINDOW || valid == window.len()) && !window.contains(&0x1B) {
        return UTF_8;
    }
    // The detector is slow, and learns nothing from plain ASCII but its escapes.
    let telling = window.iter().position(|byte| *byte >= 0x80 || *byte == 0x1B).unwrap_or(0);
    let sample = &window[telling.saturating_sub(100)..window.len().min(telling + SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, telling + SAMPLE >= body.len());
    detector.guess(None, Utf8Detection::Allow)
}

/// Bytes that `encoding` cannot decode, counted up to a bound.
fn undecodable(body: &[u8], encoding: &'static Encoding) -> u32 {
    let plain = if encoding == UTF_8 { Encoding::utf8_valid_up_to(body) } else { Encoding::ascii_valid_up_to(body) };
    if plain == body.len() && encoding.is_ascii_compatible() {
        return 0;
    }
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut space = [0_u8; 4096];
    let mut rest = body;
    let mut count = 0_u32;
    loop {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut space, true);
        rest = &rest[read..];
        match result {
            DecoderResult::InputEmpty => return count,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(bytes, _) => {
                count = (count + u32::from(bytes)).min(MOST_UNDECODABLE);
                if count == MOST_UNDECODABLE {
                    return count;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_wins_over_the_header_and_the_header_over_a_meta_tag() {
        let told = |body: &[u8], header| {
            let (_, charset) = charset(body, header);
            (charset.used, charset.from)
        };
        let meta = b"<meta charset=koi8-r>";
        assert_eq!(told(b"\xEF\xBB\xBFx", Some("text/html; charset=latin1")), ("UTF-8".into(), CharsetFrom::Bom));
        assert_eq!(told(meta, Some("text/html; charset=\"latin1\"")), ("windows-1252".into(), CharsetFrom::Header));
        assert_eq!(told(meta, Some("text/html")), ("KOI8-R".into(), CharsetFrom::Meta));
        assert_eq!(told(b"<p>", None), ("UTF-8".into(), CharsetFrom::Guess));
    }

    #[test]
    fn a_meta_tag_may_say_it_in_its_old_form() {
        let tag = br#"<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">"#;
        let (encoding, charset) = charset(tag, None);
        assert_eq!(
            (encoding.name(), charset.meta.as_deref(), charset.meta_at),
            ("Shift_JIS", Some("Shift_JIS"), Some(0))
        );
    }

    #[test]
    fn a_meta_tag_that_claims_utf_16_means_utf_8() {
        assert_eq!(charset(b"<meta charset=utf-16le>", None).0, UTF_8);
    }

    #[test]
    fn bytes_that_do_not_decode_are_counted_up_to_a_bound() {
        let latin = b"<meta charset=utf-8>caf\xE9 caf\xE9";
        assert_eq!(charset(latin, None).1.undecodable, 2);
        let mut many = b"<meta charset=utf-8>".to_vec();
        many.resize(5000, 0xFF);
        assert_eq!(charset(&many, None).1.undecodable, 1000);
    }

    #[test]
    fn undeclared_text_is_guessed() {
        let (text, _, _) =
            encoding_rs::WINDOWS_1251.encode("<p>Свежий хлеб каждый день, кроме воскресенья, и горячий кофе");
        assert_eq!(charset(&text, None).0.name(), "windows-1251");
    }
}
