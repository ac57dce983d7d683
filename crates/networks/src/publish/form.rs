//! Forms: what networks take that take no JSON; of several parts (RFC 7578) where files go along.

use sha2::{Digest as _, Sha256};
use url::form_urlencoded::Serializer;

use super::Blob;
use crate::http::Request;

/// A request with these fields as its body.
pub(crate) fn fields<'a>(request: Request, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Request {
    let body = Serializer::new(String::new()).extend_pairs(fields).finish();
    request.header("content-type", "application/x-www-form-urlencoded").header("accept", "application/json").post(body)
}

/// A form that is being filled in.
#[derive(Default)]
pub(crate) struct Form(Vec<Part>);

struct Part {
    head: String,
    bytes: bytes::Bytes,
}

impl Form {
    /// With a field of text.
    pub(crate) fn text(mut self, name: &str, value: impl Into<String>) -> Self {
        let head = format!("content-disposition: form-data; name=\"{name}\"");
        self.0.push(Part { head, bytes: value.into().into() });
        self
    }

    /// With a field of JSON.
    pub(crate) fn json(mut self, name: &str, value: &serde_json::Value) -> Self {
        let head = format!("content-disposition: form-data; name=\"{name}\"\r\ncontent-type: application/json");
        self.0.push(Part { head, bytes: value.to_string().into() });
        self
    }

    /// With a file.
    pub(crate) fn file(mut self, name: &str, blob: &Blob) -> Self {
        let kind: String = blob.kind.chars().filter(char::is_ascii_graphic).collect();
        let head = format!(
            "content-disposition: form-data; name=\"{name}\"; filename=\"{}\"\r\ncontent-type: {kind}",
            file_name(&kind)
        );
        self.0.push(Part { head, bytes: blob.bytes.clone() });
        self
    }

    /// `request` as a POST of it.
    pub(crate) fn on(self, request: Request) -> Request {
        // Nothing that is in it can hold its own digest.
        let digest = self.0.iter().fold(Sha256::new(), |all, part| all.chain_update(&part.bytes)).finalize();
        let boundary = digest[..16].iter().fold("tidings-".to_owned(), |text, byte| format!("{text}{byte:02x}"));
        let mut body = Vec::with_capacity(self.0.iter().map(|part| part.bytes.len() + 256).sum());
        for part in &self.0 {
            body.extend_from_slice(format!("--{boundary}\r\n{}\r\n\r\n", part.head).as_bytes());
            body.extend_from_slice(&part.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        request
            .header("content-type", format!("multipart/form-data; boundary={boundary}"))
            .header("accept", "application/json")
            .post(body)
    }
}

/// What a picture or a film of that kind is called.
pub(crate) fn file_name(kind: &str) -> &'static str {
    match kind {
        "image/png" => "picture.png",
        "image/gif" => "picture.gif",
        "image/webp" => "picture.webp",
        "video/mp4" => "film.mp4",
        "video/quicktime" => "film.mov",
        "video/webm" => "film.webm",
        _ => "picture.jpg",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_its_parts_in_order_between_marks_that_are_in_none_of_them() {
        let url = "https://bakery.example/".parse().unwrap();
        let blob = Blob { digest: String::new(), kind: "image/png\r\nx".into(), bytes: (&b"--tidings-"[..]).into() };
        let request = Form::default().text("say", "Rye").file("media", &blob).on(Request::new(url));
        let kind = request.headers.iter().find(|(name, _)| *name == "content-type").unwrap();
        let boundary = kind.1.split_once("boundary=").unwrap().1;
        let body = String::from_utf8(request.body.unwrap().to_vec()).unwrap();
        assert_eq!(body.matches(&format!("--{boundary}")).count(), 3);
        assert!(body.contains("name=\"say\"\r\n\r\nRye\r\n"), "{body}");
        assert!(body.contains("filename=\"picture.jpg\"\r\ncontent-type: image/pngx\r\n\r\n--tidings-\r\n"), "{body}");
        assert!(body.ends_with(&format!("--{boundary}--\r\n")));
    }
}
