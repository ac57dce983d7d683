//! Text in HTML: as content, as an attribute, and as JSON inside a script.

use std::fmt::{self, Display};
use std::io::{self, Write};

/// `raw` as it may stand in content and in a quoted attribute.
pub(super) fn text(raw: &str) -> impl Display + '_ {
    Escaped(raw)
}

struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\0']) {
            out.write_str(&rest[..at])?;
            out.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => "\u{FFFD}",
            })?;
            rest = &rest[at + 1..];
        }
        out.write_str(rest)
    }
}

/// An address for `href`: only http(s), so that no page can bring a script in as a link.
pub(super) fn href(address: &str) -> impl Display + '_ {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    Escaped(if lower.starts_with("http://") || lower.starts_with("https://") { address } else { "#" })
}

/// Writes a value as JSON that can stand inside a script: `<`, `>` and `&` only as escapes, so that neither `</script`
/// nor `<!--` can begin there, whatever a page says.
pub(super) fn json<T: serde::Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(InScript(out), value)?;
    Ok(())
}

struct InScript<'a>(&'a mut dyn Write);

impl Write for InScript<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut from = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let escape: &[u8] = match byte {
                b'<' => b"\\u003c",
                b'>' => b"\\u003e",
                b'&' => b"\\u0026",
                _ => continue,
            };
            self.0.write_all(&bytes[from..at])?;
            self.0.write_all(escape)?;
            from = at + 1;
        }
        self.0.write_all(&bytes[from..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_can_end_neither_the_script_nor_an_attribute() {
        let mut out = Vec::new();
        json("</script><!-- <script> & \"\u{2028}", &mut out).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert!(!written.contains(['<', '>', '&']));
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), "</script><!-- <script> & \"\u{2028}");
        assert_eq!(text("<b a=\"'\">&").to_string(), "&lt;b a=&quot;&#39;&quot;&gt;&amp;");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(href("javascript:alert(1)").to_string(), "#");
        assert_eq!(href("https://bakery.example/?a&b").to_string(), "https://bakery.example/?a&amp;b");
    }
}
