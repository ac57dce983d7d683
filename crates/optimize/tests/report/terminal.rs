//! What the terminal shows, at several widths.

use networks::{Layout, Line, Picture, Preview, Shape, Verdict, previewing};
use optimize::audit::Judged;
use optimize::report::{Format, Options, terminal};
use url::Url;

use crate::{demo, told};

/// The start page, with the same preview on every network.
fn start_page(today: &Preview, mended: &Preview, options: &Options<'_>) -> String {
    let mut judged: Option<Judged> = None;
    let audit = demo::audit(1);
    audit
        .each(&mut |page| {
            judged = Some(page);
            Ok(())
        })
        .unwrap();
    let mut judged = judged.unwrap();
    judged.today = vec![today.clone(); previewing().len()];
    judged.mended = vec![mended.clone(); previewing().len()];
    judged.findings.clear();
    let mut out = Vec::new();
    terminal::start_page(&judged, false, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn refused() -> Preview {
    let title = "Home - Bakery Example - Bread, cakes and more in the centre of the old town";
    let mut preview = Preview::text(Line::whole(title, "og:title"))
        .host("bakery.example")
        .because("picture refused: 1.4 MB, it takes up to 600 KB");
    preview.verdict = Verdict::NoPicture;
    preview
}

fn mended(layout: Layout, shape: Shape) -> Preview {
    let picture = Picture {
        url: Url::parse("https://bakery.example/pictures/1.jpg").unwrap(),
        shape,
        from: "og:image",
        alt: None,
        checked: true,
    };
    let mut preview = Preview::text(Line::whole("Bread, baked at night 日本のパン", "og:title"))
        .describe(Some(Line::whole("Sourdough, rye and cakes, every morning from six.", "og:description")))
        .host("bakery.example")
        .picture(layout, Ok(picture));
    preview.verdict = Verdict::Right;
    preview
}

#[test]
fn the_start_page_is_drawn_today_and_mended() {
    let mended = mended(Layout::Large, Shape::Wide);
    for width in [40, 100, 140] {
        let drawn = start_page(&refused(), &mended, &Options { width, ..Options::default() });
        insta::assert_snapshot!(format!("start_page_at_{width}"), drawn);
    }
}

#[test]
fn each_layout_has_its_drawing() {
    let options = Options { width: 100, ..Options::default() };
    let bare = Preview::nothing("it draws no card without a title");
    let small = start_page(&bare, &mended(Layout::Small, Shape::Square), &options);
    insta::assert_snapshot!("nothing_and_small", small);
    let over = mended(Layout::Overlay, Shape::Film);
    insta::assert_snapshot!("the_same_after_the_mend", start_page(&over, &over, &options));
}

#[test]
fn with_colour_and_bytes_the_picture_itself_is_drawn() {
    let mended = mended(Layout::Large, Shape::Wide);
    let options = Options { colour: true, thumbnails: &demo::Drawn, ..Options::default() };
    let drawn = start_page(&refused(), &mended, &options);
    assert!(drawn.contains('▀') && drawn.contains("\x1b[38;2;"));
    let plain = start_page(&refused(), &mended, &Options { thumbnails: &demo::Drawn, ..Options::default() });
    assert!(!plain.contains('\x1b') && !plain.contains('▀'));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    use unicode_width::UnicodeWidthStr;
    for width in [30, 50, 72, 100, 160] {
        let options = Options { width, ..Options::default() };
        let table = told(&demo::audit(30), Format::Table, &options);
        let start = start_page(&refused(), &mended(Layout::Large, Shape::Natural), &options);
        for line in table.lines().chain(start.lines()) {
            assert!(line.width() <= usize::from(width), "{} > {width}: {line}", line.width());
        }
    }
}

#[test]
fn a_page_cannot_steer_the_terminal() {
    let text = told(&demo::hostile(), Format::Table, &Options::default());
    assert!(!text.contains(['\x1b', '\u{202e}', '\u{9b}', '\u{7}']));
}
