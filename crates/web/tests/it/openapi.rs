//! The document of the API: kept in docs, where a change of the API is seen.

use std::collections::BTreeSet;

use serde_json::Value;
use web::openapi;
use web::routes;

#[test]
fn the_published_document_is_the_one_that_the_routes_make() {
    let made = serde_json::to_string_pretty(&openapi::document()).unwrap() + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let published = std::fs::read_to_string(path).unwrap_or_default();
    assert!(published == made, "docs/openapi.json is old: set UPDATE_SCHEMA=1 and run this test again");
}

#[test]
fn every_route_of_the_api_is_in_it_once_and_every_reference_leads_somewhere() {
    let document = openapi::document();
    let mut ids = BTreeSet::new();
    for route in routes::all().filter(|route| route.path.starts_with("/api/")) {
        let operation = &document["paths"][route.path][route.method.as_str().to_ascii_lowercase()];
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{} {}", route.method, route.path));
        assert!(ids.insert(id.to_owned()), "two routes are called {id}");
    }
    each_reference(&document, &mut |reference| {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    });
}

fn each_reference(value: &Value, look: &mut impl FnMut(&str)) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(reference) if name == "$ref" => look(reference),
                    _ => each_reference(member, look),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| each_reference(item, look)),
        _ => {}
    }
}
