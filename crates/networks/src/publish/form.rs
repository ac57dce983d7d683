//! Forms: what networks take that take no JSON, and files with what is said of them.

use url::form_urlencoded::Serializer;

use super::Blob;
use crate::http::Request;

/// A request with these fields as its body.
pub(crate) fn fields<'a>(request: Request, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Request {
    let body = Serializer::new(String::new()).extend_pairs(fields).finish();
    request.header("content-type", "application/x-www-form-urlencoded").header("accept", "application/json").post(body)
}

/// A request with these fields and, in `field`, this file (RFC 7578).
pub(crate) fn parts<'a>(
    request: Request,
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    (field, file): (&str, &Blob),
) -> Request {
    // No file has its own digest inside.
    let border = format!("tidings-{}", file.digest);
    let mut body = Vec::with_capacity(file.bytes.len() + 1_024);
    for (name, value) in fields {
        let head = format!("--{border}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value.as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    let head = format!(
        "--{border}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
        named(file),
        file.kind
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(&file.bytes);
    body.extend_from_slice(format!("\r\n--{border}--\r\n").as_bytes());
    request
        .header("content-type", format!("multipart/form-data; boundary={border}"))
        .header("accept", "application/json")
        .post(body)
}

/// What a file is called: it has no name but its digest.
fn named(file: &Blob) -> String {
    let kind = file.kind.split(';').next().unwrap_or_default().rsplit('/').next().unwrap_or_default().trim();
    let ending = if kind == "jpeg" { "jpg" } else { kind };
    let stem: String = file.digest.chars().take(16).collect();
    format!("{stem}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_goes_between_its_borders_under_a_name_with_the_ending_of_its_kind() {
        let file =
            Blob { digest: "ab".repeat(32), kind: "image/jpeg".to_owned(), bytes: (&[0_u8, 13, 10, 255][..]).into() };
        let url = "https://bakery.example/".parse().unwrap();
        let request = parts(Request::new(url), [("alt", "Brötchen")], ("source", &file));
        let body = request.body.unwrap();
        let text = String::from_utf8_lossy(&body);
        assert!(text.contains("name=\"alt\"\r\n\r\nBrötchen\r\n--tidings-ab"), "{text}");
        assert!(
            text.contains("name=\"source\"; filename=\"abababababababab.jpg\"\r\nContent-Type: image/jpeg"),
            "{text}"
        );
        assert!(body.windows(4).any(|bytes| bytes == [0, 13, 10, 255]));
        assert!(text.ends_with("--\r\n"));
    }
}
