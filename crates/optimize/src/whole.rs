//! Whole: what is kept as JSON is told whole, though what is taken may leave out what has a default.

use schemars::Schema;
use serde_json::Value;

/// Every property is there: a type that is taken and given has one schema then.
pub(crate) fn whole(schema: &mut Schema) {
    let names =
        |schema: &Schema| Some(schema.get("properties")?.as_object()?.keys().cloned().map(Value::String).collect());
    if let Some(names) = names(schema) {
        schema.insert("required".to_owned(), Value::Array(names));
    }
}
