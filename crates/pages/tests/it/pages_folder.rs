//! A folder of pages, each with what was read from it beside it. A page that was read wrongly becomes a new file.

use std::fs;
use std::path::Path;

use serde_json::Value;

#[test]
fn every_page_of_the_folder_is_read_as_its_snapshot_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".html").map(str::to_owned))
        .collect();
    names.sort();
    assert!(names.len() >= 40);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for name in names {
            let body = fs::read(folder.join(format!("{name}.html"))).unwrap();
            let url = format!("https://bakery.example/{name}").parse().unwrap();
            let read = pages::read(&body, pages::Source { url, fetched: None });
            let mut told = serde_json::to_value(&read.page).unwrap();
            let links: Vec<Value> = read
                .links
                .iter()
                .map(|link| if link.nofollow { format!("{} nofollow", link.href) } else { link.href.clone() }.into())
                .collect();
            told["links_to"] = Value::Array(links);
            shorten(&mut told);
            insta::assert_snapshot!(name, serde_json::to_string_pretty(&told).unwrap());
        }
    });
}

/// Leaves out what says nothing: null, empty, false, zero.
fn shorten(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.values_mut().for_each(shorten);
            object.retain(|key, value| {
                let empty = match value {
                    Value::Null | Value::Bool(false) => true,
                    Value::Array(items) => items.is_empty(),
                    Value::Object(object) => object.is_empty(),
                    Value::String(text) => text.is_empty() && key != "content",
                    Value::Number(number) => number.as_u64() == Some(0) && key != "at",
                    Value::Bool(true) => false,
                };
                !empty
            });
        }
        Value::Array(items) => items.iter_mut().for_each(shorten),
        _ => {}
    }
}
