//! Which pages are found, in which order, under which address.

use optimize::crawl::patterns::Patterns;
use optimize::crawl::web::{Event, Plan, Start};
use sandbox::{Answer, Site};

use crate::{Bed, page, pages, paths, png, sorted};

#[test]
fn the_start_page_and_its_pictures_come_before_anything_else() {
    let start = Answer::html(
        "<title>Bakery</title><meta property=og:image content=/bread.png><a href=/rye>Rye</a><a href=/oat>Oat</a>",
    );
    let bed = Bed::of(
        Site::new()
            .page("/", start)
            .page("/bread.png", Answer::bytes("image/png", png(1200, 630, 5000)))
            .page("*", page("Bread", &["/"])),
    );
    let mut first = None;
    let website = bed
        .told(&bed.plan("/"), &mut |event| {
            if let Event::Start(page, images, _) = event {
                let picture = images.of(&bed.url("/bread.png")).and_then(domain::ImageFacts::size);
                first = Some((page.title.as_ref().unwrap().text.clone(), picture, bed.site.requests().len()));
            }
        })
        .unwrap();
    // robots.txt, the page, the picture.
    assert_eq!(first, Some(("Bakery".to_owned(), Some((1200, 630)), 3)));
    assert_eq!(bed.site.asked_for("/bread.png"), 1);
    assert_eq!(website.crawl.seen.images.len(), 1);
    assert!(!website.crawl.stopped);
}

#[test]
fn pages_are_found_by_links_and_sitemaps_and_come_back_the_most_linked_first() {
    let bed = Bed::of(
        Site::new()
            .page("/robots.txt", Answer::text("Sitemap: /maps.xml"))
            .page("/maps.xml", Answer::xml("<sitemapindex><sitemap><loc>/map.xml.gz</loc></sitemap><sitemap><loc>/maps.xml</loc></sitemap></sitemapindex>"))
            .page("/map.xml.gz", Answer::bytes("application/gzip", gz("<urlset><url><loc>/lonely</loc></url><url><loc>http://elsewhere.example/</loc></url></urlset>")))
            .page("/", page("Home", &["/a", "/b#part", "mailto:a@bakery.example", "http://elsewhere.example/", "/doc.pdf"]))
            .page("/a", page("A", &["/b?utm_source=a", "/"]))
            .page("/b", page("B", &["/", "/c"]))
            .page("/c", page("C", &["/b", "/"]))
            .page("/lonely", page("Lonely", &[])),
    );
    let website = bed.crawl();
    let paths = paths(&website);
    assert_eq!(paths[..2], ["/", "/b"]);
    assert_eq!(sorted(paths), ["/", "/a", "/b", "/c", "/lonely"]);
    assert_eq!(bed.site.asked_for("/doc.pdf"), 0);
    assert_eq!(bed.site.asked_for("/b"), 1);
    assert!(website.crawl.unread.is_empty(), "{:?}", website.crawl.unread);
}

fn gz(text: &str) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_crawl_that_ends_early_has_read_the_most_linked_and_the_newest() {
    let mut site = Site::new()
        .page("/robots.txt", Answer::text(""))
        .page(
            "/sitemap.xml",
            Answer::xml("<urlset><url><loc>/new</loc><lastmod>2026-11-20</lastmod></url><url><loc>/old</loc><lastmod>1999-01-01</lastmod></url></urlset>"),
        )
        .page("/sitemap_index.xml", Answer::status(404));
    let many: Vec<String> = (0..40).map(|n| format!("/page/{n}")).collect();
    let links: Vec<&str> = many.iter().map(String::as_str).collect();
    site = site.page("/", page("Home", &links));
    for path in &many {
        site = site.page(path, page(path, &["/hub"]));
    }
    let bed =
        Bed::of(site.page("/hub", page("Hub", &[])).page("/new", page("New", &[])).page("/old", page("Old", &[])));
    let website = bed.read(&Plan { max_pages: 40, ..bed.plan("/") }).unwrap();
    let paths = paths(&website);
    assert_eq!(paths.len(), 40);
    assert_eq!(paths[..2], ["/", "/hub"]);
    assert!(paths.contains(&"/new".to_owned()) && !paths.contains(&"/old".to_owned()), "{paths:?}");
}

#[test]
fn patterns_and_the_folder_of_the_start_keep_a_crawl_in_bounds() {
    let bed = Bed::of(
        Site::new()
            .page("/shop/", page("Shop", &["/shop/a", "/shop/b", "/blog/c", "/shop/cart?add=1", "/shop/secret/x"]))
            .page("*", page("Page", &[])),
    );
    let wanted = Patterns::new(&[], &["/shop/cart".to_owned(), "*secret*".to_owned()]);
    let website = bed.read(&Plan { wanted, ..bed.plan("/shop/") }).unwrap();
    assert_eq!(sorted(paths(&website)), ["/shop/", "/shop/a", "/shop/b"]);
}

#[test]
fn a_page_behind_a_redirect_is_one_page_however_often_it_is_linked() {
    let bed = Bed::of(
        Site::new()
            .page("/", page("Home", &["/old", "/older", "/new", "/away"]))
            .page("/old", Answer::redirect(301, "/new"))
            .page("/older", Answer::redirect(301, "/old"))
            .page("/away", Answer::redirect(302, "http://elsewhere.example/"))
            .page("/new", page("New", &[])),
    );
    let website = bed.crawl();
    let titles: Vec<String> = pages(&website).iter().map(|page| page.url.path().to_owned()).collect();
    assert_eq!(sorted(titles), ["/", "/new"]);
}

#[test]
fn a_list_and_a_sitemap_are_read_and_nothing_else() {
    let bed = Bed::of(
        Site::new()
            .page("/map.xml", Answer::xml("<urlset><url><loc>/a</loc></url><url><loc>/b</loc></url></urlset>"))
            .page("*", page("Page", &["/more"])),
    );
    let list = Start::List(vec![bed.url("/b"), bed.url("/a?x=1"), bed.url("/b#again")]);
    let website = bed.read(&Plan { start: list, ..bed.plan("/") }).unwrap();
    assert_eq!(sorted(paths(&website)), ["/a?x=1", "/b"]);
    let map = Start::Sitemap(bed.url("/map.xml"));
    let website = bed.read(&Plan { start: map, ..bed.plan("/") }).unwrap();
    assert_eq!(sorted(paths(&website)), ["/a", "/b"]);
}

#[test]
fn a_site_that_makes_addresses_without_end_is_left_at_some_point() {
    // Each page links to two more queries, and to itself one folder deeper.
    let endless = Answer::html("<title>Day</title><a href='next/'>deeper</a>");
    let mut site = Site::new();
    for n in 0..600 {
        site = site.page(&format!("/day?n={n}"), page("Day", &[&format!("/day?n={}", n + 1)]));
    }
    let bed = Bed::of(site.page("/", page("Home", &["/day?n=0", "/next/"])).page("*", endless));
    let website = bed.crawl();
    let paths = paths(&website);
    assert!(paths.len() < 230, "{}", paths.len());
}
