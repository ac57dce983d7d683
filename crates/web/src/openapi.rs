//! OpenAPI: the API as one document, made from the table of routes, so that it cannot say otherwise than the router.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::door::Needs;
use crate::problem::Told;
use crate::routes::{self, Asks, Route};

/// The document, OpenAPI 3.1. docs/openapi.json is it, and a test holds the two together.
pub fn document() -> Value {
    let mut schemas = Schemas::new();
    let problem = schemas.given.subschema_for::<Told<'_>>();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes::all().filter(|route| route.path.starts_with("/api/")) {
        let operation = operation(route, &mut schemas);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = operation;
    }
    let definitions = schemas.definitions();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Tidings",
            "version": "1",
            "description": "Errors are problem+json with a stable `code`. Times are RFC 3339 UTC. Browsers send the session's \
                cookie (`tidings`, and `tidings-PORT` where the address names a port), and with what changes something the header \
                `x-tidings`; programs send a token as bearer.",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": definitions,
            "responses": {
                "Problem": {
                    "description": "It was not done, and why",
                    "content": { "application/problem+json": { "schema": problem } },
                },
            },
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": "tidings" },
                "token": { "type": "http", "scheme": "bearer" },
            },
        },
        "security": [{ "session": [] }, { "token": [] }],
    })
}

/// The schemas of what is taken and of what is given: what may be left out of the one is always there in the other.
struct Schemas {
    taken: SchemaGenerator,
    given: SchemaGenerator,
}

impl Schemas {
    fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        Self {
            taken: settings.clone().for_deserialize().into_generator(),
            given: settings.for_serialize().into_generator(),
        }
    }

    /// All that the operations refer to. What is taken and given under one name is told as it is given; a test looks that
    /// the two are one.
    fn definitions(&mut self) -> Map<String, Value> {
        let mut definitions = self.taken.take_definitions(true);
        definitions.extend(self.given.take_definitions(true));
        definitions
    }
}

fn operation(route: &Route, schemas: &mut Schemas) -> Value {
    let mut parameters: Vec<Value> = names(route.path).map(parameter).collect();
    for Asks { name, says, needed } in route.asks {
        let schema = json!({ "type": "string" });
        parameters
            .push(json!({ "name": name, "in": "query", "required": needed, "description": says, "schema": schema }));
    }
    let mut answer = json!({ "description": "Done" });
    if let Some(gives) = route.gives {
        answer["content"] = json!({ "application/json": { "schema": gives(&mut schemas.given) } });
    } else if let Some(kind) = route.kind {
        answer["content"] = json!({ kind: {} });
    }
    if !route.tells.is_empty() {
        let events: Map<String, Value> =
            route.tells.iter().map(|(name, shape)| ((*name).to_owned(), shape(&mut schemas.given).into())).collect();
        answer["x-events"] = Value::Object(events);
    }
    let mut operation = json!({
        "operationId": id(route),
        "summary": route.says,
        "responses": { route.status.to_string(): answer, "default": { "$ref": "#/components/responses/Problem" } },
    });
    if !parameters.is_empty() {
        operation["parameters"] = Value::Array(parameters);
    }
    if let Some(takes) = route.takes {
        let content = json!({ "application/json": { "schema": takes(&mut schemas.taken) } });
        operation["requestBody"] = json!({ "required": true, "content": content });
    } else if let Some(kind) = route.takes_kind {
        operation["requestBody"] = json!({ "required": true, "content": { kind: {} } });
    }
    match route.needs {
        Needs::Nothing => operation["security"] = json!([]),
        Needs::InPerson(what) => {
            operation["security"] = json!([{ "session": [] }]);
            operation["description"] = json!(format!("Needs to {}, at a browser.", what.in_words()));
        }
        Needs::Signed(what) => operation["description"] = json!(format!("Needs to {}.", what.in_words())),
    }
    operation
}

/// The names in `/a/{b}/c/{d}`.
fn names(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn parameter(name: &str) -> Value {
    let schema = match name {
        "n" => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        _ => json!({ "type": "string" }),
    };
    json!({ "name": name, "in": "path", "required": true, "schema": schema })
}

/// `get_sites_site_audits`
fn id(route: &Route) -> String {
    let path = route.path.trim_start_matches("/api/v1/").replace(['{', '}'], "").replace(['/', '-'], "_");
    format!("{}_{path}", route.method.as_str().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{Schemas, operation, routes};

    #[test]
    fn what_is_taken_and_given_under_one_name_is_one() {
        let mut schemas = Schemas::new();
        for route in routes::all() {
            operation(route, &mut schemas);
        }
        for (name, taken) in schemas.taken.definitions() {
            let given = schemas.given.definitions().get(name).unwrap_or(taken);
            assert_eq!(given, taken, "{name} is taken and given in two shapes: give one of them another name");
        }
    }
}
