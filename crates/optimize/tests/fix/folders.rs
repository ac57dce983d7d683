//! Folders: files are written whole, or left alone with a reason.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use optimize::audit::Seen;
use optimize::crawl::folder::Folder;
use optimize::fix::folder::{FolderMend, To, mend_folder};
use url::Url;

const PAGE: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<title>Rye</title>\n</head>\n<body>\n\
    <p>Bread that rests for two days and comes out of the oven at six.</p>\n</body>\n</html>\n";

/// A site of three pages.
fn site() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("bread")).unwrap();
    for name in ["index.html", "bread/index.html", "bread/a rye.html"] {
        fs::write(dir.path().join(name), PAGE).unwrap();
    }
    dir
}

/// Audits the folder, lets `meanwhile` happen, and mends.
fn mend(root: &Path, to: To<'_>, meanwhile: impl FnOnce()) -> FolderMend {
    let walk = || Folder::walk(root, Some(Url::parse("https://bakery.example/").unwrap()), &|_| true, 100).unwrap();
    let spool = tempfile::tempdir().unwrap();
    let read = walk().read(&spool.path().join("pages.jsonl"), &AtomicBool::new(false), |_| ()).unwrap();
    let seen = Seen { site: read.site, images: read.images, ..Seen::default() };
    meanwhile();
    mend_folder(&walk(), &read.spool, &seen, to).unwrap()
}

fn contents(root: &Path, name: &str) -> String {
    fs::read_to_string(root.join(name)).unwrap()
}

fn files(root: &Path) -> usize {
    fs::read_dir(root).unwrap().count() + fs::read_dir(root.join("bread")).unwrap().count()
}

#[test]
fn files_are_mended_in_place_and_a_second_run_changes_nothing() {
    let dir = site();
    let first = mend(dir.path(), To::Files, || ());
    assert_eq!((first.pages, first.changed, first.refused), (3, 3, Vec::new()));
    assert!(first.settled > 0);
    assert!(contents(dir.path(), "bread/a rye.html").contains("https://bakery.example/bread/a%20rye.html"));
    assert!(
        contents(dir.path(), "bread/index.html")
            .contains(r#"<link rel="canonical" href="https://bakery.example/bread/">"#)
    );
    assert_eq!(files(dir.path()), 4, "something else was left in the folder");
    let second = mend(dir.path(), To::Files, || ());
    assert_eq!((second.changed, second.settled), (0, 0));
}

#[test]
fn a_dry_run_counts_and_touches_nothing() {
    let dir = site();
    let done = mend(dir.path(), To::Nowhere, || ());
    assert_eq!(done.changed, 3);
    assert_eq!(contents(dir.path(), "index.html"), PAGE);
}

#[test]
fn git_and_patch_take_the_patch_and_make_the_same_of_it() {
    let [in_place, by_git, by_patch] = [site(), site(), site()];
    for dir in [&in_place, &by_git, &by_patch] {
        let odd = "<title>No newline at its end</title>\r\n<p>Bread that rests for two days and more.</p>";
        fs::write(dir.path().join("größe.html"), odd).unwrap();
    }
    let mut patch = Vec::new();
    mend(by_git.path(), To::Patch(&mut patch), || ());
    assert_eq!(contents(by_git.path(), "index.html"), PAGE);
    mend(in_place.path(), To::Files, || ());
    let file = in_place.path().join("the.patch");
    fs::write(&file, patch).unwrap();
    let git = ["apply", "--whitespace=nowarn"];
    for (dir, program, arguments) in
        [(&by_git, "git", &git[..]), (&by_patch, "patch", &["-s", "--binary", "-p1", "-i"])]
    {
        let mut command = Command::new(program);
        command.args(arguments).arg(&file).current_dir(dir.path());
        // Neither looks for a repository above the temporary folder.
        let Ok(output) = command.env("GIT_CEILING_DIRECTORIES", dir.path()).output() else {
            assert_eq!(program, "patch", "git is needed to test patches");
            continue;
        };
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        for name in ["index.html", "bread/index.html", "bread/a rye.html", "größe.html"] {
            assert_eq!(contents(dir.path(), name), contents(in_place.path(), name), "{program} {name}");
        }
    }
}

#[test]
fn a_file_that_changed_since_it_was_read_is_left_alone() {
    let dir = site();
    let path = dir.path().join("index.html");
    let changed = PAGE.replace("Rye", "Spelt");
    let done = mend(dir.path(), To::Files, || fs::write(&path, &changed).unwrap());
    assert_eq!(
        done.refused,
        [("index.html".to_owned(), "it changed since it was read: run the audit again".to_owned())]
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), changed);
    assert_eq!(done.changed, 2);
}

#[test]
fn a_file_that_went_away_is_reported() {
    let dir = site();
    let done = mend(dir.path(), To::Files, || fs::remove_file(dir.path().join("index.html")).unwrap());
    assert_eq!(done.refused.len(), 1);
    assert!(done.refused[0].1.starts_with("it cannot be read"), "{:?}", done.refused);
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn permissions_are_kept_and_a_write_protected_file_is_left_alone() {
        let dir = site();
        let (open, shut) = (dir.path().join("index.html"), dir.path().join("bread/index.html"));
        fs::set_permissions(&open, fs::Permissions::from_mode(0o640)).unwrap();
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o444)).unwrap();
        let done = mend(dir.path(), To::Files, || ());
        assert_eq!(done.refused, [("bread/index.html".to_owned(), "it is write-protected".to_owned())]);
        assert_eq!(fs::metadata(&open).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_to_string(&shut).unwrap(), PAGE);
        assert_eq!(files(dir.path()), 4, "something was left in the folder");
    }

    #[test]
    fn what_a_link_brings_in_from_elsewhere_is_left_alone() {
        let elsewhere = site();
        let dir = site();
        symlink(elsewhere.path().join("index.html"), dir.path().join("linked.html")).unwrap();
        symlink(elsewhere.path().join("bread"), dir.path().join("linked")).unwrap();
        let done = mend(dir.path(), To::Files, || ());
        assert_eq!((done.changed, done.refused.len()), (3, 3), "{:?}", done.refused);
        for name in ["index.html", "bread/index.html", "bread/a rye.html"] {
            assert_eq!(contents(elsewhere.path(), name), PAGE);
        }
    }
}
