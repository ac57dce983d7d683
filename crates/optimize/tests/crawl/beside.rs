//! What is asked beside the pages: canonical addresses, a page that cannot exist, pictures for the report.

use domain::ImageKind;
use optimize::audit::Needs;
use optimize::crawl::web::Plan;
use optimize::report::Thumbnails;
use sandbox::{Answer, Site};

use crate::{Bed, page};

#[test]
fn canonical_addresses_are_asked_unless_the_crawl_met_them() {
    let canonical = |to: &str| Answer::html(format!("<title>A</title><link rel=canonical href={to}>"));
    let bed = Bed::of(
        Site::new()
            .page("/", page("Home", &["/a", "/b", "/c", "/d"]))
            .page("/a", canonical("/gone"))
            .page("/b", canonical("/c"))
            .page("/c", canonical("/moved"))
            .page("/d", canonical("/d"))
            .page("/moved", Answer::redirect(301, "/c")),
    );
    let site = bed.crawl().crawl.seen.site;
    let answer = |path: &str| site.answer(&bed.url(path));
    assert_eq!(answer("/gone"), Some((404, false)));
    assert_eq!(answer("/moved"), Some((301, true)));
    assert_eq!(answer("/c"), Some((200, false)));
    assert_eq!(bed.site.asked_for("/c"), 1);
}

#[test]
fn an_address_that_cannot_exist_tells_what_error_pages_are() {
    let bed = Bed::of(
        Site::new().page("/robots.txt", Answer::text("")).page("/", page("Home", &[])).page("*", page("Home", &[])),
    );
    let missing = bed.crawl().crawl.seen.site.missing_page.unwrap();
    assert_eq!((missing.status, missing.title.as_deref(), missing.picture), (200, Some("Home"), false));
}

#[test]
fn what_was_not_looked_at_is_told() {
    let bed = Bed::of(Site::new().page("/", page("Home", &[])));
    let unseen = bed.crawl().crawl.seen.unseen;
    assert_eq!(unseen.keys().copied().collect::<Vec<_>>(), [Needs::Agents, Needs::Render, Needs::History]);
}

#[test]
fn pictures_are_kept_small_for_the_report() {
    let mut large = Vec::new();
    let noise = image::RgbImage::from_fn(1200, 630, |x, y| {
        image::Rgb([((x * 7) ^ y) as u8, (x ^ (y * 3)) as u8, (x * y) as u8])
    });
    noise.write_to(&mut std::io::Cursor::new(&mut large), image::ImageFormat::Png).unwrap();
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'/>";
    let html = "<title>A</title><meta property=og:image content=/large.png><meta property=og:image content=/s.svg><meta property=og:image content=/third.png>";
    let bed = Bed::of(
        Site::new()
            .page("/", Answer::html(html))
            .page("/large.png", Answer::bytes("image/png", large.clone()))
            .page("/s.svg", Answer::bytes("image/svg+xml", svg))
            .page("/third.png", Answer::bytes("image/png", large)),
    );
    let website = bed.read(&Plan { pictures: 10, ..bed.plan("/") }).unwrap();
    let (kind, bytes) = website.kept.thumbnail(&bed.url("/large.png")).unwrap();
    assert_eq!(kind, ImageKind::Jpeg);
    let small = image::load_from_memory(&bytes).unwrap();
    assert_eq!((small.width(), small.height()), (640, 336));
    assert_eq!(website.kept.thumbnail(&bed.url("/s.svg")).unwrap(), (ImageKind::Svg, svg.as_bytes().to_vec()));
    assert_eq!(website.kept.thumbnail(&bed.url("/none.png")), None);
    for path in ["/large.png", "/s.svg", "/third.png"] {
        assert_eq!(bed.site.asked_for(path), 1, "{path}");
    }
}

#[test]
#[cfg(unix)]
fn a_page_is_drawn_by_the_browser_that_was_named() {
    use std::os::unix::fs::PermissionsExt;

    let bed = Bed::of(Site::new().page("/", page("Raw", &[])));
    // Stands for a browser: it writes what it was asked for as the page after its scripts.
    let browser = bed.folder.path().join("browser");
    let script = "#!/bin/sh\nfor last; do :; done\necho \"<html><head><title>Drawn</title><meta name=description content='$last'></head>\"\n";
    std::fs::write(&browser, script).unwrap();
    std::fs::set_permissions(&browser, PermissionsExt::from_mode(0o755)).unwrap();
    let website = bed.read(&Plan { render: Some(browser), ..bed.plan("/") }).unwrap();
    let drawn = &website.crawl.seen.rendered[bed.url("/").as_str()];
    assert_eq!(drawn.title.as_ref().unwrap().text, "Drawn");
    assert_eq!(drawn.whole().named("description"), Some(bed.site.at("/").as_str()));
    assert!(!website.crawl.seen.unseen.contains_key(&Needs::Render));
}

#[test]
fn a_browser_that_is_not_there_leaves_drawn_pages_unseen() {
    let bed = Bed::of(Site::new().page("/", page("Raw", &[])));
    let website = bed.read(&Plan { render: Some("/no/such/browser".into()), ..bed.plan("/") }).unwrap();
    assert!(website.crawl.seen.unseen[&Needs::Render].contains("cannot be started"));
}
