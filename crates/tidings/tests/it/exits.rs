//! Exit codes and the messages that go with them.

use crate::run::{Place, page, stderr, stdout};

#[test]
fn a_folder_with_errors_ends_with_1_and_never_means_never() {
    let place = Place::new();
    place.write("site/index.html", page("<title>Bread</title>"));
    assert_eq!(place.tidings(&["audit", "site"]).status.code(), Some(1));
    assert_eq!(place.tidings(&["audit", "site", "--fail-on", "never"]).status.code(), Some(0));
}

#[test]
fn wrong_use_ends_with_2_and_says_what_would_be_right() {
    let place = Place::new();
    for (args, said) in [
        (&["audit", "publik"][..], "publik is neither a file or folder here nor an address"),
        (&["audit", "ftp://bakery.example"], "only http and https"),
        (&["audit", ".", "--format", "pdf"], "possible values"),
        (&["audit", ".", "--logo", "none.png"], "cannot read none.png"),
        (&["audit", ".", "--baseline", "none.json"], "cannot read none.json"),
    ] {
        let output = place.tidings(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(said), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn what_cannot_be_reached_ends_with_3() {
    let place = Place::new();
    std::fs::create_dir(place.path("empty")).unwrap();
    let output = place.tidings(&["audit", "empty"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("no HTML page"), "{}", stderr(&output));
    // A port on which nobody listens: bound and given free again.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let output = place.tidings(&["audit", &format!("http://127.0.0.1:{port}/")]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stderr(&output).contains("refused the connection"), "{}", stderr(&output));
}

#[test]
fn what_is_in_the_baseline_no_longer_fails() {
    let place = Place::new();
    place.write("site/index.html", page("<title>Bread</title>"));
    place.tidings(&["audit", "site", "--baseline", "known.json", "--update-baseline"]);
    assert_eq!(place.tidings(&["audit", "site", "--baseline", "known.json"]).status.code(), Some(0));
    place.write("site/new.html", page("<title>Cakes</title>"));
    assert_eq!(place.tidings(&["audit", "site", "--baseline", "known.json"]).status.code(), Some(1));
}

#[test]
fn every_format_is_written_to_a_file_that_names_it() {
    let place = Place::new();
    place.write("site/index.html", page("<title>Bread</title>"));
    for (file, begins) in
        [("a.json", "{"), ("a.html", "<!doctype html>"), ("a.md", "# "), ("a.sarif", "{"), ("a.xml", "<?xml")]
    {
        let output = place.tidings(&["audit", "site", "--output", file, "--fail-on", "never"]);
        assert_eq!(output.status.code(), Some(0), "{file}: {}", stderr(&output));
        let text = std::fs::read_to_string(place.path(file)).unwrap();
        assert!(text.to_ascii_lowercase().starts_with(begins), "{file} begins {:?}", &text[..40.min(text.len())]);
        assert_eq!(stdout(&output), "", "{file}");
    }
    let output = place.tidings(&["audit", "site", "--format", "github", "--fail-on", "never"]);
    assert!(stdout(&output).starts_with("::"), "{}", stdout(&output));
}
