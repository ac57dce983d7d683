//! Logos: what is drawn, and what is refused before anything is unpacked.

use std::io::Cursor;

use image::{ImageFormat, RgbaImage};
use optimize::card::{Fonts, Logo, NoLogo, Recipe, Texts, render};

fn refused(bytes: &[u8]) -> String {
    Logo::read(bytes).unwrap_err().to_string()
}

#[test]
fn every_kind_of_logo_is_drawn() {
    let picture = RgbaImage::from_pixel(120, 60, image::Rgba([200, 30, 30, 255]));
    let fonts = Fonts::embedded();
    let mut recipe = Recipe { texts: Texts { title: "Rye".to_owned(), ..Texts::default() }, ..Recipe::default() };
    let without = render(&recipe, None, &fonts).unwrap().bytes;
    let mut files: Vec<Vec<u8>> = [ImageFormat::Png, ImageFormat::WebP]
        .map(|format| {
            let mut bytes = Cursor::new(Vec::new());
            picture.write_to(&mut bytes, format).unwrap();
            bytes.into_inner()
        })
        .into();
    let mut jpeg = Cursor::new(Vec::new());
    image::DynamicImage::from(picture).into_rgb8().write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    files.push(jpeg.into_inner());
    files.push(
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'><path fill='#c81e1e' d='M0 0h20v10H0z'/></svg>"
            .to_vec(),
    );
    for bytes in files {
        let logo = Logo::read(&bytes).unwrap();
        recipe.brand.logo = Some(logo.hash().to_owned());
        assert_ne!(render(&recipe, Some(&logo), &fonts).unwrap().bytes, without);
        // The recipe names another one: none is drawn.
        recipe.brand.logo = Some("0".repeat(64));
        assert_eq!(render(&recipe, Some(&logo), &fonts).unwrap().bytes, without);
    }
}

#[test]
fn an_svg_that_does_more_than_draw_is_refused_with_the_reason() {
    let svg = |inside: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'>{inside}<path d='M0 0h9v9z'/></svg>"
        )
    };
    for (inside, told) in [
        ("<script>alert(1)</script>", "holds a script"),
        ("<path d='M0 0' onload='alert(1)'/>", "holds a script (onload=)"),
        ("<a href='javascript:alert(1)'/>", "refers to something outside of it"),
        ("<use href='https://evil.example/a.svg#b'/>", "refers to something outside of it (https://evil"),
        ("<use xlink:href='other.svg#b'/>", "refers to something outside of it"),
        ("<image href='file:///etc/passwd'/>", "holds a photo"),
        ("<foreignObject><p/></foreignObject>", "holds a piece of another document"),
        ("<style>@import 'https://evil.example/a.css';</style>", "style sheet"),
        ("<style>path{fill:url(https://evil.example/a)}</style>", "refers to something outside of it"),
        ("<path style='fill: url( \"//evil.example\" )' d=''/>", "refers to something outside of it"),
        ("<text>Bakery</text>", "its texts turned into paths"),
    ] {
        let fault = refused(svg(inside).as_bytes());
        assert!(fault.contains(told), "{inside}: {fault}");
        assert!(fault.contains("export the logo"), "{fault}");
    }
    let entities = "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>";
    assert!(refused(entities.as_bytes()).contains("entities"));
    let sheet = "<?xml-stylesheet href='a.css'?><svg xmlns='http://www.w3.org/2000/svg'></svg>";
    assert!(refused(sheet.as_bytes()).contains("style sheet"));
    assert!(Logo::read(svg("<defs><g id='a'><path d='M0 0h9'/></g></defs><use href='#a'/>").as_bytes()).is_ok());
    assert!(refused(svg(&"<use href='#a'/>".repeat(5_000)).as_bytes()).contains("too many parts"));
    assert!(refused(svg(&"<g>".repeat(5_000)).as_bytes()).contains("too many parts"));
}

#[test]
fn a_picture_that_says_it_is_enormous_is_refused_unopened() {
    // A PNG whose header says 60,000 × 60,000, with next to nothing behind it.
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0".to_vec();
    let mut crc = flate2::Crc::new();
    crc.update(&bomb[12..]);
    bomb.extend(crc.sum().to_be_bytes());
    bomb.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    let fault = refused(&bomb);
    assert!(fault.contains("60000 × 60000 pixels"), "{fault}");
    let long = b"<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1' viewBox='0 0 1e9 1'><path d='M0 0h9v9z'/></svg>";
    // Drawn in the pixels of a card, whatever it says.
    let _ = Logo::read(long);
}

#[test]
fn what_is_no_picture_is_told_as_what_it_is() {
    assert_eq!(Logo::read(b"").unwrap_err(), NoLogo::Unknown);
    assert_eq!(Logo::read(b"GIF89a").unwrap_err(), NoLogo::Unknown);
    assert!(refused(b"\x89PNG\r\n\x1a\n").contains("broken"));
    assert!(refused(b"<svg xmlns='http://www.w3.org/2000/svg'><path").contains("broken"));
    let mut clear = Cursor::new(Vec::new());
    RgbaImage::new(9, 9).write_to(&mut clear, ImageFormat::Png).unwrap();
    assert_eq!(Logo::read(&clear.into_inner()).unwrap_err(), NoLogo::Empty);
    assert_eq!(Logo::read(&vec![0; 5 << 20]).unwrap_err(), NoLogo::TooLarge);
}
