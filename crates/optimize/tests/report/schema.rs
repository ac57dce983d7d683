//! The published schema, and documents that keep to it.

use std::path::Path;

use optimize::report::{Format, Options, json};
use serde_json::Value;

use crate::{demo, told};

fn published() -> (std::path::PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(json::SCHEMA);
    let mut text = serde_json::to_string_pretty(&json::schema()).unwrap();
    text.push('\n');
    (path, text)
}

/// `UPDATE_SCHEMA=1 cargo test -p optimize --test report schema` writes it anew.
#[test]
fn the_published_schema_is_the_one_of_the_code() {
    let (path, text) = published();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(published == text, "docs/audit.schema.json is old: set UPDATE_SCHEMA=1 and run this test again");
}

#[test]
fn documents_keep_to_the_schema() {
    let schema = serde_json::to_value(json::schema()).unwrap();
    for audit in [demo::audit(14), demo::audit(1), demo::unreadable()] {
        let document: Value = serde_json::from_str(&told(&audit, Format::Json, &Options::default())).unwrap();
        let mut faults = Vec::new();
        keeps_to(&schema, &schema, &document, "$", &mut faults);
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!(document["pages"].as_array().unwrap().len(), audit.summary.pages as usize);
    }
}

/// As much of JSON Schema as ours uses.
fn keeps_to(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).expect("references lead somewhere");
        return keeps_to(root, target, value, at, faults);
    }
    if let Some(choices) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        let fits = choices.iter().any(|choice| {
            let mut inner = Vec::new();
            keeps_to(root, choice, value, at, &mut inner);
            inner.is_empty()
        });
        if !fits {
            faults.push(format!("{at}: none of the choices takes {value}"));
        }
        return;
    }
    let is = |kind: &str| match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("a type that this test does not know: {other}"),
    };
    let typed = match &schema["type"] {
        Value::String(kind) => is(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).any(is),
        _ => true,
    };
    let listed = schema["enum"].as_array().is_none_or(|values| values.contains(value));
    let constant = schema.get("const").is_none_or(|only| only == value);
    if !typed || !listed || !constant {
        faults.push(format!("{at}: {value} is not {schema}"));
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        for (number, value) in values.iter().enumerate() {
            keeps_to(root, items, value, &format!("{at}[{number}]"), faults);
        }
    }
    if let Some(fields) = value.as_object() {
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(required) {
                faults.push(format!("{at}: {required} is missing"));
            }
        }
        for (name, value) in fields {
            let of_name = schema["properties"].get(name).or(schema.get("additionalProperties"));
            match of_name {
                Some(schema) if schema.is_object() => keeps_to(root, schema, value, &format!("{at}.{name}"), faults),
                None if schema.get("properties").is_some() => faults.push(format!("{at}: {name} is not in the schema")),
                _ => {}
            }
        }
    }
}
