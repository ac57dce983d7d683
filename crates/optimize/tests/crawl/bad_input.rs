//! Sites that misbehave end in a page with its faults, or in a line of what was not read; never in a crash or a crawl
//! without an end.

use std::time::{Duration, Instant};

use domain::ImageFault;
use optimize::crawl::web::{Fault, Plan};
use sandbox::{Answer, Ranges, Site};

use crate::{Bed, page, pages, paths, png, sorted};

#[test]
fn whatever_one_page_does_the_others_are_read() {
    let large = "<p>bread and butter</p>".repeat(50_000);
    let bed = Bed::of(
        Site::new()
            .page(
                "/",
                page(
                    "Home",
                    &[
                        "/closes",
                        "/loop",
                        "/private",
                        "/drip",
                        "/headers",
                        "/short",
                        "/bomb",
                        "/endless",
                        "/large",
                        "/gzip",
                        "/empty",
                        "/nul",
                        "/error",
                        "/wrong-type",
                        "/picture",
                        "/good",
                    ],
                ),
            )
            .page("/closes", Answer::close())
            .page("/loop", Answer::redirect(302, "/loop"))
            .page("/private", Answer::redirect(302, "http://169.254.169.254/latest/"))
            .page("/drip", Answer::html("<title>Drip</title>").drip(1, Duration::from_millis(400)))
            .page("/headers", Answer::endless_headers())
            .page("/short", Answer::html("<title>Short</title>").claim_length(9_999))
            .page("/bomb", Answer::bomb())
            .page("/endless", Answer::html("<p>and so on</p>".repeat(1000)).endless())
            .page("/large", Answer::html(format!("<title>Large</title>{large}")))
            .page("/gzip", Answer::html(format!("<title>Gzip</title>{}", "x y z ".repeat(5000))).gzip().truncated(90))
            .page("/empty", Answer::html(""))
            .page("/nul", Answer::html("<title>\0\0</title>\0"))
            .page("/error", Answer::status(500))
            .page("/wrong-type", page("Wrong type", &[]).without("content-type").header("Content-Type", "text/plain"))
            .page("/picture", Answer::bytes("image/png", png(1, 1, 1)))
            .page("/good", page("Good", &["/"])),
    );
    let started = Instant::now();
    let website = bed.crawl();
    assert!(started.elapsed() < Duration::from_mins(1), "{:?}", started.elapsed());
    let read = ["/", "/bomb", "/empty", "/endless", "/good", "/gzip", "/large", "/nul", "/short", "/wrong-type"];
    assert_eq!(sorted(paths(&website)), read);
    let unread: Vec<String> =
        website.crawl.unread.iter().map(|(address, _)| address.rsplit('/').next().unwrap().to_owned()).collect();
    assert_eq!(sorted(unread), ["closes", "drip", "error", "headers", "loop", "private"]);
    for page in pages(&website) {
        let fetched = page.fetched.as_ref().unwrap();
        match page.url.path() {
            "/short" | "/gzip" => assert!(fetched.cut_off, "{}", page.url),
            "/bomb" | "/endless" => assert!(page.unread > 0, "{}", page.url),
            "/large" => assert_eq!((page.unread, page.size > 1_000_000), (0, true)),
            _ => assert!(!fetched.cut_off && page.unread == 0, "{}", page.url),
        }
    }
}

#[test]
fn a_robots_txt_of_10_mb_is_read_as_far_as_google_reads_it() {
    let mut text = "User-agent: *\nDisallow: /private\n".to_owned();
    text.push_str(&"# and so on\n".repeat(900_000));
    let bed = Bed::of(
        Site::new()
            .page("/robots.txt", Answer::text(text))
            .page("/", page("Home", &["/private", "/a"]))
            .page("*", page("A", &[])),
    );
    let website = bed.crawl();
    assert_eq!(sorted(paths(&website)), ["/", "/a"]);
    assert_eq!(website.crawl.seen.site.robots_of(&bed.url("/")).unwrap().text.len(), 500 * 1024);
}

#[test]
fn a_sitemap_of_nonsense_is_a_line_of_what_was_not_read() {
    let bed = Bed::of(
        Site::new()
            .page("/robots.txt", Answer::text("Sitemap: /a.xml\nSitemap: /b.xml\nSitemap: http://10.0.0.1/c.xml"))
            .page("/a.xml", Answer::xml("<html>not found</html>"))
            .page("/", page("Home", &[])),
    );
    let website = bed.crawl();
    assert_eq!(website.crawl.unread.len(), 3, "{:?}", website.crawl.unread);
    assert!(website.crawl.unread.iter().all(|(_, why)| why.starts_with("sitemap: ")));
}

#[test]
fn a_start_that_cannot_be_read_is_told_with_its_reason() {
    for (answer, told) in [
        (Answer::status(404), "404"),
        (Answer::close(), "broke the connection off"),
        (Answer::bytes("application/pdf", "%PDF"), "no web page"),
        (Answer::redirect(302, "/"), "circle"),
    ] {
        let bed = Bed::of(Site::new().page("/", answer));
        match bed.read(&bed.plan("/")) {
            Err(Fault::NotReachable { why, .. }) => assert!(why.contains(told), "{why}"),
            _ => panic!("{told}"),
        }
    }
}

#[test]
fn pictures_that_lie_are_found_out() {
    let tags: String =
        ["good", "tiny", "huge", "html", "gone", "private", "cut", "wrong-range", "late-size", "other-type"]
            .iter()
            .map(|name| format!("<meta property=og:image content=/{name}>"))
            .collect();
    let late = {
        // A JPEG whose size stands behind 200 KB of profile.
        let mut jpeg = vec![0xff, 0xd8];
        for _ in 0..4 {
            jpeg.extend_from_slice(&[0xff, 0xe2, 0xc3, 0x50]);
            jpeg.resize(jpeg.len() + 0xc350 - 2, 0);
        }
        jpeg.extend_from_slice(&[0xff, 0xc0, 0, 17, 8, 2, 0x76, 4, 0xb0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
        jpeg.resize(jpeg.len() + 5000, 0);
        jpeg
    };
    let bed = Bed::of(
        Site::new()
            .page("/", Answer::html(tags))
            .page("/good", Answer::bytes("image/png", png(1200, 630, 300_000)).ranges(Ranges::Honoured))
            .page("/tiny", Answer::bytes("image/png", "x"))
            .page("/huge", Answer::bytes("image/png", png(65_535, 65_535, 60_000)))
            .page("/html", page("Not a picture", &[]))
            .page("/private", Answer::redirect(302, "http://[::1]/x.png"))
            .page("/cut", Answer::bytes("image/png", &png(10, 10, 60)[..20]).claim_length(60))
            .page("/wrong-range", Answer::bytes("image/png", png(800, 600, 200_000)).ranges(Ranges::Mishandled))
            .page("/late-size", Answer::bytes("image/jpeg", late).ranges(Ranges::Honoured))
            .page("/other-type", Answer::bytes("text/html", png(5, 6, 100)).attachment()),
    );
    let website = bed.read(&Plan { pictures: 3, ..bed.plan("/") }).unwrap();
    let facts = |path: &str| website.crawl.seen.images.of(&bed.url(path)).unwrap().clone();
    assert_eq!((facts("/good").size(), facts("/good").bytes), (Some((1200, 630)), Some(300_000)));
    assert_eq!(facts("/tiny").fault, Some(ImageFault::NotAPicture));
    assert_eq!(facts("/huge").size(), Some((65_535, 65_535)));
    assert_eq!(facts("/html").fault, Some(ImageFault::NotAPicture));
    assert_eq!((facts("/gone").fault, facts("/gone").status), (Some(ImageFault::Status), 404));
    assert_eq!(facts("/private").fault, Some(ImageFault::Private));
    assert_eq!(facts("/cut").fault, Some(ImageFault::Damaged));
    let wrong = facts("/wrong-range");
    assert_eq!((wrong.size(), wrong.range_mishandled), (Some((800, 600)), true));
    assert_eq!(facts("/late-size").size(), Some((1200, 630)));
    let other = facts("/other-type");
    assert_eq!((other.declared, other.attachment, other.size()), (None, true, Some((5, 6))));
}
