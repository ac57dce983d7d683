//! The sheet as files: the same as in the HTML report.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use optimize::report::sheet::{self, Growing};
use optimize::report::{Format, Options};
use serde_json::Value;

use crate::{demo, told};

/// The JSON of the scripts that `open` begins.
fn embedded(html: &str, open: &str) -> Vec<Value> {
    let json = |rest: &str| serde_json::from_str(rest.split("</script>").next().unwrap()).unwrap();
    html.split(open).skip(1).map(json).collect()
}

fn parsed(bytes: Option<Vec<u8>>) -> Value {
    serde_json::from_slice(&bytes.unwrap()).unwrap()
}

#[test]
fn the_files_hold_what_the_html_report_embeds() {
    let audit = demo::audit(250);
    let html = told(&audit, Format::Html, &Options { thumbnails: &demo::Drawn, ..Options::default() });
    let folder = tempfile::tempdir().unwrap();
    sheet::finish(&audit, &demo::Drawn, folder.path(), &mut |_| ()).unwrap();

    let mut site = parsed(sheet::site(folder.path()).unwrap());
    let shared = site.as_object_mut().unwrap();
    assert_eq!((shared.remove("version"), shared.remove("round")), (Some(1.into()), Some(1.into())));
    assert_eq!(embedded(&html, "id=\"report-site\">"), [site]);
    for (number, index) in embedded(&html, "class=\"report-index\">").into_iter().enumerate() {
        assert_eq!(parsed(sheet::index(folder.path(), number).unwrap()), index, "index {number}");
    }
    for (number, pages) in embedded(&html, "class=\"report-pages\">").into_iter().enumerate() {
        assert_eq!(parsed(sheet::pages(folder.path(), number).unwrap()), pages, "pages {number}");
    }
    assert_eq!(sheet::index(folder.path(), 3).unwrap(), None);
    let pictures = html.matches("id=\"picture-").count();
    assert!(pictures > 3);
    for number in 0..pictures {
        let (kind, bytes) = sheet::picture(folder.path(), number).unwrap().unwrap();
        let address = format!("data:{};base64,{}", kind.mime(), BASE64_STANDARD.encode(bytes));
        assert_eq!(embedded(&html, &format!("id=\"picture-{number}\">")), [Value::from(address)]);
    }
    assert_eq!(sheet::picture(folder.path(), pictures).unwrap(), None);
}

#[test]
fn a_growing_sheet_is_read_until_the_whole_one_takes_its_place() {
    let audit = demo::audit(130);
    let folder = tempfile::tempdir().unwrap();
    let start = demo::HOME.parse().unwrap();
    let mut growing = Growing::create(folder.path(), &start).unwrap();
    let count = || parsed(sheet::site(folder.path()).unwrap())["count"].as_u64().unwrap();
    assert_eq!((count(), growing.pages()), (0, 0));
    let mut counts = vec![0];
    audit
        .each(&mut |judged| {
            growing.add(&judged, &audit.seen.images, &demo::Drawn)?;
            counts.push(count());
            Ok(())
        })
        .unwrap();
    growing.write().unwrap();
    assert_eq!((count(), growing.pages()), (130, 130));
    assert!(counts.is_sorted() && counts.contains(&100), "a full hundred is written at once: {counts:?}");
    let version = || parsed(sheet::site(folder.path()).unwrap())["version"].as_u64().unwrap();
    let before = version();
    growing.draw_again(&*audit.pages, &audit.seen, &demo::Drawn, &|| false).unwrap();
    assert_eq!((count(), version() > before), (130, true));
    let before = version();
    sheet::finish(&audit, &demo::Drawn, folder.path(), &mut |_| ()).unwrap();
    assert_eq!((count(), version() > before), (130, true));
    assert!(!folder.path().join("growing").exists());
    sheet::clear(folder.path()).unwrap();
    assert_eq!(sheet::site(folder.path()).unwrap(), None);
}
