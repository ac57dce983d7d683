//! A page found by its address: in a whole sheet, in one that grows, in one whose file of addresses is missing or damaged.

use std::fs;
use std::path::Path;
use std::time::Instant;

use optimize::audit::Audit;
use optimize::report::sheet::{self, Growing, Looked, Stands};
use proptest::prelude::*;
use tempfile::TempDir;
use url::Url;

use crate::demo;

fn made(count: usize) -> (TempDir, Audit) {
    let audit = demo::audit(count);
    let folder = tempfile::tempdir().unwrap();
    sheet::finish(&audit, &demo::Drawn, folder.path(), &mut |_| ()).unwrap();
    (folder, audit)
}

/// The addresses of all pages, in the order of the sheet.
fn addresses(audit: &Audit) -> Vec<Url> {
    let mut all = Vec::new();
    let each = audit.each(&mut |judged| {
        all.push(judged.page.url);
        Ok(())
    });
    each.unwrap();
    all
}

fn stands(folder: &Path, address: &Url) -> Option<Box<Stands>> {
    match sheet::look_up(folder, address).unwrap() {
        Looked::Stands(stands) => Some(stands),
        Looked::Missing => None,
        Looked::NoSheet => panic!("no sheet"),
    }
}

fn each_is_found(folder: &Path, addresses: &[Url]) {
    for (number, address) in addresses.iter().enumerate() {
        let stands = stands(folder, address).unwrap_or_else(|| panic!("{address}"));
        assert_eq!((stands.number, stands.part, stands.row), (number, number / 100, number % 100), "{address}");
        assert_eq!(stands.address_of(number).unwrap().as_deref(), Some(address.as_str()));
    }
}

#[test]
fn each_page_is_found_with_its_neighbours_and_no_other() {
    let (folder, audit) = made(250);
    let all = addresses(&audit);
    each_is_found(folder.path(), &all);
    for strange in ["https://bakery.example/never", "https://elsewhere.example/", "https://bakery.example/?x=1"] {
        assert!(stands(folder.path(), &strange.parse().unwrap()).is_none(), "{strange}");
    }
    let boundary = stands(folder.path(), &all[99]).unwrap();
    assert_eq!(boundary.address_of(98).unwrap().as_deref(), Some(all[98].as_str()));
    assert_eq!(boundary.address_of(100).unwrap().as_deref(), Some(all[100].as_str()), "of the next hundred");
    assert_eq!(boundary.address_of(250).unwrap(), None);
    let nowhere = tempfile::tempdir().unwrap();
    assert!(matches!(sheet::look_up(nowhere.path(), &all[0]).unwrap(), Looked::NoSheet));
}

#[test]
fn in_short_a_page_is_what_was_judged() {
    let (folder, audit) = made(120);
    audit
        .each(&mut |judged| {
            let short = stands(folder.path(), &judged.page.url).unwrap().in_short()?;
            assert_eq!(short.networks.len(), judged.today.len());
            let found: Vec<&str> = short.rules.iter().map(|found| found.rule.as_str()).collect();
            let mut rules: Vec<&str> = judged.findings.iter().map(|finding| finding.rule.id).collect();
            rules.dedup();
            assert_eq!(found, rules);
            assert!(short.mended >= short.right);
            for (network, preview) in short.networks.iter().zip(&judged.today) {
                assert_eq!(serde_json::to_value(&network.verdict)?, serde_json::to_value(preview.verdict)?);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_sheet_that_grows_and_one_without_the_file_answer_too() {
    let (folder, audit) = made(130);
    fs::remove_file(folder.path().join("sheet/addresses")).unwrap();
    let all = addresses(&audit);
    each_is_found(folder.path(), &all);
    let under_way = tempfile::tempdir().unwrap();
    let mut growing = Growing::create(under_way.path(), &all[0]).unwrap();
    assert!(stands(under_way.path(), &all[0]).is_none(), "an empty one");
    audit.each(&mut |judged| growing.add(&judged, &audit.seen.images, &demo::Drawn)).unwrap();
    growing.write().unwrap();
    each_is_found(under_way.path(), &all);
}

#[test]
fn a_file_that_is_cut_off_or_of_another_sheet_is_not_asked() {
    let (folder, audit) = made(130);
    let all = addresses(&audit);
    let file = folder.path().join("sheet/addresses");
    let whole = fs::read(&file).unwrap();
    for length in [0, 1, 19, 20, 21, 31, 32, whole.len() - 12, whole.len() - 1] {
        fs::write(&file, &whole[..length]).unwrap();
        each_is_found(folder.path(), &all[..20]);
    }
    // Of as many pages in another order: what it names is not what stands there.
    let mut turned = whole[..20].to_vec();
    for (at, record) in whole[20..].chunks(12).enumerate() {
        turned.extend_from_slice(&record[..8]);
        turned.extend_from_slice(&(all.len() as u32 - 1 - at as u32).to_be_bytes());
    }
    fs::write(&file, turned).unwrap();
    each_is_found(folder.path(), &all);
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    each_is_found(folder.path(), &all[..20]);
}

#[test]
fn a_damaged_sheet_finds_nothing_and_breaks_nothing() {
    let (folder, audit) = made(130);
    let all = addresses(&audit);
    let sheet_file = |name: &str| folder.path().join("sheet").join(name);
    fs::write(sheet_file("index-0.json"), "{\"u\":[").unwrap();
    assert!(stands(folder.path(), &all[3]).is_none());
    assert!(stands(folder.path(), &all[120]).is_some(), "the other hundred is whole");
    fs::remove_file(sheet_file("index-0.json")).unwrap();
    assert!(stands(folder.path(), &all[3]).is_none());
    let site: serde_json::Value = serde_json::from_slice(&fs::read(sheet_file("site.json")).unwrap()).unwrap();
    for (count, chunk) in [(130_u64, 0_u64), (0, 100), (u64::MAX, 100), (u64::MAX, 1), (u64::MAX / 8, u64::MAX)] {
        let mut wrong = site.clone();
        (wrong["count"], wrong["chunk"]) = (count.into(), chunk.into());
        fs::write(sheet_file("site.json"), wrong.to_string()).unwrap();
        let _ = stands(folder.path(), &all[3]);
    }
    fs::write(sheet_file("site.json"), "[]").unwrap();
    assert!(matches!(sheet::look_up(folder.path(), &all[120]).unwrap(), Looked::NoSheet));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_the_file_holds_a_found_page_is_the_right_one(damage in prop::collection::vec((20_usize..20 + 12 * 40, any::<u8>()), 0..60)) {
        let (folder, audit) = made(40);
        let all = addresses(&audit);
        let file = folder.path().join("sheet/addresses");
        let mut bytes = fs::read(&file).unwrap();
        for (at, byte) in damage {
            bytes[at] = byte;
        }
        fs::write(&file, bytes).unwrap();
        for (number, address) in all.iter().enumerate() {
            if let Some(stands) = stands(folder.path(), address) {
                prop_assert_eq!(stands.number, number);
            }
        }
    }
}

#[test]
#[ignore = "a minute; prints how long a look-up takes"]
fn how_long_a_look_up_takes_among_100_000_pages() {
    let (folder, audit) = made(100_000);
    let all = addresses(&audit);
    for (what, times) in [("with the file of addresses", 500), ("without it", 50)] {
        let mut took: Vec<_> = (0..times)
            .map(|n| {
                let address = &all[(n * 7_919 + 13) % all.len()];
                let began = Instant::now();
                assert!(stands(folder.path(), address).is_some());
                began.elapsed()
            })
            .collect();
        took.sort_unstable();
        println!("{what}: median {:?}, slowest {:?}", took[times / 2], took[times - 1]);
        let _ = fs::remove_file(folder.path().join("sheet/addresses"));
    }
}
