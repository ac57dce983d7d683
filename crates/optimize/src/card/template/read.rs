//! Reading a template: every element and attribute is known, or the line is named.

use std::str::FromStr;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Align, Bar, Ground, Group, INKS, Ink, Logo, Misread, Node, Piece, Shape, Template, Text, What};
use crate::card::Texts;

/// What a person writes is far smaller.
const LARGEST: usize = 64 << 10;
const DEEPEST: usize = 12;
const MOST: usize = 200;

/// A fault without its line.
type Read<T> = Result<T, String>;

pub(super) fn template(text: &str) -> Result<Template, Misread> {
    let line_at = |at: usize| text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    if text.len() > LARGEST {
        return Err(Misread { line: 1, says: format!("it is larger than {} KB", LARGEST >> 10) });
    }
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Node> = Vec::new();
    let mut root = None;
    let mut count = 0;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(0);
        let event = reader.read_event();
        let misread = |says: String| Misread { line: line_at(at + usize::from(at > 0)), says };
        let event = event.map_err(|fault| {
            let at = usize::try_from(reader.error_position()).unwrap_or(at);
            Misread { line: line_at(at), says: format!("it is not well-formed: {fault}") }
        })?;
        match event {
            Event::Start(tag) => {
                count += 1;
                if open.len() >= DEEPEST || count > MOST {
                    return Err(misread(format!("at most {MOST} elements, {DEEPEST} deep")));
                }
                let node = element(&tag, open.is_empty() && root.is_none()).map_err(misread)?;
                if open.is_empty() && root.is_some() {
                    return Err(misread("there is one <card>, and nothing beside it".to_owned()));
                }
                open.push(node);
            }
            Event::Empty(tag) => {
                count += 1;
                if open.is_empty() || count > MOST {
                    return Err(misread(format!("everything stands in one <card>, at most {MOST} elements")));
                }
                let node = element(&tag, false).map_err(misread)?;
                add(&mut open, node).map_err(misread)?;
            }
            Event::End(_) => {
                let node = open.pop().ok_or_else(|| misread("an element ends that did not begin".to_owned()))?;
                if open.is_empty() { root = Some(node) } else { add(&mut open, node).map_err(misread)? }
            }
            Event::Text(own) => say(&mut open, &own.into_inner()).map_err(misread)?,
            Event::CData(own) => say(&mut open, &own.into_inner()).map_err(misread)?,
            Event::GeneralRef(reference) => {
                let meant = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => Some(letter.to_string()),
                    _ => quick_xml::escape::resolve_predefined_entity(&reference.into_inner()).map(str::to_owned),
                };
                let meant =
                    meant.ok_or_else(|| misread("an entity that XML does not know; write the letter".to_owned()))?;
                say(&mut open, &meant).map_err(misread)?;
            }
            Event::DocType(_) => return Err(misread("a template has no document type".to_owned())),
            Event::Eof if !open.is_empty() => return Err(misread("it ends in the middle".to_owned())),
            Event::Eof => break,
            _ => {}
        }
    }
    match root.map(|node| node.what) {
        Some(What::Group(root)) => Ok(Template { root }),
        _ => Err(Misread { line: 1, says: "a template is one <card> with everything in it".to_owned() }),
    }
}

/// Puts `node` into the element that is open.
fn add(open: &mut [Node], node: Node) -> Read<()> {
    match open.last_mut().map(|node| &mut node.what) {
        Some(What::Group(group)) => {
            group.children.push(node);
            Ok(())
        }
        _ => Err("only <card>, <row> and <column> hold other elements".to_owned()),
    }
}

/// Puts text into the element that is open.
fn say(open: &mut [Node], own: &str) -> Read<()> {
    let Some(What::Text(text)) = open.last_mut().map(|node| &mut node.what) else {
        let blank = own.trim().is_empty();
        return if blank { Ok(()) } else { Err(format!("`{}` stands in no <text>", own.trim())) };
    };
    let mut rest = own;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').ok_or("a { without its }")?;
        push(&mut text.pieces, before);
        text.pieces.push(Piece::Of(text_name(name)?));
        rest = behind;
    }
    push(&mut text.pieces, rest);
    Ok(())
}

fn push(pieces: &mut Vec<Piece>, own: &str) {
    match pieces.last_mut() {
        _ if own.is_empty() => {}
        Some(Piece::Own(before)) => before.push_str(own),
        _ => pieces.push(Piece::Own(own.to_owned())),
    }
}

fn text_name(name: &str) -> Read<&'static str> {
    let known = Texts::NAMES.into_iter().find(|known| *known == name.trim());
    known.ok_or_else(|| format!("there is no text `{name}`; these are: {}", Texts::NAMES.join(", ")))
}

/// The attributes of one element; each is taken once, and none may be left.
struct Attributes(Vec<(String, String)>);

impl Attributes {
    fn of(tag: &BytesStart<'_>) -> Read<Self> {
        let mut all = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|fault| format!("an attribute is not well-formed: {fault}"))?;
            let value = attribute
                .normalized_value(XmlVersion::default())
                .map_err(|fault| format!("an attribute is not well-formed: {fault}"))?;
            all.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        Ok(Self(all))
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    fn parsed<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Read<T>) -> Read<Option<T>> {
        self.text(name).map(|value| parse(&value).map_err(|why| format!("{name}=\"{value}\": {why}"))).transpose()
    }

    fn number(&mut self, name: &str) -> Read<Option<f32>> {
        self.parsed(name, number)
    }

    fn yes(&mut self, name: &str) -> Read<bool> {
        let yes = self.parsed(name, |value| match value {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err("write yes or no".to_owned()),
        });
        Ok(yes?.unwrap_or(false))
    }

    fn align(&mut self) -> Read<Align> {
        let align = self.parsed("align", |value| match value {
            "start" => Ok(Align::Start),
            "middle" => Ok(Align::Middle),
            "end" => Ok(Align::End),
            _ => Err("write start, middle or end".to_owned()),
        });
        Ok(align?.unwrap_or_default())
    }

    fn ground(&mut self, name: &str) -> Read<Option<Ground>> {
        self.parsed(name, |value| {
            let mut inks = value.split_whitespace().map(ink);
            let from = inks.next().ok_or("write a colour")??;
            let to = inks.next().transpose()?;
            if inks.next().is_some() { Err("write one colour or two".to_owned()) } else { Ok(Ground { from, to }) }
        })
    }

    fn done(self, element: &str) -> Read<()> {
        match self.0.first() {
            None => Ok(()),
            Some((name, _)) => Err(format!("<{element}> takes no {name}=")),
        }
    }
}

fn number(value: &str) -> Read<f32> {
    let number = f32::from_str(value.trim()).ok().filter(|it| it.is_finite() && it.abs() <= 4_000.0);
    number.ok_or_else(|| "write a number of pixels".to_owned())
}

fn ink(value: &str) -> Read<Ink> {
    if value.starts_with('#') {
        return value.parse().map(Ink::Exact).map_err(|why: crate::colour::NoColour| why.to_string());
    }
    let known = INKS.iter().position(|known| *known == value).map(Ink::Named);
    known.ok_or_else(|| format!("write #rrggbb, or one of {}", INKS.join(", ")))
}

fn named(name: &str) -> Ink {
    Ink::Named(INKS.iter().position(|known| *known == name).unwrap_or(1))
}

/// Top, end, bottom, start, as CSS writes them: one for all, two for both directions, or four.
fn pad(value: &str) -> Read<[f32; 4]> {
    let numbers: Vec<f32> = value.split_whitespace().map(number).collect::<Read<_>>()?;
    match numbers[..] {
        [all] => Ok([all; 4]),
        [block, inline] => Ok([block, inline, block, inline]),
        [top, end, bottom, start] => Ok([top, end, bottom, start]),
        _ => Err("write one, two or four numbers".to_owned()),
    }
}

/// `64`, or `96-56` for the largest of these that fits.
fn sizes(value: &str) -> Read<(f32, f32)> {
    let (most, least) = value.split_once('-').unwrap_or((value, value));
    let (most, least) = (number(most)?, number(least)?);
    if (8.0..=400.0).contains(&least) && (least..=400.0).contains(&most) {
        Ok((most, least))
    } else {
        Err("write a size from 8 to 400, or the largest and the smallest such as 96-56".to_owned())
    }
}

fn element(tag: &BytesStart<'_>, is_root: bool) -> Read<Node> {
    let local = tag.local_name();
    let name: &str = local.as_ref();
    let mut has = Attributes::of(tag)?;
    if (name == "card") != is_root {
        return Err("a template is one <card> with everything in it".to_owned());
    }
    let when = match (has.parsed("if", text_name)?, has.parsed("unless", text_name)?) {
        (Some(name), _) => Some((name, true)),
        (None, Some(name)) => Some((name, false)),
        (None, None) => None,
    };
    let what = match name {
        "card" | "row" | "column" => What::Group(Group {
            row: name == "row",
            children: Vec::new(),
            gap: has.number("gap")?.unwrap_or(0.0).max(0.0),
            pad: has.parsed("pad", pad)?.unwrap_or_default(),
            ground: has.ground("ground")?,
            radius: has.number("radius")?.unwrap_or(0.0),
            align: has.align()?,
            width: has.number("width")?,
            height: has.number("height")?,
            grows: has.yes("grows")?,
        }),
        "text" => What::Text(Text {
            pieces: Vec::new(),
            sizes: has.parsed("size", sizes)?.ok_or("<text> needs a size=")?,
            bold: has
                .parsed("weight", |value| match value {
                    "regular" => Ok(false),
                    "bold" => Ok(true),
                    _ => Err("write regular or bold".to_owned()),
                })?
                .unwrap_or(false),
            ink: has.parsed("ink", ink)?.unwrap_or_else(|| named("ink")),
            lines: has
                .parsed("lines", |value| {
                    let lines = usize::from_str(value).ok().filter(|lines| (1..=20).contains(lines));
                    lines.ok_or_else(|| "write a number from 1 to 20".to_owned())
                })?
                .unwrap_or(1),
            yields: has.yes("yields")?,
            // Below 1.25 what hangs below the line would be cut off.
            line_height: has.number("line-height")?.unwrap_or(1.35).clamp(1.25, 3.0),
            typeface: has.text("typeface"),
            tracking: has.number("tracking")?.unwrap_or(0.0).clamp(-0.1, 1.0),
            balanced: has.yes("balanced")?,
            align: has.align()?,
            grows: has.yes("grows")?,
        }),
        "logo" => What::Logo(Logo {
            height: has.number("height")?.ok_or("<logo> needs a height=")?.clamp(8.0, 630.0),
            width: has.number("width")?.unwrap_or(420.0).clamp(8.0, 1200.0),
            on: has.parsed("on", ink)?.unwrap_or_else(|| named("ground")),
            letter: has.yes("letter")?,
        }),
        "bar" => What::Bar(Bar {
            width: has.number("width")?,
            height: has.number("height")?,
            radius: has.number("radius")?.unwrap_or(0.0),
            ground: has.ground("ground")?.unwrap_or(Ground { from: named("line"), to: None }),
        }),
        "space" => What::Space(has.number("least")?.unwrap_or(0.0).max(0.0)),
        "shape" => {
            let width = has.number("width")?.ok_or("<shape> needs a width=")?;
            let height = has.number("height")?.unwrap_or(width);
            What::Shape(Shape {
                x: has.number("x")?.unwrap_or(0.0),
                y: has.number("y")?.unwrap_or(0.0),
                width,
                height,
                radius: has.number("radius")?.unwrap_or(0.0),
                ground: has.ground("ground")?.unwrap_or(Ground { from: named("tint"), to: None }),
            })
        }
        other => {
            return Err(format!("there is no <{other}>; these are: card, row, column, text, logo, bar, space, shape"));
        }
    };
    has.done(name)?;
    Ok(Node { what, when })
}
