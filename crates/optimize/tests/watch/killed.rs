//! An audit killed in the middle, as a machine that loses power kills it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use optimize::crawl::web::Plan;
use sandbox::{Answer, Site};
use serde_json::Value;

use crate::{Bed, audit, chain_on, plan, site_json};

const PAGES: usize = 130;

/// Not a test by itself: the process that is killed runs it.
#[test]
#[ignore = "runs in a process of its own, which is killed"]
fn the_audit_that_is_killed() {
    let (Ok(start), Ok(folder)) = (std::env::var("TIDINGS_START"), std::env::var("TIDINGS_FOLDER")) else { return };
    audit(&plan(&start), Path::new(&folder), &AtomicBool::new(false), &mut |_| ()).unwrap();
}

/// Everything that readers are given in the end, but for the number of changes that led there.
fn whole(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder.join("sheet"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .filter(|(name, _)| name != "site.json")
        .collect();
    files.push(("result.json".to_owned(), fs::read(folder.join("result.json")).unwrap()));
    files.sort();
    files
}

fn unmarked(folder: &Path) -> Value {
    let mut site = site_json(folder);
    site["version"] = Value::Null;
    site["round"] = Value::Null;
    site
}

#[test]
fn an_audit_that_was_killed_goes_on_to_the_same_result_as_one_that_was_not() {
    // Killed while it reads pages, and while it looks at pictures.
    for hangs in ["/115", "/7.png"] {
        let bed = Bed::of(chain_on(Site::new().page_at_first(1, hangs, Answer::silence()), PAGES, Duration::ZERO));
        let (site, undisturbed) = (&bed.site, tempfile::tempdir().unwrap());
        let killed = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::the_audit_that_is_killed", "--ignored"])
            .env("TIDINGS_START", site.at("/"))
            .env("TIDINGS_FOLDER", killed.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let deadline = Instant::now() + Duration::from_mins(2);
        while site.asked_for(hangs) == 0 {
            assert!(Instant::now() < deadline, "the audit never came to {hangs}");
            assert!(child.try_wait().unwrap().is_none(), "the audit ended before {hangs}");
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(site_json(killed.path())["count"].as_u64().unwrap() >= 100, "full hundreds are on disk");
        assert!(!killed.path().join("result.json").exists());

        let plan = plan(&site.at("/"));
        let stop = AtomicBool::new(false);
        let mut versions = vec![site_json(killed.path())["version"].as_u64().unwrap()];
        audit(&Plan { resume: true, ..plan.clone() }, killed.path(), &stop, &mut |_| {
            versions.push(site_json(killed.path())["version"].as_u64().unwrap());
        })
        .unwrap();
        assert!(versions.is_sorted(), "{versions:?}");
        audit(&plan, undisturbed.path(), &stop, &mut |_| ()).unwrap();
        let (one, other) = (whole(killed.path()), whole(undisturbed.path()));
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&one), names(&other));
        for ((name, one), (_, other)) in one.iter().zip(&other) {
            assert!(one == other, "{name} differs after {hangs}");
        }
        assert_eq!(unmarked(killed.path()), unmarked(undisturbed.path()));
    }
}
