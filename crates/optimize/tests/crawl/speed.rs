//! How fast a folder is crawled over loopback: `TIDINGS_SITE=folder cargo test --release -p optimize --test crawl -- --ignored --nocapture`.

use std::time::Instant;

use optimize::crawl::web::Plan;
use sandbox::Site;

use crate::Bed;

#[test]
#[ignore = "a measurement, run by hand with --release"]
fn how_many_pages_a_second() {
    let folder = std::env::var("TIDINGS_SITE").unwrap();
    let bed = Bed::of(Site::folder(folder).sitemap());
    let started = Instant::now();
    let mut start = None;
    let mut pages = None;
    let website = bed
        .told(&Plan { pictures: 0, ..bed.plan("/") }, &mut |event| match event {
            optimize::crawl::web::Event::Start(..) => start = Some(started.elapsed()),
            optimize::crawl::web::Event::Read { .. } => pages = Some(started.elapsed()),
            _ => {}
        })
        .unwrap();
    let count = website.crawl.seen.site.pages;
    let read = pages.unwrap();
    println!("{count} pages, {:.0} a second", f64::from(count) / read.as_secs_f64());
    println!("start page after {start:?}, all pages after {read:?}, everything after {:?}", started.elapsed());
    println!(
        "{} pictures, {} unread {:?}",
        website.crawl.seen.images.len(),
        website.crawl.unread.len(),
        website.crawl.unread.first()
    );
    let memory = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{:?}", memory.lines().find(|line| line.starts_with("VmHWM")));
}
