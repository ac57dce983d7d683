//! The pictures of a site: each once, as many bytes as its header needs, some of them whole for the report.

use std::fs::OpenOptions;
use std::hash::BuildHasher;
use std::io::{self, BufRead, BufReader, Cursor, Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::{ImageFacts, ImageFault, ImageKind, Images, KIB, MIB};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use networks::http::{Answer, Failure, Http, Request};
use pages::image::Header;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, Semaphore};
use url::Url;

use super::fetch::is_attachment;
use crate::report::Thumbnails;

/// What a header nearly always fits into.
const FIRST: u64 = 64 * KIB;
/// A JPEG may carry a long profile before its size.
const HEADER_AT_MOST: u64 = MIB;
/// Pictures that are fetched whole at a time: many would fill the memory.
const WHOLE_AT_ONCE: usize = 6;
/// The largest picture that is fetched whole.
const WHOLE_AT_MOST: u64 = 5 * MIB;
/// A picture of so many bytes is kept as it came.
const AS_IT_CAME: usize = 40 * 1024;
/// The longer side of a kept picture.
const SIDE: u32 = 640;
/// Memory that decoding one picture may take: 16 million pixels. One is decoded at a time.
const DECODING: u64 = 48 * MIB;

/// What one picture yields.
#[derive(Debug)]
pub(super) enum Seen {
    Facts(ImageFacts, Option<Vec<u8>>),
    Later,
}

/// What only few may do at a time, since it takes memory.
#[derive(Debug)]
pub(super) struct Turns {
    whole: Semaphore,
    decoding: Arc<Mutex<()>>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { whole: Semaphore::new(WHOLE_AT_ONCE), decoding: Arc::default() }
    }
}

/// Looks at the picture at `url`; `whole`: it is also wanted for the report.
pub(super) async fn look(http: &Http, url: &Url, whole: bool, turns: &Turns) -> Seen {
    let mut wanted = if whole { WHOLE_AT_MOST } else { FIRST };
    let mut asked_again = 0;
    // Held until the picture is small.
    let _place = if whole { turns.whole.acquire().await.ok() } else { None };
    loop {
        let request = Request::new(url.clone()).at_most(wanted).header("accept", "image/*,*/*;q=0.5");
        // Compressed bytes could not be asked for by range.
        let request = request.header("accept-encoding", "identity").header("range", format!("bytes=0-{}", wanted - 1));
        let mut answer = match http.get(request).await {
            Ok(answer) => answer,
            Err(failure) => {
                return Seen::Facts(ImageFacts { fault: Some(fault(&failure)), ..ImageFacts::default() }, None);
            }
        };
        if answer.retry_after.is_some() {
            return Seen::Later;
        }
        let mishandled = range_mishandled(&answer, wanted);
        if mishandled {
            match http.get(Request::new(url.clone()).at_most(wanted).header("accept-encoding", "identity")).await {
                Ok(plain) => answer = plain,
                Err(failure) => {
                    let fault = Some(fault(&failure));
                    return Seen::Facts(ImageFacts { fault, range_mishandled: true, ..ImageFacts::default() }, None);
                }
            }
        }
        let (facts, needs) = facts(&answer, mishandled);
        if let Some(needs) = needs
            && asked_again < 3
            && wanted < HEADER_AT_MOST
        {
            asked_again += 1;
            wanted = needs.max(wanted * 2).min(HEADER_AT_MOST);
            continue;
        }
        let is_whole = facts.bytes == Some(answer.body.len() as u64) && !answer.cut_off;
        if !(whole && is_whole && facts.is_picture()) {
            return Seen::Facts(facts, None);
        }
        let turn = Arc::clone(&turns.decoding).lock_owned().await;
        let kind = facts.kind;
        let small = tokio::task::spawn_blocking(move || {
            let small = kind.and_then(|kind| small(kind, &answer.body));
            drop(turn);
            small
        });
        return Seen::Facts(facts, small.await.ok().flatten());
    }
}

/// What an answer says of a picture, and how many bytes more its header needs.
fn facts(answer: &Answer, mishandled: bool) -> (ImageFacts, Option<u64>) {
    let body_length = answer.body.len() as u64;
    let total = answer.header("content-range").and_then(|range| range.rsplit_once('/')?.1.trim().parse().ok());
    let said = || {
        let length = answer.header("content-length")?.trim().parse().ok();
        length.filter(|_| answer.status != 206 && answer.header("content-encoding").is_none())
    };
    let mut facts = ImageFacts {
        kind: None,
        declared: answer.header("content-type").and_then(ImageKind::from_mime),
        bytes: total.or_else(said).or((!answer.more && !answer.cut_off).then_some(body_length)),
        millis: answer.millis,
        status: answer.status,
        hops: u8::try_from(answer.hops.len()).unwrap_or(u8::MAX),
        insecure_hop: answer.hops.iter().any(|hop| hop.from.scheme() == "http"),
        attachment: is_attachment(answer),
        range_mishandled: mishandled,
        ..ImageFacts::default()
    };
    if !(200..300).contains(&answer.status) {
        facts.fault = Some(ImageFault::Status);
        return (facts, None);
    }
    let mut more = None;
    match pages::image::header(&answer.body) {
        Header::Known { kind, width, height, animated } => {
            facts = ImageFacts { kind: Some(kind), width, height, animated, ..facts };
        }
        Header::More { kind, needs } => {
            facts.kind = Some(kind);
            facts.fault = Some(ImageFault::Damaged);
            more = (facts.bytes.is_none_or(|bytes| bytes > body_length) && !answer.cut_off).then_some(needs);
        }
        Header::Damaged(kind) => {
            facts.kind = Some(kind);
            facts.fault = Some(ImageFault::Damaged);
        }
        Header::Unknown => facts.fault = Some(ImageFault::NotAPicture),
    }
    (facts, more)
}

/// Whether a question for the first `wanted` bytes was answered neither with those nor with the whole.
pub(super) fn range_mishandled(answer: &Answer, wanted: u64) -> bool {
    match answer.status {
        206 => {
            let range = answer.header("content-range").unwrap_or("").trim();
            let range = range.strip_prefix("bytes").and_then(|range| range.split('/').next());
            let bounds = range.and_then(|range| {
                let (from, to) = range.trim().split_once('-')?;
                Some((from.parse::<u64>().ok()?, to.parse::<u64>().ok()?))
            });
            bounds.is_none_or(|(from, to)| from != 0 || to >= wanted) || answer.body.len() as u64 > wanted
        }
        // The first byte is there for every picture that has one.
        416 => true,
        _ => false,
    }
}

fn fault(failure: &Failure) -> ImageFault {
    match failure {
        Failure::Private(_) => ImageFault::Private,
        Failure::Certificate(..) => ImageFault::Certificate,
        _ => ImageFault::Unreachable,
    }
}

/// The picture, small enough to keep by the hundred; `None` where it cannot be decoded within limits.
fn small(kind: ImageKind, bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() <= AS_IT_CAME {
        return Some(bytes.to_vec());
    }
    let format = match kind {
        ImageKind::Jpeg => ImageFormat::Jpeg,
        ImageKind::Png => ImageFormat::Png,
        ImageKind::Gif => ImageFormat::Gif,
        ImageKind::Webp => ImageFormat::WebP,
        ImageKind::Avif | ImageKind::Svg | ImageKind::Ico | ImageKind::Bmp => return None,
    };
    // Decoders read what strangers made; a fault of theirs costs this picture and nothing else.
    let picture = catch_unwind(AssertUnwindSafe(|| decode(format, bytes))).ok().flatten()?;
    let picture = if picture.width().max(picture.height()) > SIDE { picture.thumbnail(SIDE, SIDE) } else { picture };
    let mut small = Vec::new();
    JpegEncoder::new_with_quality(&mut small, 82).encode_image(&on_white(&picture)).ok()?;
    Some(small)
}

fn decode(format: ImageFormat, bytes: &[u8]) -> Option<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(20_000);
    limits.max_image_height = Some(20_000);
    limits.max_alloc = Some(DECODING);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader.decode().ok()
}

/// Transparent pixels as networks show them: on white.
fn on_white(picture: &DynamicImage) -> image::RgbImage {
    let source = picture.to_rgba8();
    image::RgbImage::from_fn(source.width(), source.height(), |x, y| {
        let [r, g, b, alpha] = source.get_pixel(x, y).0;
        let over = |channel: u8| {
            let alpha = u32::from(alpha);
            ((u32::from(channel) * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        image::Rgb([over(r), over(g), over(b)])
    })
}

/// A line of `pictures.jsonl`.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    url: Url,
    facts: ImageFacts,
}

/// Writes down what pictures are, and keeps those that are wanted whole.
#[derive(Debug)]
pub(super) struct Album {
    log: std::fs::File,
    kept: Kept,
}

impl Album {
    /// The one in `folder`, with its list at `list`. What an earlier run left there is handed to `visit`.
    pub(super) fn open(
        folder: &Path,
        list: &Path,
        resume: bool,
        mut visit: impl FnMut(&Url, ImageFacts),
    ) -> io::Result<Self> {
        let mut log = OpenOptions::new().read(true).write(true).create(true).truncate(!resume).open(list)?;
        let end = read(&log, &mut visit)?;
        log.set_len(end)?;
        log.seek(SeekFrom::Start(end))?;
        let kept = Kept(folder.join("pictures"));
        std::fs::create_dir_all(&kept.0)?;
        Ok(Self { log, kept })
    }

    /// The pictures that were kept so far.
    pub(super) fn so_far(&self) -> &Kept {
        &self.kept
    }

    /// The pictures that were kept.
    pub(super) fn kept(self) -> Kept {
        self.kept
    }

    pub(super) fn add(&mut self, url: &Url, facts: &ImageFacts, small: Option<&[u8]>) -> io::Result<()> {
        if let Some(small) = small {
            std::fs::write(self.kept.place(url), small)?;
        }
        let mut line = serde_json::to_vec(&Line { url: url.clone(), facts: facts.clone() })?;
        line.push(b'\n');
        self.log.write_all(&line)
    }
}

/// The pictures that the audit before left at `path`.
pub(super) fn before(path: &Path) -> io::Result<Images> {
    let mut images = Images::default();
    match std::fs::File::open(path) {
        Ok(file) => _ = read(&file, &mut |url: &Url, facts| images.insert(url, facts))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    Ok(images)
}

fn read(file: &std::fs::File, visit: &mut dyn FnMut(&Url, ImageFacts)) -> io::Result<u64> {
    let mut reader = BufReader::new(file);
    let (mut line, mut end) = (Vec::new(), 0);
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line)? as u64;
        // A line without its end was being written when the run was cut off.
        let Ok(Line { url, facts }) = serde_json::from_slice(&line) else { return Ok(end) };
        if line.last() != Some(&b'\n') {
            return Ok(end);
        }
        visit(&url, facts);
        end += read;
    }
}

/// The pictures that were kept, each in a file.
#[derive(Clone, Debug)]
pub struct Kept(PathBuf);

impl Kept {
    fn place(&self, url: &Url) -> PathBuf {
        self.0.join(format!("{:016x}", FxBuildHasher.hash_one(&url[..url::Position::AfterQuery])))
    }
}

impl Thumbnails for Kept {
    fn thumbnail(&self, url: &Url) -> Option<(ImageKind, Vec<u8>)> {
        let bytes = std::fs::read(self.place(url)).ok()?;
        match pages::image::header(&bytes) {
            Header::Known { kind, .. } => Some((kind, bytes)),
            _ => None,
        }
    }
}
