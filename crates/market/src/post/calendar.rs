//! A calendar of posts, as calendar programs read it (RFC 5545): one event for each, with an alarm where somebody has to post
//! it himself, and with all that he needs for that, so that it helps though this house is out of reach. Pure.

use std::fmt::Write as _;

use jiff::Timestamp;

/// Octets of a line: longer ones are folded.
const LINE: usize = 75;

/// A post in a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// The post's id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// When it goes out.
    pub at: Timestamp,
    /// When it was changed last.
    pub changed: Timestamp,
    /// What stands in the calendar.
    pub title: String,
    /// What stands below, with the whole text.
    pub text: String,
    /// Where it is looked at.
    pub url: String,
    /// Somebody posts it himself: the calendar rings.
    pub rings: bool,
}

/// The calendar `name` with these events.
pub fn written(name: &str, events: &[Event]) -> String {
    let mut to = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tidings//Posts//EN", "CALSCALE:GREGORIAN"] {
        put(&mut to, line);
    }
    for what in ["NAME", "X-WR-CALNAME"] {
        put(&mut to, &format!("{what}:{}", escaped(name)));
    }
    put(&mut to, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    put(&mut to, "X-PUBLISHED-TTL:PT1H");
    for event in events {
        let title = escaped(&event.title);
        put(&mut to, "BEGIN:VEVENT");
        put(&mut to, &format!("UID:post-{}@tidings", escaped(&event.id)));
        put(&mut to, &format!("SEQUENCE:{}", event.version));
        put(&mut to, &format!("DTSTAMP:{}", stamp(event.changed)));
        put(&mut to, &format!("LAST-MODIFIED:{}", stamp(event.changed)));
        put(&mut to, &format!("DTSTART:{}", stamp(event.at)));
        put(&mut to, "DURATION:PT15M");
        put(&mut to, "TRANSP:TRANSPARENT");
        put(&mut to, &format!("SUMMARY:{title}"));
        put(&mut to, &format!("DESCRIPTION:{}", escaped(&event.text)));
        put(&mut to, &format!("URL:{}", plain(&event.url)));
        if event.rings {
            put(&mut to, "BEGIN:VALARM");
            put(&mut to, "ACTION:DISPLAY");
            put(&mut to, "TRIGGER:PT0S");
            put(&mut to, &format!("DESCRIPTION:{title}"));
            put(&mut to, "END:VALARM");
        }
        put(&mut to, "END:VEVENT");
    }
    put(&mut to, "END:VCALENDAR");
    to
}

fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Without signs that would end the line.
fn plain(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).collect()
}

fn escaped(text: &str) -> String {
    let mut to = String::with_capacity(text.len());
    for sign in text.replace("\r\n", "\n").chars() {
        match sign {
            '\\' | ';' | ',' => {
                let _ = write!(to, "\\{sign}");
            }
            '\n' => to.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => to.push(sign),
        }
    }
    to
}

/// Puts a line, folded where it is long: between signs, never within one.
fn put(to: &mut String, line: &str) {
    let mut width = 0;
    for sign in line.chars() {
        if width + sign.len_utf8() > LINE {
            to.push_str("\r\n ");
            width = 1;
        }
        to.push(sign);
        width += sign.len_utf8();
    }
    to.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(text: &str, rings: bool) -> Event {
        let at = "2026-11-28T08:00:00Z".parse().unwrap();
        Event {
            id: "p1".into(),
            version: 3,
            at,
            changed: at,
            title: "Rye; and more, today".into(),
            text: text.into(),
            url: "https://tidings.example/sites/s/posts/p1".into(),
            rings,
        }
    }

    #[test]
    fn an_event_says_when_what_and_where_and_rings_where_somebody_posts_himself() {
        let told = written("Bakery", &[event("First\nsecond \\ third", true)]);
        for line in [
            "DTSTART:20261128T080000Z\r\n",
            "SUMMARY:Rye\\; and more\\, today\r\n",
            "DESCRIPTION:First\\nsecond \\\\ third\r\n",
            "URL:https://tidings.example/sites/s/posts/p1\r\n",
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:PT0S\r\n",
        ] {
            assert!(told.contains(line), "{line} in {told}");
        }
        assert!(!written("Bakery", &[event("", false)]).contains("VALARM"));
        assert!(written("", &[]).ends_with("END:VCALENDAR\r\n"));
    }

    proptest! {
        #[test]
        fn whatever_is_written_stays_in_its_line_and_comes_back(text in any::<String>()) {
            let told = written("Bakery", &[event(&text, false)]);
            prop_assert!(told.split("\r\n").all(|line| line.len() <= LINE));
            prop_assert!(!told.replace("\r\n", "").contains(['\r', '\n']));
            let unfolded = told.replace("\r\n ", "");
            let line = unfolded.lines().find_map(|line| line.strip_prefix("DESCRIPTION:")).unwrap();
            let mut back = String::new();
            let mut signs = line.chars();
            while let Some(sign) = signs.next() {
                back.push(match sign {
                    '\\' => signs.next().map_or(sign, |next| if next == 'n' { '\n' } else { next }),
                    sign => sign,
                });
            }
            let kept: String = text.replace("\r\n", "\n").chars().filter(|sign| *sign == '\n' || !sign.is_control()).collect();
            prop_assert_eq!(back, kept);
        }
    }
}
