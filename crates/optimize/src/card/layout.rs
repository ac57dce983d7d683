//! Layout: a template with its texts becomes rectangles and lines of glyphs, each at its place.
//!
//! Elements are measured first and placed then. What has no text takes no room. Where the card runs from right to left,
//! everything is mirrored. Start at [`Layout::draw`].

mod place;

use super::Texts;
use super::template::{Align, Bar, Group, Ink, Logo, Node, Palette, Shape, Text, What};
use super::text::Style;
use super::text::clean::is_rtl;
use super::text::faces::Faces;
use super::text::lines::{Lines, Paragraph};
use super::text::shape::Shaped;
use crate::colour::Colour;

/// Something to be painted, in this order.
#[derive(Debug)]
pub(super) enum Draw {
    /// A rectangle, with its lower colour where that is another.
    Fill { at: Rect, radius: f32, from: Colour, to: Option<Colour> },
    /// A line of glyphs from `x` on, on `baseline`.
    Line { shaped: Shaped, x: f32, baseline: f32, size: f32, ink: Colour },
    /// The logo.
    Logo(Rect),
}

/// A rectangle in pixels from the upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// What a layout needs to know of a logo.
#[derive(Clone, Copy, Debug)]
pub(super) struct LogoSize {
    pub(super) width: f32,
    pub(super) height: f32,
    /// The mean of its colours, to tell whether it can be seen.
    pub(super) mean: Colour,
}

/// What everything is laid out with.
pub(super) struct Layout<'a> {
    pub(super) faces: &'a Faces<'a>,
    pub(super) palette: &'a Palette,
    pub(super) texts: &'a Texts,
    pub(super) typeface: &'a str,
    pub(super) logo: Option<LogoSize>,
    /// The card runs from right to left.
    pub(super) rtl: bool,
    pub(super) card: Rect,
}

/// An element that is shown.
enum Item<'t> {
    Group(&'t Group, Vec<Item<'t>>),
    Text(&'t Text, Paragraph),
    Logo(&'t Logo),
    Letter(&'t Logo, String),
    Bar(&'t Bar),
    Space(f32),
    Shape(&'t Shape),
}

/// A text in its size.
struct Set {
    size: f32,
    lines: Lines,
}

impl Layout<'_> {
    /// What is painted for `root`.
    pub(super) fn draw(&self, root: &Group) -> Vec<Draw> {
        let mut out = Vec::new();
        let children = self.shown(&root.children);
        self.group(root, &children, self.card, &mut out);
        out
    }

    /// The elements that have something to show.
    fn shown<'t>(&self, nodes: &'t [Node]) -> Vec<Item<'t>> {
        nodes.iter().filter_map(|node| self.item(node)).collect()
    }

    fn item<'t>(&self, node: &'t Node) -> Option<Item<'t>> {
        if let Some((name, wanted)) = node.when
            && super::text::clean::clean(self.texts.get(name)).is_empty() == wanted
        {
            return None;
        }
        match &node.what {
            What::Group(group) => {
                let children = self.shown(&group.children);
                let says = |item: &Item<'_>| {
                    matches!(item, Item::Group(..) | Item::Text(..) | Item::Logo(_) | Item::Letter(..))
                };
                let empty = group.ground.is_none() && !group.children.is_empty() && !children.iter().any(says);
                (!empty).then_some(Item::Group(group, children))
            }
            What::Text(text) => {
                let says = self.faces.without_undrawable_emoji(&text.says(self.texts));
                if says.is_empty() {
                    return None;
                }
                let rtl = is_rtl(&says).unwrap_or(self.rtl);
                Some(Item::Text(text, Paragraph::new(self.faces, says, rtl, &self.style(text))))
            }
            What::Logo(logo) if self.logo.is_some() => Some(Item::Logo(logo)),
            What::Logo(logo) if logo.letter => Some(Item::Letter(logo, self.letter()?)),
            What::Logo(_) => None,
            What::Bar(bar) => Some(Item::Bar(bar)),
            What::Space(least) => Some(Item::Space(*least)),
            What::Shape(shape) => Some(Item::Shape(shape)),
        }
    }

    fn style<'s>(&'s self, text: &'s Text) -> Style<'s> {
        let typeface = text.typeface.as_deref().filter(|it| *it != "brand").unwrap_or(self.typeface);
        Style { typeface, bold: text.bold, tracking: text.tracking }
    }

    /// What stands for a missing logo: the first letter of the site's name.
    fn letter(&self) -> Option<String> {
        let names = [&self.texts.site, &self.texts.author, &self.texts.title];
        let first =
            names.into_iter().find_map(|name| super::text::clean::clean(name).chars().find(|c| c.is_alphanumeric()))?;
        Some(first.to_uppercase().collect())
    }

    /// How wide `item` would like to be, at most `room`.
    fn natural_width(&self, item: &Item<'_>, room: f32) -> f32 {
        let own = match item {
            Item::Group(group, children) => {
                let widths = children.iter().map(|it| self.natural_width(it, room));
                let inner = if group.row {
                    widths.sum::<f32>() + group.gap * gaps(children) as f32
                } else {
                    widths.fold(0.0, f32::max)
                };
                group.width.unwrap_or(inner + group.pad[1] + group.pad[3])
            }
            Item::Text(text, paragraph) => {
                let set = set(text, paragraph, room, text.lines);
                if set.lines.each.len() > 1 || !set.lines.whole {
                    room
                } else {
                    (paragraph.width() * set.size).ceil() + 1.0
                }
            }
            Item::Logo(logo) => self.logo_size(logo).0,
            Item::Letter(logo, _) => logo.height,
            Item::Bar(bar) => bar.width.unwrap_or(0.0),
            Item::Space(least) => *least,
            Item::Shape(_) => 0.0,
        };
        own.min(room)
    }

    /// How high `item` is in `width`, a text in at most `lines`.
    fn height(&self, item: &Item<'_>, width: f32, lines: usize) -> f32 {
        match item {
            Item::Group(group, children) => {
                if let Some(height) = group.height {
                    return height;
                }
                let inner = (group.width.unwrap_or(width) - group.pad[1] - group.pad[3]).max(0.0);
                let high = if group.row {
                    let widths = self.widths(group, children, inner);
                    let heights = children.iter().zip(widths).map(|(it, width)| self.height(it, width, usize::MAX));
                    heights.fold(0.0, f32::max)
                } else {
                    let heights = children.iter().map(|it| self.height(it, inner, usize::MAX));
                    heights.sum::<f32>() + group.gap * gaps(children) as f32
                };
                high + group.pad[0] + group.pad[2]
            }
            Item::Text(text, paragraph) => {
                let set = set(text, paragraph, width, lines.min(text.lines));
                (set.lines.each.len() as f32 * set.size * text.line_height).round()
            }
            Item::Logo(logo) => self.logo_size(logo).1,
            Item::Letter(logo, _) => logo.height,
            Item::Bar(bar) => bar.height.unwrap_or(0.0),
            Item::Space(least) => *least,
            Item::Shape(_) => 0.0,
        }
    }

    /// The widths of the elements of a row: each as it likes, long ones less, and what grows takes the rest.
    fn widths(&self, group: &Group, children: &[Item<'_>], inner: f32) -> Vec<f32> {
        let room = (inner - group.gap * gaps(children) as f32).max(0.0);
        let grows = |item: &Item<'_>| match item {
            Item::Group(group, _) => group.grows,
            Item::Text(text, _) => text.grows,
            Item::Space(_) => true,
            _ => false,
        };
        let mut widths: Vec<f32> =
            children.iter().map(|it| if grows(it) { 0.0 } else { self.natural_width(it, room) }).collect();
        let asked: f32 = widths.iter().sum();
        if asked > room {
            // Whoever asks for less than an equal share gets it; the others share what is left.
            let many = children.iter().filter(|it| !grows(it) && !matches!(it, Item::Shape(_))).count().max(1);
            let share = room / many as f32;
            let small: f32 = widths.iter().filter(|width| **width <= share).sum();
            let large: f32 = widths.iter().filter(|width| **width > share).sum();
            for width in &mut widths {
                if *width > share {
                    *width *= (room - small) / large;
                }
            }
            return widths;
        }
        let growing = children.iter().filter(|it| grows(it) && !matches!(it, Item::Space(_))).count();
        let spaces = children.iter().filter(|it| matches!(it, Item::Space(_))).count();
        let takers = if growing > 0 { growing } else { spaces };
        for (item, width) in children.iter().zip(&mut widths) {
            if grows(item) && (growing == 0 || !matches!(item, Item::Space(_))) {
                *width = (room - asked) / takers.max(1) as f32;
            }
        }
        widths
    }

    /// Width and height of the logo, in the room that it has.
    fn logo_size(&self, logo: &Logo) -> (f32, f32) {
        let Some(LogoSize { width, height, .. }) = self.logo else { return (0.0, 0.0) };
        let factor = (logo.height / height).min(logo.width / width);
        ((width * factor).round().max(1.0), (height * factor).round().max(1.0))
    }

    fn colour(&self, ink: Ink) -> Colour {
        self.palette.of(ink)
    }
}

/// `text` in the largest of its sizes in which it fits into `width` and `at_most` lines; cut off where none does.
fn set(text: &Text, paragraph: &Paragraph, width: f32, at_most: usize) -> Set {
    let (most, least) = text.sizes;
    let mut size = most;
    loop {
        let lines = paragraph.fit(width / size, at_most, text.balanced);
        if (lines.whole && lines.unbroken) || size <= least {
            return Set { size, lines };
        }
        size = (size * 0.93).floor().max(least);
    }
}

/// The gaps between elements that take room.
fn gaps(children: &[Item<'_>]) -> usize {
    let solid = |item: &Item<'_>| !matches!(item, Item::Space(_) | Item::Shape(_));
    children.windows(2).filter(|pair| solid(&pair[0]) && solid(&pair[1])).count()
}

/// The share of the free room that stands before what is aligned so.
fn before(align: Align) -> f32 {
    match align {
        Align::Start => 0.0,
        Align::Middle => 0.5,
        Align::End => 1.0,
    }
}
