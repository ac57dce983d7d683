//! Files of a folder as a website.

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

/// The file that `path` (percent-encoded, without query) means below `root`; never one outside.
pub(crate) fn file(root: &Path, path: &str) -> Option<PathBuf> {
    let mut file = root.to_path_buf();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let part = decoded(part)?;
        if part == ".." || part.contains(['/', '\0']) {
            return None;
        }
        file.push(part);
    }
    if path.ends_with('/') {
        file.push("index.html");
    }
    Some(file)
}

/// What a file of this name is served as.
pub(crate) fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()).unwrap_or("") {
        "html" | "htm" => "text/html; charset=utf-8",
        "xhtml" => "application/xhtml+xml",
        "css" => "text/css",
        "js" => "text/javascript",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// A sitemap of all pages below `root`, the site being at `base`.
pub(crate) fn sitemap(root: &Path, base: &str) -> io::Result<String> {
    let mut text =
        "<?xml version=\"1.0\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n".to_owned();
    let mut folders = vec![(root.to_path_buf(), String::new())];
    while let Some((folder, path)) = folders.pop() {
        let mut entries = std::fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let here = format!("{path}/{}", encoded(&name));
            if entry.file_type()?.is_dir() {
                folders.push((entry.path(), here));
            } else if matches!(kind(&entry.path()), "text/html; charset=utf-8" | "application/xhtml+xml") {
                // Only a whole name stands for its folder: `visual-index.html` is a page of its own.
                let here = if name == "index.html" { &here[..here.len() - name.len()] } else { &here };
                // Writing into a String cannot fail.
                let _ = writeln!(text, "<url><loc>{base}{here}</loc></url>");
            }
        }
    }
    text.push_str("</urlset>\n");
    Ok(text)
}

fn encoded(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(byte.into());
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn decoded(part: &str) -> Option<String> {
    if !part.contains('%') {
        return Some(part.to_owned());
    }
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
