//! A link as a QR code, for print: as SVG and as PNG.

use std::fmt::Write as _;
use std::io;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::link;
use people::{Signed, site};
use qrcode::{Color, EcLevel, QrCode};
use serde::Deserialize;

use super::short;
use crate::{House, Problem};

/// Light modules around a code, without which scanners do not find it.
const QUIET: usize = 4;
/// Pixels of a side: the least, what is taken where nothing is said, and the most.
const PIXELS: (usize, usize, usize) = (64, 512, 2_048);

#[derive(Deserialize)]
pub(crate) struct Size {
    /// Pixels of a side.
    #[serde(default)]
    size: Option<String>,
}

pub(crate) async fn svg(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let code = Modules::of(&address(&house, &signed, &site, &code).await?)?;
    Ok(picture("image/svg+xml", code.svg().into_bytes()))
}

pub(crate) async fn png(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, code)): Path<(String, String)>,
    Query(Size { size }): Query<Size>,
) -> Result<Response, Problem> {
    let address = address(&house, &signed, &site, &code).await?;
    let (least, usual, most) = PIXELS;
    let size = size.map_or(Ok(usual), |size| size.parse().map_err(|_| ()));
    let Some(size) = size.ok().filter(|size| (least..=most).contains(size)) else {
        let detail = format!("a picture has from {least} to {most} pixels a side: say so with size=");
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "size_invalid", detail));
    };
    Ok(picture("image/png", Modules::of(&address)?.png(size)?))
}

async fn address(house: &House, signed: &Signed, site: &str, code: &str) -> Result<String, Problem> {
    let site = site::by_id(house.db(), signed, site).await?;
    let link = link::by_code(house.db(), &site.id, code).await?;
    Ok(link.address(short(house).as_deref()))
}

fn picture(kind: &'static str, bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response()
}

/// The modules of a code, with the light ones around it.
struct Modules {
    side: usize,
    dark: Vec<bool>,
}

impl Modules {
    fn of(address: &str) -> Result<Self, Problem> {
        let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(|_| {
            let detail =
                "this address is too long for a QR code: mint a link with the short form, or to a shorter target";
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "address_too_long", detail)
        })?;
        let (width, colours) = (code.width(), code.to_colors());
        let side = width + 2 * QUIET;
        let mut dark = vec![false; side * side];
        for (row, line) in colours.chunks(width).enumerate() {
            for (column, colour) in line.iter().enumerate() {
                dark[(row + QUIET) * side + column + QUIET] = *colour == Color::Dark;
            }
        }
        Ok(Self { side, dark })
    }

    /// One path; each run of dark modules of a row is a rectangle.
    fn svg(&self) -> String {
        let mut path = String::new();
        for (row, line) in self.dark.chunks(self.side).enumerate() {
            let mut column = 0;
            while column < self.side {
                let run = line[column..].iter().take_while(|dark| **dark).count();
                if run > 0 {
                    let _ = write!(path, "M{column} {row}h{run}v1h-{run}z");
                }
                column += run.max(1);
            }
        }
        let side = self.side;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>\n"
        )
    }

    /// As large as whole modules fit into `size` pixels, one at least.
    fn png(&self, size: usize) -> Result<Vec<u8>, Problem> {
        let scale = (size / self.side).max(1);
        let pixels = self.side * scale;
        let mut bits = Vec::with_capacity(pixels * pixels.div_ceil(8));
        for line in self.dark.chunks(self.side) {
            let mut row = vec![0_u8; pixels.div_ceil(8)];
            for at in 0..pixels {
                row[at / 8] |= u8::from(!line[at / scale]) << (7 - at % 8);
            }
            for _ in 0..scale {
                bits.extend_from_slice(&row);
            }
        }
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, pixels as u32, pixels as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&bits));
        written.map_err(io::Error::other)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_pictures_show_the_same_modules() {
        let code = Modules::of("https://bakery.example/bread?e=k7q4mxz").unwrap();
        let bytes = code.png(512).unwrap();
        let mut reader = png::Decoder::new(io::Cursor::new(&bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let scale = 512 / code.side;
        assert_eq!((info.width as usize, info.bit_depth), (code.side * scale, png::BitDepth::One));
        for (at, dark) in code.dark.iter().enumerate() {
            let (row, column) = (at / code.side * scale, at % code.side * scale);
            let bit = pixels[row * info.line_size + column / 8] >> (7 - column % 8) & 1;
            assert_eq!(bit == 0, *dark, "{at}");
        }
        // The dark area of the path is the number of dark modules.
        let runs = code
            .svg()
            .split("d=\"M")
            .nth(2)
            .unwrap()
            .split('M')
            .map(|run| run.split(['h', 'v']).nth(1).unwrap().parse::<usize>().unwrap())
            .sum::<usize>();
        assert_eq!(runs, code.dark.iter().filter(|dark| **dark).count());
        assert!(Modules::of(&"x".repeat(3_000)).is_err());
    }
}
