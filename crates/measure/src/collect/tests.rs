use domain::{Code, SystemRandom, Token};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::*;
use crate::measured::Settings;

const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

struct Bed {
    _data: tempfile::TempDir,
    arrivals: Arrivals,
    measured: Measured,
    now: Timestamp,
}

impl Bed {
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let settings = Settings {
            zone: "Europe/Zurich".into(),
            hosts: vec!["pay.example".into()],
            signals: Signals::Count,
            tab_storage: true,
            posts: None,
            own: Vec::new(),
            raw_days: 400,
            hour_minor: None,
            currency: domain::Currency::EUR,
            margin: None,
            weekly_minutes: None,
        };
        let measured = Measured {
            site: "the-site".into(),
            address: "https://bakery.example/".into(),
            number: 7,
            key: "k7q4mxz234".into(),
            version: 1,
            settings,
            zone: TimeZone::get("Europe/Zurich").unwrap(),
            own: vec!["203.0.113.0/24".parse().unwrap()],
            staff: None,
            heard: None,
        };
        let arrivals = Arrivals::of(data.path(), std::sync::Arc::new(SystemRandom));
        Self { _data: data, arrivals, measured, now: "2026-11-26T10:00:00Z".parse().unwrap() }
    }

    fn asks(&self) -> Asks<'static> {
        Asks { address: "9.9.9.9".parse().unwrap(), agent: BROWSER, declines: false, now: self.now }
    }

    fn told_by(&self, message: &Value, asks: &Asks<'_>) -> Result<Arrival<'static>, NotTaken> {
        Intake::default().beacon_of(&self.arrivals, &self.measured, message.to_string().as_bytes(), asks)
    }

    fn told(&self, message: &Value) -> Arrival<'static> {
        self.told_by(message, &self.asks()).unwrap()
    }
}

#[test]
fn a_look_at_a_page_keeps_its_evidence_and_nothing_that_is_somebodys_own() {
    let bed = Bed::new();
    let code = Code::mint(&SystemRandom);
    let url = format!(
        "https://www.bakery.example/rye/?session=secret&utm_source=Newsletter%20May&e={code}~k7q4mx&fbclid=IwAR0secret#part"
    );
    let view = bed.told(&json!({ "u": url, "r": "https://t.co/abc?user=1" }));
    assert_eq!((view.kind, view.at, view.site), (Kind::View, bed.now.as_microsecond(), Some(7)));
    let kept = view.url.unwrap();
    assert!(kept.starts_with("/rye/?utm_source=Newsletter+May&fbclid="), "{kept}");
    assert!(!kept.contains("secret") && !kept.contains(code.as_str()), "{kept}");
    assert_eq!((&*view.code, view.press.as_deref()), (code.as_str(), Some("k7q4mx")));
    assert_eq!(view.referrer.as_deref(), Some("https://t.co/abc"));
    assert!(view.visitor.is_some() && view.before.is_none() && !view.own && !view.restored);
    // The same mark of a network is the same on that day, so that it can be told apart and found by nobody.
    let again = bed.told(&json!({ "u": url }));
    assert_eq!(again.url.unwrap(), kept);
}

#[test]
fn a_page_of_another_site_is_left_out_and_the_sites_own_hosts_are_not() {
    let bed = Bed::new();
    for (url, taken) in [
        ("https://bakery.example/", true),
        ("http://WWW.bakery.example:8080/x", true),
        ("https://shop.bakery.example/", true),
        ("https://pay.example/", true),
        ("/from/its/path?utm_source=x", true),
        ("https://notbakery.example/", false),
        ("https://bakery.example.evil.example/", false),
        ("https://example/", false),
        ("//evil.example/", false),
        ("file:///etc/passwd", false),
        ("javascript:alert(1)", false),
        ("", false),
        (&format!("https://bakery.example/{}", "x".repeat(10_000)), false),
    ] {
        let made = bed.told_by(&json!({ "u": url }), &bed.asks());
        assert_eq!(made.is_ok(), taken, "{url}: {made:?}");
    }
}

#[test]
fn what_no_script_of_ours_sends_is_refused_and_never_panics() {
    let bed = Bed::new();
    for body in [
        &b"\xff\xfe"[..],
        b"",
        b"null",
        b"{\"u\":1}",
        b"{\"u\":\"https://bakery.example/\",\"b\":-1}",
        b"{\"u\":\"https://bakery.example/\",\"n\":{}}",
    ] {
        let made = Intake::default().beacon_of(&bed.arrivals, &bed.measured, body, &bed.asks());
        assert_eq!(made.unwrap_err(), NotTaken::Unreadable, "{}", String::from_utf8_lossy(body));
    }
    // What is longer than it may be is cut, and fits into a record.
    let long = "é\"\\".repeat(1_000);
    let message = json!({ "u": "https://bakery.example/", "r": format!("https://a.example/{long}"), "n": long, "v": "1e300",
        "i": long, "c": "EUR", "w": long });
    let event = bed.told(&message);
    let mut bytes = Vec::new();
    crate::arrivals::record::write(&event, &mut bytes);
    assert!(!bytes.is_empty());
    assert!(event.sold.is_none());
}

#[test]
fn a_forged_token_is_none_and_one_of_another_site_is_kept_as_it_is() {
    let bed = Bed::new();
    let forged = bed.told(&json!({ "u": "https://bakery.example/?e=aaaaaab~k7q4mx" }));
    assert!(forged.code.is_empty() && forged.press.is_none());
    let other = Code::mint(&SystemRandom);
    assert_eq!(bed.told(&json!({ "u": format!("https://bakery.example/?e={other}") })).code, other.as_str());
}

#[test]
fn presses_and_links_that_lead_away_say_where_to() {
    let bed = Bed::new();
    let token: Token = format!("{}~k7q4mx", Code::mint(&SystemRandom)).parse().unwrap();
    let link = format!("https://bsky.app/intent/compose?text=Rye%20https%3A%2F%2Fbakery.example%2F%3Fe%3D{token}");
    let message = json!({ "u": "https://bakery.example/rye", "n": "press", "w": link, "e": "else" });
    let press = bed.told(&message);
    assert_eq!((press.kind, press.name.as_deref()), (Kind::Event, Some(crate::arrivals::PRESS)));
    assert_eq!(press.network.as_deref(), Some("bluesky"));
    assert_eq!((&*press.code, press.press.as_deref()), (token.code.as_str(), Some("k7q4mx")));
    let hub =
        format!("https://tidings.example/share?to=mastodon&url=https%3A%2F%2Fbakery.example%2F%3Fe%3D{token}&title=a");
    let press = bed.told(&json!({ "u": "https://bakery.example/rye", "n": "press", "w": hub }));
    assert_eq!((press.network.as_deref(), &*press.code), (Some("mastodon"), token.code.as_str()));
    let away = json!({ "u": "https://bakery.example/rye", "n": "outbound", "w": "https://mill.example/x?y" });
    let away = bed.told(&away);
    assert_eq!((away.name.as_deref(), away.to.as_deref()), (Some("outbound"), Some("mill.example")));
}

#[test]
fn an_event_with_an_order_is_a_sale_in_minor_units() {
    let bed = Bed::new();
    for (value, currency, minor) in [
        (json!(19.9), "", Some(1_990)),
        (json!("19.90"), "EUR", Some(1_990)),
        (json!(1200), "JPY", Some(1_200)),
        (json!(0.1 + 0.2), "USD", Some(30)),
        (json!("much"), "EUR", None),
        (json!([]), "EUR", None),
        (json!(5), "XX", None),
    ] {
        let message =
            json!({ "u": "https://bakery.example/thanks", "n": "bought", "v": value, "c": currency, "i": 42 });
        let sale = bed.told(&message);
        assert_eq!(sale.sold.as_ref().map(|sold| sold.minor), minor, "{value} {currency}");
        assert_eq!(sale.kind == Kind::Sale, minor.is_some());
        if let Some(sold) = sale.sold {
            assert_eq!(sold.order, "42");
        }
    }
    let code = Code::mint(&SystemRandom);
    let event = bed.told(&json!({ "u": "https://bakery.example/", "n": "signed up", "e": format!("{code}%7Ek7q4mx") }));
    assert_eq!((event.kind, event.name.as_deref(), &*event.code), (Kind::Event, Some("signed up"), code.as_str()));
}

#[test]
fn own_people_are_known_by_their_range_and_by_the_link_for_staff() {
    let mut bed = Bed::new();
    let here = Asks { address: "203.0.113.9".parse().unwrap(), ..bed.asks() };
    let look = json!({ "u": "https://bakery.example/" });
    assert!(bed.told_by(&look, &here).unwrap().own);
    assert!(!bed.told(&look).own);
    let (link, hash) = new_staff(&bed.measured, &SystemRandom);
    bed.measured.staff = Some(hash);
    let secret = link.split_once("tidings-own=").unwrap().1;
    assert!(bed.told(&json!({ "u": "https://bakery.example/", "o": secret })).own);
    for other in ["", "off", "x"] {
        assert!(!bed.told(&json!({ "u": "https://bakery.example/", "o": other })).own);
    }
}

#[test]
fn who_wants_no_tracking_is_left_out_where_the_site_heeds_that() {
    let mut bed = Bed::new();
    let declines = Asks { declines: true, ..bed.asks() };
    let look = json!({ "u": "https://bakery.example/" });
    assert!(bed.told_by(&look, &declines).is_ok());
    bed.measured.settings.signals = Signals::Skip;
    assert_eq!(bed.told_by(&look, &declines).unwrap_err(), NotTaken::LeftOut(Why::Signals));
}

#[test]
fn shortly_after_midnight_on_the_sites_wall_a_visitor_has_yesterdays_hash_too() {
    let mut bed = Bed::new();
    let look = json!({ "u": "https://bakery.example/" });
    bed.now = "2026-11-26T22:50:00Z".parse().unwrap();
    let before = bed.told(&look);
    // 00:10 in Zurich.
    bed.now = "2026-11-26T23:10:00Z".parse().unwrap();
    let after = bed.told(&look);
    assert_eq!((before.before, after.before), (None, before.visitor));
    assert_ne!(after.visitor, before.visitor);
    bed.now = "2026-11-26T23:40:00Z".parse().unwrap();
    assert_eq!(bed.told(&look).before, None);
}

#[test]
fn a_preview_agent_is_an_unfurl_and_no_visitor() {
    let bed = Bed::new();
    let agent = Asks { agent: "facebookexternalhit/1.1", ..bed.asks() };
    let unfurl = bed.told_by(&json!({ "u": "https://bakery.example/rye" }), &agent).unwrap();
    assert_eq!((unfurl.kind, unfurl.network.as_deref(), unfurl.visitor), (Kind::Unfurl, Some("facebook"), None));
}

#[test]
fn a_server_may_be_late_but_neither_early_nor_older_than_what_is_kept() {
    let bed = Bed::new();
    let visit = |at: &str| Visit {
        url: "/rye".into(),
        referrer: String::new(),
        user_agent: BROWSER.into(),
        address: "9.9.9.9".parse().unwrap(),
        at: Some(at.parse().unwrap()),
        method: Some("HEAD".into()),
        purpose: None,
        fetch_dest: None,
        declines: false,
        id: Some("line 7".into()),
    };
    let made = |at: &str| Intake::default().served(&bed.arrivals, &bed.measured, &visit(at), By::Server, bed.now);
    assert_eq!(made("2026-11-26T10:06:00Z").unwrap_err(), Why::Future);
    assert_eq!(made("2025-01-01T00:00:00Z").unwrap_err(), Why::TooOld);
    // A clock that is a little ahead is set to ours.
    assert_eq!(made("2026-11-26T10:04:00Z").unwrap().at, bed.now.as_microsecond());
    let late = made("2026-11-25T10:00:00Z").unwrap();
    assert_eq!(late.at, bed.now.as_microsecond() - 86_400_000_000);
    assert_eq!((late.method.as_deref(), late.id.as_deref()), (Some("HEAD"), Some("line 7")));
}

#[test]
fn the_start_page_says_why_nothing_is_heard() {
    let bed = Bed::new();
    let tag = |src: &str| format!("<html><HEAD><script defer src=\"{src}\"></script></head></html>");
    let right = format!("https://tidings.example/t.js?k={}", bed.measured.key);
    let own = format!("/tidings/t.js?k={}", bed.measured.key);
    let seen = |html: String, policy: &str| Seen { fault: None, status: 200, html, policies: vec![policy.into()] };
    let code = |seen: &Seen, reachable| judge(&bed.measured, seen, "https://tidings.example", reachable).code;
    assert_eq!(code(&Seen { fault: Some("no answer".into()), ..Seen::default() }, true), "not_reached");
    assert_eq!(code(&Seen { status: 503, ..Seen::default() }, true), "refused");
    assert_eq!(code(&seen("<html>".into(), ""), true), "no_tag");
    assert_eq!(code(&seen(tag("https://tidings.example/t.js?k=another"), ""), true), "other_key");
    for (src, policy, told) in [
        (&right, "", "found"),
        (&right, "script-src 'self'", "policy"),
        (&right, "default-src 'self' https://tidings.example", "found"),
        (&right, "script-src https:; connect-src 'self'", "policy"),
        (&right, "script-src 'nonce-abc'; connect-src *.example", "found"),
        (&right, "frame-ancestors 'none'", "found"),
        (&own, "default-src 'self'", "found"),
        (&own, "default-src 'none'", "policy"),
    ] {
        assert_eq!(code(&seen(tag(src), policy), true), told, "{src} {policy}");
    }
    assert_eq!(code(&seen(tag(&right), ""), false), "house_unreachable");
    assert_eq!(code(&seen(tag(&own), ""), false), "found");
}

#[test]
fn the_privacy_paragraph_says_what_the_settings_are() {
    let mut bed = Bed::new();
    let text = paragraph(&bed.measured);
    assert!(text.contains("No cookie") && text.contains("400 days") && text.contains("until you close it"), "{text}");
    bed.measured.settings.tab_storage = false;
    bed.measured.settings.signals = Signals::Skip;
    let text = paragraph(&bed.measured);
    assert!(
        text.contains("Nothing is stored in your browser") && text.contains("nothing of your visit is kept"),
        "{text}"
    );
}

#[test]
fn the_script_weighs_a_kibibyte_at_most() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    // By brotli, which Node compresses: the house itself needs no such thing.
    let script = script(&Bed::new().measured);
    let weigh = "let b=[];process.stdin.on('data',d=>b.push(d)).on('end',()=>console.log(require('zlib').brotliCompressSync(Buffer.concat(b)).length))";
    let mut node =
        Command::new("node").args(["-e", weigh]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    node.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let said = node.wait_with_output().unwrap();
    let bytes: usize = String::from_utf8(said.stdout).unwrap().trim().parse().unwrap();
    assert!(bytes <= 1_024, "{bytes} bytes of {script}");
}
