use super::*;

fn known(kind: ImageKind, width: u32, height: u32, animated: bool) -> Header {
    Header::Known { kind, width, height, animated }
}

fn png(width: u32, height: u32, more: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend(more);
    bytes
}

#[test]
fn a_png_tells_its_size_and_its_frames() {
    assert_eq!(header(&png(1200, 630, b"")), known(ImageKind::Png, 1200, 630, false));
    let frames = b"\0\0\0\x08acTL\0\0\0\x02\0\0\0\0\0\0\0\0";
    assert_eq!(header(&png(16, 16, frames)), known(ImageKind::Png, 16, 16, true));
    assert_eq!(header(&png(0, 630, b"")), Header::Damaged(ImageKind::Png));
    assert_eq!(header(&png(65_535, 65_535, b"")), known(ImageKind::Png, 65_535, 65_535, false));
    assert_eq!(header(&png(1, 1, b"")[..20]), Header::More { kind: ImageKind::Png, needs: 24 });
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0xFF, marker];
    bytes.extend((content.len() as u16 + 2).to_be_bytes());
    bytes.extend(content);
    bytes
}

fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
    [vec![0xFF, 0xD8], segments.concat()].concat()
}

const FRAME: [u8; 6] = [8, 0x02, 0x76, 0x04, 0xB0, 3];

#[test]
fn a_jpeg_tells_its_size_behind_whatever_comes_first() {
    let app = segment(0xE0, &[0; 14]);
    assert_eq!(header(&jpeg(&[app, segment(0xC2, &FRAME)])), known(ImageKind::Jpeg, 1200, 630, false));
    let long = jpeg(&[segment(0xE2, &vec![0; 60_000])]);
    assert_eq!(header(&long[..1000]), Header::More { kind: ImageKind::Jpeg, needs: 60_015 });
    assert_eq!(header(&jpeg(&[segment(0xDA, &[0; 10])])), Header::Damaged(ImageKind::Jpeg));
}

#[test]
fn a_jpeg_that_is_shown_turned_has_its_sides_swapped() {
    let exif = |orientation: u8| {
        let mut bytes = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        bytes.extend([orientation, 0, 0, 0]);
        segment(0xE1, &bytes)
    };
    assert_eq!(header(&jpeg(&[exif(6), segment(0xC0, &FRAME)])), known(ImageKind::Jpeg, 630, 1200, false));
    assert_eq!(header(&jpeg(&[exif(3), segment(0xC0, &FRAME)])), known(ImageKind::Jpeg, 1200, 630, false));
}

#[test]
fn a_gif_with_a_second_frame_or_a_loop_is_animated() {
    let screen = b"GIF89a\x40\0\x20\0\0\0\0";
    let frame = b"\x2C\0\0\0\0\x40\0\x20\0\0\x02\x01\0\0";
    let of = |parts: &[&[u8]]| header(&parts.concat());
    assert_eq!(of(&[screen, frame, b";"]), known(ImageKind::Gif, 64, 32, false));
    assert_eq!(of(&[screen, frame, frame]), known(ImageKind::Gif, 64, 32, true));
    let again = b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0";
    assert_eq!(of(&[screen, again]), known(ImageKind::Gif, 64, 32, true));
}

#[test]
fn all_three_forms_of_webp_are_read() {
    let of =
        |form: &[u8; 4], content: &[u8]| header(&[b"RIFF\0\0\0\0WEBP".as_slice(), form, b"\0\0\0\0", content].concat());
    let lossy = of(b"VP8 ", &[0, 0, 0, 0x9D, 1, 0x2A, 0xB0, 0x04, 0x76, 0x02]);
    assert_eq!(lossy, known(ImageKind::Webp, 1200, 630, false));
    let sizes = (1199_u32 + (629 << 14)).to_le_bytes();
    assert_eq!(of(b"VP8L", &[&[0x2F], &sizes[..]].concat()), known(ImageKind::Webp, 1200, 630, false));
    assert_eq!(of(b"VP8X", &[2, 0, 0, 0, 0xAF, 4, 0, 0x75, 2, 0]), known(ImageKind::Webp, 1200, 630, true));
    assert_eq!(of(b"ABCD", &[0; 10]), Header::Damaged(ImageKind::Webp));
}

fn boxed(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes()[..], &name, content].concat()
}

#[test]
fn an_avif_has_the_size_of_its_primary_item() {
    let size =
        |width: u32, height: u32| boxed(*b"ispe", &[&[0; 4], &width.to_be_bytes()[..], &height.to_be_bytes()].concat());
    let avif = |turn: u8| {
        let container = boxed(*b"ipco", &[size(160, 160), size(1200, 630), boxed(*b"irot", &[turn])].concat());
        let owners = boxed(*b"ipma", &[0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 1, 1, 0, 2, 2, 0x82, 3]);
        let primary = boxed(*b"pitm", &[0, 0, 0, 0, 0, 2]);
        let meta = boxed(*b"meta", &[vec![0; 4], primary, boxed(*b"iprp", &[container, owners].concat())].concat());
        [boxed(*b"ftyp", b"avif\0\0\0\0mif1avif"), meta].concat()
    };
    assert_eq!(header(&avif(0)), known(ImageKind::Avif, 1200, 630, false));
    assert_eq!(header(&avif(1)), known(ImageKind::Avif, 630, 1200, false));
    let whole = avif(0).len() as u64;
    assert_eq!(header(&avif(0)[..60]), Header::More { kind: ImageKind::Avif, needs: whole });
    assert_eq!(header(&boxed(*b"ftyp", b"heic\0\0\0\0mif1heic")), Header::Unknown);
}

#[test]
fn an_svg_has_the_size_that_it_states_or_that_of_its_view() {
    for (text, width, height) in [
        (r#"<svg width="120" height="63px" xmlns="http://www.w3.org/2000/svg"/>"#, 120, 63),
        ("\u{FEFF}<?xml version='1.0'?>\n<!-- a <b> -->\n<svg viewBox='0 0 1200 630'>", 1200, 630),
        (r#"<svg width="100%" height="100%" viewBox="0,0,10,5">"#, 10, 5),
        (r#"<svg width="2in" viewBox="0 0 4 2">"#, 192, 96),
        ("<svg>", 0, 0),
        (r#"<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY a "b">]><svg width="3em" height="1">"#, 48, 1),
        (r#"<svg:svg xmlns:svg="x" width="7" height="8">"#, 7, 8),
        (r#"<svg width="-5" height="1e999">"#, 0, 0),
    ] {
        assert_eq!(header(text.as_bytes()), known(ImageKind::Svg, width, height, false), "{text}");
    }
    let utf_16: Vec<u8> = "\u{FEFF}<svg width='5' height='6'>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(header(&utf_16), known(ImageKind::Svg, 5, 6, false));
    assert_eq!(header(b"<?xml version='1.0'?><svg "), Header::More { kind: ImageKind::Svg, needs: 1024 });
    for text in ["<!doctype html><svg>", "<html><svg width=1 height=1>", "text <svg>", "", " "] {
        assert_eq!(header(text.as_bytes()), Header::Unknown, "{text}");
    }
}

#[test]
fn icons_and_bitmaps_are_read() {
    let mut icon = vec![0, 0, 1, 0, 2, 0];
    icon.extend([16, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    icon.extend([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(header(&icon), known(ImageKind::Ico, 256, 256, false));
    let mut bitmap = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bitmap.extend(32_i32.to_le_bytes());
    bitmap.extend((-16_i32).to_le_bytes());
    assert_eq!(header(&bitmap), known(ImageKind::Bmp, 32, 16, false));
}

#[test]
fn a_page_or_a_single_byte_is_no_picture() {
    for bytes in [
        &b"<!doctype html><title>Not found</title>"[..],
        b"",
        b"\xFF",
        b"\0",
        b"{}",
        b"BMW is a car maker, not a picture",
    ] {
        assert_eq!(header(bytes), Header::Unknown);
    }
}
