//! What the pages of a site lack, for a plug-in that mends them where they are made.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use optimize::kept;
use optimize::wanting::Wanting;
use sandbox::{Answer, Site};
use store::Db;

use crate::bed::{Bed, SITE};

on_both!(
    what_the_plug_in_writes_goes_on_to_be_lacking_until_others_write_it,
    a_page_that_an_audit_did_not_come_to_lacks_what_it_lacked,
);

const LEAD: &str =
    "Rye and walnuts from the valley, thirty hours of rest, and the stone oven from four in the morning on.";

/// A site of a start page and one more.
fn site(head: &str, text: &str) -> Site {
    let page = format!(
        "<html lang=en><head><title>Rye with walnuts</title>{head}</head><h1>Rye with walnuts</h1><p>{text}</p>"
    );
    with_bread(Answer::html(page))
}

fn with_bread(answer: Answer) -> Site {
    Site::new()
        .page("/robots.txt", Answer::text(""))
        .page("/", Answer::html("<html lang=en><title>Home</title><a href=/bread>Bread</a>"))
        .page("/bread", answer)
}

async fn bread(bed: &Bed, address: &str) -> Option<Wanting> {
    bed.ask().await;
    bed.work().await;
    let audits = kept::telling(&bed.db, SITE).await.unwrap();
    let lacking = kept::lacking(bed.data.path(), &audits).unwrap();
    let mut of: Vec<Wanting> = lacking.into_iter().filter(|it| it.url.as_str() == address).collect();
    assert!(of.len() <= 1, "{of:?}");
    of.pop()
}

/// What the plug-in prints where others print `theirs`.
fn printed(tags: &BTreeMap<String, String>, theirs: &[(&str, &str)]) -> String {
    let over: BTreeMap<&String, Vec<&str>> = tags
        .keys()
        .map(|name| (name, theirs.iter().filter(|(other, _)| other == name).map(|(_, content)| *content).collect()))
        .collect();
    let mut head = format!("<meta name='tidings:without' content='{}'>", serde_json::to_string(&over).unwrap());
    for (name, content) in tags {
        write!(head, "<meta property=\"{name}\" content=\"{content}\">").unwrap();
    }
    head
}

async fn what_the_plug_in_writes_goes_on_to_be_lacking_until_others_write_it(db: Db) {
    let wrong = "<meta property='og:url' content='http://localhost:3000/bread'>\
                 <meta property='og:title' content='Rye'><meta property='og:title' content='Walnuts'>";
    let running = site(wrong, LEAD).start().await.unwrap();
    let (bed, address) = (Bed::of(db, &running.at("/")).await, running.at("/bread"));
    let first = bread(&bed, &address).await.unwrap();
    assert_eq!((&first.tags["og:description"][..], &first.tags["og:url"]), (LEAD, &address));
    assert!(first.missing.contains("og:description") && !first.missing.contains("og:url"), "{first:?}");
    assert_eq!(first.tags["og:title"], "Rye", "one of the two");

    let theirs = [("og:url", "http://localhost:3000/bread"), ("og:title", "Rye"), ("og:title", "Walnuts")];
    running.becomes(site(&printed(&first.tags, &theirs), LEAD));
    for _ in 0..2 {
        assert_eq!(bread(&bed, &address).await.as_ref(), Some(&first));
    }

    // The owner writes another text: it is that which his description follows, though the old one stands there.
    let new =
        "Walnuts again, and this year for the first time from our own three trees behind the old mill by the river.";
    running.becomes(site(&printed(&first.tags, &theirs), new));
    let after = bread(&bed, &address).await.unwrap();
    assert_eq!(after.tags["og:description"], new);
    assert_eq!(after.tags["og:title"], first.tags["og:title"]);

    // Another plug-in is set right; ours still writes over it, and says what that prints.
    let all: Vec<(&str, &str)> = after.tags.iter().map(|(name, content)| (&**name, &**content)).collect();
    running.becomes(site(&printed(&first.tags, &all), new));
    assert_eq!(bread(&bed, &address).await.map(|it| it.tags).unwrap_or_default(), BTreeMap::new());
}

async fn a_page_that_an_audit_did_not_come_to_lacks_what_it_lacked(db: Db) {
    let running = site("", LEAD).start().await.unwrap();
    let (bed, address) = (Bed::of(db, &running.at("/")).await, running.at("/bread"));
    let first = bread(&bed, &address).await.unwrap();
    for away in [Answer::close(), Answer::status(503)] {
        running.becomes(with_bread(away));
        assert_eq!(bread(&bed, &address).await.as_ref(), Some(&first));
    }
    let own: BTreeMap<String, String> = first.tags;
    let key = |name: &str| if name.starts_with("og:") { "property" } else { "name" };
    let own = own.iter().map(|(name, says)| format!("<meta {}=\"{name}\" content=\"{says}\">", key(name)));
    let own: String = own.collect();
    running.becomes(site(&own, LEAD));
    assert_eq!(
        bread(&bed, &address).await.map(|it| it.tags).unwrap_or_default(),
        BTreeMap::new(),
        "it came to it again"
    );
}
