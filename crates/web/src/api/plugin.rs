//! The WordPress plug-in of a site: a zip of two files, one with the site's key in it, and the scripts of share bar and visits.

use std::io::{self, Cursor, Write as _};

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use measure::collect;
use optimize::buttons;
use people::{Signed, feed};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::{House, Problem};

const PLUGIN: &str = include_str!("../../../../deploy/wordpress/tidings/tidings.php");
const VISITS: &str = include_str!("../../../../deploy/wordpress/tidings/measure.php");
/// The lines that are replaced.
const SERVER: &str = "const SERVER = ''; // tidings:server";
const KEY: &str = "const KEY = ''; // tidings:key";

/// Makes a key, and hands out the plug-in with it.
pub(crate) async fn make(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path(site): Path<String>,
) -> Result<Response, Problem> {
    let base = house.base(&headers);
    let plain = |sign: u8| sign.is_ascii_alphanumeric() || b".:/[]_-".contains(&sign);
    if !base.bytes().all(plain) {
        let detail = "the address of this Tidings has signs that the plug-in does not take: give it another name";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "address_unusable", detail));
    }
    let (_, key) = feed::new_key(house.db(), house.random(), house.now(), &signed, &site).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"tidings.zip\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, zipped(&base, &key).map_err(io::Error::other)?).into_response())
}

/// The plug-in for this server and key, as WordPress takes it.
fn zipped(server: &str, key: &str) -> zip::result::ZipResult<Vec<u8>> {
    let file = PLUGIN.replacen(SERVER, &format!("const SERVER = '{server}';"), 1).replacen(
        KEY,
        &format!("const KEY = '{key}';"),
        1,
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let script = collect::script_of_plugin();
    for (name, text) in [
        ("tidings/tidings.php", &*file),
        ("tidings/measure.php", VISITS),
        ("tidings/bar.js", buttons::script()),
        ("tidings/t.js", &script),
    ] {
        zip.start_file(name, stored)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Ends all keys that were handed out: the plug-ins that have them go on with what they read last.
pub(crate) async fn end(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<StatusCode, Problem> {
    feed::end_keys(house.db(), house.random(), house.now(), &signed, &site).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plug_in_is_handed_out_with_its_server_and_its_key() {
        for line in [SERVER, KEY] {
            assert_eq!(PLUGIN.matches(line).count(), 1, "{line}");
        }
        let zip = zipped("https://tidings.example", "a-key").unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
        let file = io::read_to_string(archive.by_name("tidings/tidings.php").unwrap()).unwrap();
        assert!(file.contains("const SERVER = 'https://tidings.example';") && file.contains("const KEY = 'a-key';"));
        let script = io::read_to_string(archive.by_name("tidings/bar.js").unwrap()).unwrap();
        assert_eq!(script, buttons::script());
        assert!(archive.by_name("tidings/measure.php").is_ok() && archive.by_name("tidings/t.js").is_ok());
    }
}
