//! `tidings buttons`: a share bar, printed.

use crate::run::{Place, stderr, stdout};

#[test]
fn a_bar_is_printed_and_what_has_no_button_is_told() {
    let place = Place::new();
    let output =
        place.tidings(&["buttons", "bakery.example/bread", "--title", "Rye bread", "--networks", "x,Mastodon"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let html = stdout(&output);
    assert!(html.contains("https://x.com/intent/tweet?text=Rye%20bread&amp;url=https%3A%2F%2Fbakery.example%2Fbread"));
    assert!(!html.contains("<script"), "{html}");
    assert!(stderr(&output).contains("No button for mastodon: each server has its own form"), "{}", stderr(&output));
    let scripted = place.tidings(&["buttons", "bakery.example", "--script"]);
    assert!(stdout(&scripted).contains("data-c=\"Copy link\"") && stdout(&scripted).contains("<script>"));
}

#[test]
fn what_cannot_be_shared_is_refused_with_what_can() {
    for (args, told) in [
        (&["buttons", "javascript:alert(1)"][..], "write the address of your website"),
        (&["buttons", "bread"], "write the address of your website"),
        (&["buttons", "bakery.example", "--networks", "signal"], "nothing can be shared to Signal by a link"),
        (&["buttons", "bakery.example", "--networks", "friendfeed"], "these are: facebook, x,"),
        (&["buttons", "bakery.example", "--networks", "pinterest"], "it needs a picture of the page"),
    ] {
        let output = Place::new().tidings(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(told), "{args:?}: {}", stderr(&output));
        assert!(stdout(&output).is_empty(), "{args:?}");
    }
}
