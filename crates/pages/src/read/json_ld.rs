//! JSON-LD scripts, reduced to the objects with a type and to the fields that networks read. No vocabulary is loaded
//! and no context is resolved: schema.org's names are taken as they stand.

use std::collections::VecDeque;

use domain::{JsonLd, Node};
use serde_json::{Map, Value};

/// A script larger than this is not parsed; parsed JSON takes many times its size.
const LARGEST: usize = 2 * 1024 * 1024;
const MOST_NODES: usize = 100;
/// Objects that are looked at for a type, and how deep they may lie.
const MOST_OBJECTS: usize = 20_000;
const DEEPEST: usize = 24;

type Object = Map<String, Value>;

/// Reads the text of one script whose start tag stands at `at`.
pub(crate) fn json_ld(text: &str, at: u64) -> JsonLd {
    let text = unwrapped(text);
    if text.len() > LARGEST {
        return JsonLd { at, fault: Some("larger than 2 MB".to_owned()), nodes: Vec::new() };
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => JsonLd { at, fault: None, nodes: nodes(&value) },
        Err(error) => JsonLd { at, fault: Some(fault(text, &error)), nodes: Vec::new() },
    }
}

fn fault(text: &str, error: &serde_json::Error) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    error.to_string()
}

/// Without the comment or CDATA marks that older templates put around a script's text.
fn unwrapped(text: &str) -> &str {
    const BEFORE: [&str; 6] = ["\u{FEFF}", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "<!--", "//"];
    const BEHIND: [&str; 6] = ["//]]>", "/*]]>*/", "]]>", "-->", "//", ";"];
    let mut text = text.trim();
    loop {
        let before = BEFORE.iter().find_map(|mark| text.strip_prefix(mark));
        let shorter = before.or_else(|| BEHIND.iter().find_map(|mark| text.strip_suffix(mark)));
        match shorter {
            Some(shorter) => text = shorter.trim(),
            None => return text,
        }
    }
}

fn nodes(value: &Value) -> Vec<Node> {
    let objects = objects(value);
    let graph = Graph { objects: &objects };
    let typed = objects.iter().filter(|(object, _)| object.get("@type").is_some());
    typed.take(MOST_NODES).map(|(object, place)| graph.node(object, *place)).collect()
}

/// Where an object stands.
#[derive(Clone, Copy)]
struct Place {
    /// At the top, in the top array or in `@graph`.
    top: bool,
    in_graph: bool,
}

/// Every object, breadth first, and where it stands.
fn objects(value: &Value) -> Vec<(&Object, Place)> {
    let mut found = Vec::new();
    let mut queue = VecDeque::from([(value, Place { top: true, in_graph: false }, 0)]);
    while let Some((value, place, depth)) = queue.pop_front() {
        if found.len() >= MOST_OBJECTS {
            break;
        }
        match value {
            Value::Array(items) if depth < DEEPEST && queue.len() < MOST_OBJECTS => {
                queue.extend(items.iter().filter(|it| holds(it)).take(MOST_OBJECTS).map(|it| (it, place, depth + 1)));
            }
            Value::Object(object) => {
                found.push((object, place));
                if depth < DEEPEST && queue.len() < MOST_OBJECTS {
                    let below = object.iter().filter(|(_, it)| holds(it));
                    queue.extend(below.map(|(key, it)| {
                        let graph = key == "@graph";
                        let inside = Place { top: place.top && graph, in_graph: place.in_graph || graph };
                        (it, inside, depth + 1)
                    }));
                }
            }
            _ => {}
        }
    }
    found
}

fn holds(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

struct Graph<'a> {
    objects: &'a [(&'a Object, Place)],
}

impl<'a> Graph<'a> {
    fn node(&self, object: &'a Object, place: Place) -> Node {
        let text = |key: &str| object.get(key).and_then(one_text);
        let mut authors = self.names(object.get("author"));
        if authors.is_empty() {
            authors = self.names(object.get("creator"));
        }
        let mut images = self.addresses(object.get("image"));
        if images.is_empty() && types(object).iter().any(|it| it == "ImageObject") {
            images = text("contentUrl").or_else(|| text("url")).into_iter().collect();
        }
        let (price, currency) = price(object);
        Node {
            types: types(object),
            top: place.top,
            in_graph: place.in_graph,
            headline: text("headline"),
            name: text("name"),
            description: text("description"),
            url: text("url"),
            images,
            authors,
            publisher: self.names(object.get("publisher")).into_iter().next(),
            published: text("datePublished").or_else(|| text("uploadDate")),
            modified: text("dateModified"),
            language: object.get("inLanguage").and_then(language),
            price,
            currency,
            starts: text("startDate"),
            place: self.names(object.get("location")).into_iter().next(),
        }
    }

    /// The object that a bare `{"@id": …}` stands for, or the object itself.
    fn meant(&self, object: &'a Object) -> &'a Object {
        let Some(id) = object.get("@id").and_then(Value::as_str).filter(|_| object.len() == 1) else { return object };
        let same = |it: &&Object| it.len() > 1 && it.get("@id").and_then(Value::as_str) == Some(id);
        self.objects.iter().map(|(it, _)| *it).find(same).unwrap_or(object)
    }

    fn names(&self, value: Option<&'a Value>) -> Vec<String> {
        self.each(value, |object| {
            let text = |key: &str| object.get(key).and_then(one_text);
            text("name").or_else(|| match (text("givenName"), text("familyName")) {
                (Some(given), Some(family)) => Some(format!("{given} {family}")),
                (given, family) => given.or(family),
            })
        })
    }

    fn addresses(&self, value: Option<&'a Value>) -> Vec<String> {
        self.each(value, |object| {
            let text = |key: &str| object.get(key).and_then(one_text);
            text("url").or_else(|| text("contentUrl"))
        })
    }

    fn each(&self, value: Option<&'a Value>, of: impl Fn(&Object) -> Option<String>) -> Vec<String> {
        const MOST: usize = 20;
        let one = |value: &'a Value| match value {
            Value::Object(object) => of(self.meant(object)),
            other => one_text(other),
        };
        match value {
            Some(Value::Array(items)) => items.iter().take(MOST).filter_map(one).collect(),
            Some(value) => one(value).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

fn types(object: &Object) -> Vec<String> {
    let short = |name: &str| name.rsplit(['/', '#', ':']).next().unwrap_or(name).to_owned();
    match object.get("@type") {
        Some(Value::String(one)) => vec![short(one)],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).take(10).map(short).collect(),
        _ => Vec::new(),
    }
}

/// The text that a value is: a string, a number, `{"@value": …}`, or the first such of a list.
fn one_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => match object.get("@value")? {
            Value::String(text) => text.trim().to_owned(),
            _ => return None,
        },
        Value::Array(items) => return items.iter().take(20).filter(|it| !it.is_array()).find_map(one_text),
        Value::Null | Value::Bool(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn language(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => ["alternateName", "name", "@id"].iter().find_map(|key| one_text(object.get(*key)?)),
        other => one_text(other),
    }
}

/// The price that an offer states, or that the first offer of a product does.
fn price(object: &Object) -> (Option<String>, Option<String>) {
    let offer = match object.get("offers") {
        Some(Value::Array(offers)) => offers.iter().find_map(Value::as_object),
        Some(Value::Object(offer)) => Some(offer),
        _ => None,
    }
    .unwrap_or(object);
    let stated = |from: &Object| {
        let text = |key: &str| from.get(key).and_then(one_text);
        (text("price").or_else(|| text("lowPrice")), text("priceCurrency"))
    };
    let found = stated(offer);
    if found.0.is_some() {
        return found;
    }
    let nested = match offer.get("priceSpecification").or_else(|| offer.get("offers")) {
        Some(Value::Array(items)) => items.iter().find_map(Value::as_object),
        Some(Value::Object(one)) => Some(one),
        _ => None,
    };
    nested.map_or((None, None), stated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Node> {
        let script = json_ld(text, 0);
        assert_eq!(script.fault, None);
        script.nodes
    }

    #[test]
    fn the_graph_is_walked_and_its_references_are_followed() {
        let nodes = read(
            r##"{"@context":"https://schema.org","@graph":[
              {"@type":["Article","NewsArticle"],"headline":"Rye","author":{"@id":"#ada"},"image":{"@id":"#pic"},
               "publisher":{"@type":"Organization","name":"The Bakery"},"datePublished":"2026-03-01"},
              {"@type":"Person","@id":"#ada","name":"Ada Baker"},
              {"@type":"ImageObject","@id":"#pic","url":"https://bakery.example/rye.jpg"}]}"##,
        );
        let types: Vec<_> = nodes.iter().map(|node| (node.types.join(" "), node.top)).collect();
        assert_eq!(
            types,
            [
                ("Article NewsArticle".to_owned(), true),
                ("Person".to_owned(), true),
                ("ImageObject".to_owned(), true),
                ("Organization".to_owned(), false)
            ]
        );
        assert_eq!(nodes[0].authors, ["Ada Baker"]);
        assert_eq!(nodes[0].images, ["https://bakery.example/rye.jpg"]);
        assert_eq!(nodes[0].publisher.as_deref(), Some("The Bakery"));
    }

    #[test]
    fn marks_around_the_text_are_no_fault() {
        for text in [
            "<!-- {\"@type\":\"WebPage\"} -->",
            "//<![CDATA[\n{\"@type\":\"WebPage\"}\n//]]>",
            "/*<![CDATA[*/{\"@type\":\"WebPage\"}/*]]>*/",
            "{\"@type\":\"https://schema.org/WebPage\"};",
        ] {
            assert_eq!(read(text)[0].types, ["WebPage"], "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_a_fault_and_depth_is_bounded() {
        for text in ["", "{", "{'a':1}", &"[".repeat(100_000), &format!("{}1{}", "[".repeat(127), "]".repeat(126))] {
            assert!(json_ld(text, 7).fault.is_some());
        }
    }

    #[test]
    fn at_most_a_hundred_objects_are_kept() {
        let many = format!("[{}]", vec![r#"{"@type":"Thing"}"#; 500].join(","));
        assert_eq!(read(&many).len(), 100);
    }

    #[test]
    fn a_product_has_the_price_of_its_first_offer() {
        let nodes = read(
            r#"{"@type":"Product","name":"Rye","offers":[{"@type":"Offer","price":4.5,"priceCurrency":"EUR"},{"price":"9"}]}"#,
        );
        assert_eq!((nodes[0].price.as_deref(), nodes[0].currency.as_deref()), (Some("4.5"), Some("EUR")));
    }
}
