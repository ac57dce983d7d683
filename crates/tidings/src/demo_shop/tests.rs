//! The shop, audited: what is planted is found, and nothing else; mended, nothing is.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use advise::demo::{Dress, WornBar, WornCard};
use domain::{Clock, SystemClock};
use optimize::audit::{Audit, Severity};
use optimize::buttons::Bar;
use optimize::crawl::web::{self, Plan, Start};
use optimize::kept::Picture;
use optimize::report::result::{Score, score};
use tokio::runtime::Runtime;
use url::Url;

use super::faults::{FAULTS, Plant, planted as planted_in};
use super::{Shop, goods, pages};
use crate::demo;

/// Page → rules that found something there.
type Found = BTreeMap<String, BTreeSet<&'static str>>;

struct Audited {
    severe: Found,
    notes: Found,
    score: Score,
}

fn audited(dress: &Dress) -> Audited {
    let runtime = Runtime::new().unwrap();
    let shop = runtime.block_on(Shop::on(0)).unwrap();
    shop.serve(dress);
    let start = Start::Sites(vec![Url::parse(&shop.base).unwrap()]);
    let plan = Plan { allow: start.hosts(), fast: true, ..Plan::new(start) };
    let folder = tempfile::tempdir().unwrap();
    let clock = SystemClock;
    let crawl = web::read(&plan, folder.path(), &clock, &AtomicBool::new(false), &mut |_| {}).unwrap().crawl;
    assert_eq!(crawl.unread, []);
    let took = Duration::ZERO;
    let audit = Audit::conclude(String::new(), clock.now(), took, crawl.seen, crawl.pages, crawl.unread).unwrap();
    let mut audited = Audited { severe: Found::new(), notes: Found::new(), score: score(&audit.summary) };
    let mut visit = |judged: optimize::audit::Judged| {
        let path = judged.page.url.path().to_owned();
        audited.severe.entry(path.clone()).or_default();
        for finding in judged.findings {
            let found = if finding.severity == Severity::Note { &mut audited.notes } else { &mut audited.severe };
            found.entry(path.clone()).or_default().insert(finding.rule.id);
        }
        Ok(())
    };
    audit.each(&mut visit).unwrap();
    audited
}

fn planted() -> Found {
    let mut planted = Found::new();
    for page in pages::all() {
        let faults = FAULTS.iter().filter(|fault| (fault.on)(&page.path));
        planted.insert(page.path.clone(), faults.flat_map(|fault| fault.rules).copied().collect());
    }
    planted
}

#[test]
fn what_is_planted_is_found_and_nothing_else() {
    let today = audited(&Dress::default());
    assert_eq!(today.severe, planted());
    assert_eq!(FAULTS.len(), 8);
    assert!(today.score.today < 90, "{:?}: nobody would see a change", today.score);
}

fn mended() -> Dress {
    Dress { mended: true, ..Dress::default() }
}

#[test]
fn mended_the_shop_lacks_pictures_alone() {
    let mended = audited(&mended());
    let mut left = planted();
    for (path, rules) in &mut left {
        rules.retain(|_| path == "/" || path.starts_with("/pantry/"));
    }
    assert_eq!(mended.severe, left);
    assert!((80..100).contains(&mended.score.today), "{:?}: nobody would see what cards bring", mended.score);
}

#[test]
fn with_cards_and_a_bar_the_shop_has_no_fault_at_all() {
    let house = Url::parse("http://127.0.0.1:7979").unwrap();
    let bar = WornBar::new(Bar::default(), HashMap::new(), house);
    let dressed = audited(&Dress { cards: cards(), bar: Some(bar), ..mended() });
    assert_eq!(dressed.severe, pages::all().iter().map(|page| (page.path.clone(), BTreeSet::new())).collect());
    assert_eq!(dressed.score.today, 100, "{:?} {:?}", dressed.score, dressed.notes);
}

/// A card for each page that waits for one: a picture of the size of a card will do.
fn cards() -> BTreeMap<String, WornCard> {
    let bytes = demo::file(&format!("pictures/{}", goods::FRONT.file)).unwrap();
    let picture = Picture { bytes: Arc::new(bytes), media_type: "image/jpeg" };
    let waiting = pages::all().into_iter().filter(|page| planted_in(page).is_some_and(Plant::waits_for_a_card));
    let card = |page: pages::Page| {
        let name = "0123456789abcdef0123456789abcdef".to_owned();
        (page.path, WornCard { name, alt: "A card".to_owned(), picture: picture.clone() })
    };
    waiting.map(card).collect()
}

#[test]
fn no_link_of_the_shop_leaves_this_machine() {
    for page in pages::all() {
        let html = page.html(&HERE, &Dress::default());
        let mut links = html.split("href=\"http").skip(1);
        assert!(
            links.all(|rest| rest.starts_with("://bakery.localhost:1") || rest.starts_with("://networks.localhost:2/"))
        );
        assert!(
            html.contains(
                "href=\"http://networks.localhost:2/www.facebook.com/sharer/sharer.php?u=http%3A%2F%2Fbakery"
            )
        );
    }
}

const HERE: pages::At<'_> = pages::At { base: "http://bakery.localhost:1", networks: "http://networks.localhost:2" };

#[test]
fn the_shop_has_forty_pages_each_with_a_fault_at_most() {
    let pages = pages::all();
    assert_eq!(pages.len(), 40);
    let paths: BTreeSet<&str> = pages.iter().map(|page| &*page.path).collect();
    assert_eq!(paths.len(), 40);
    for path in paths {
        assert!(FAULTS.iter().filter(|fault| (fault.on)(path)).count() <= 1, "{path} would show two faults at once");
    }
}

#[test]
fn every_picture_of_the_shop_is_in_the_program() {
    for picture in goods::PICTURES {
        assert!(demo::file(&format!("pictures/{}", picture.file)).is_some(), "{}", picture.file);
    }
}

#[test]
fn every_page_says_that_it_is_demo_data() {
    for page in pages::all() {
        assert!(page.html(&HERE, &Dress::default()).contains("Demo data that comes with Tidings"));
    }
}

#[test]
fn the_documentation_names_every_fault() {
    let told = include_str!("../../../../docs/demo.md");
    for rule in FAULTS.iter().flat_map(|fault| fault.rules) {
        assert!(told.contains(&format!("`{rule}`")), "docs/demo.md does not name {rule}");
    }
}

#[test]
fn the_page_that_the_strip_proposes_to_write_about_is_there() {
    let page = format!("/{}", advise::demo::WRITTEN_ABOUT);
    assert!(pages::all().iter().any(|it| it.path == page), "{page}");
}
