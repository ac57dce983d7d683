//! Films: tiny ones, made box by box, whole in all that says what they are, and of nothing that could be seen.

/// An MP4, as it is to be made.
#[derive(Clone, Debug)]
pub struct Film {
    /// The brand that it begins with: `isom`, `qt  `.
    pub brand: [u8; 4],
    /// Pixels, as the camera was held.
    pub width: u16,
    /// Pixels.
    pub height: u16,
    /// The camera was held upright.
    pub turned: bool,
    /// How long it runs.
    pub millis: u32,
    /// How its pictures are coded: `avc1`.
    pub video: [u8; 4],
    /// How its sound is coded; `None` for silence.
    pub audio: Option<[u8; 4]>,
    /// Bytes of its pictures.
    pub weight: usize,
    /// Where it was made stands in it, as telephones write it.
    pub place: bool,
    /// The same goes along with each second, as cameras log it.
    pub log: bool,
}

impl Default for Film {
    fn default() -> Self {
        Self {
            brand: *b"isom",
            width: 320,
            height: 240,
            turned: false,
            millis: 2_500,
            video: *b"avc1",
            audio: Some(*b"mp4a"),
            weight: 600,
            place: false,
            log: false,
        }
    }
}

/// What stands in a film whose place is told.
pub const PLACE: &[u8] = b"+52.5200+013.4050/";
/// What stands in a camera's log.
pub const LOG: &[u8] = b"GPS 52.5201 N 13.4051 E";
/// When it was made, in seconds since 1904.
const MADE: u32 = 3_800_000_000;
const MATRIX: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];
const TURNED: [u32; 9] = [0, 0x1_0000, 0, 0xffff_0000, 0, 0, 0, 0, 0x4000_0000];

impl Film {
    /// The film.
    pub fn bytes(&self) -> Vec<u8> {
        let begins = atom(b"ftyp", &[&self.brand, &0x200_u32.to_be_bytes(), b"isomavc1"]);
        let pictures = vec![0x5a; self.weight];
        let log: &[u8] = if self.log { LOG } else { b"" };
        let data = atom(b"mdat", &[&pictures, log]);
        let at = begins.len() as u32 + 8;
        let mut tracks = self.track(1, *b"vide", self.video, (at, pictures.len() as u32));
        if let Some(audio) = self.audio {
            tracks.extend(self.track(2, *b"soun", audio, (at, 1)));
        }
        if self.log {
            tracks.extend(self.track(3, *b"meta", *b"gpmd", (at + pictures.len() as u32, LOG.len() as u32)));
        }
        let head = atom(
            b"mvhd",
            &[&numbers(&[0, MADE, MADE, 1_000, self.millis, 0x1_0000]), &[0; 12], &numbers(&MATRIX), &[0; 28]],
        );
        let words = if self.place { atom(b"udta", &[&atom(b"\xa9xyz", &[PLACE])]) } else { Vec::new() };
        [begins, data, atom(b"moov", &[&head, &tracks, &words])].concat()
    }

    fn track(&self, number: u32, handler: [u8; 4], codec: [u8; 4], (at, length): (u32, u32)) -> Vec<u8> {
        let seen = handler == *b"vide";
        let (width, height) = if seen { (u32::from(self.width), u32::from(self.height)) } else { (0, 0) };
        let matrix = if self.turned && seen { TURNED } else { MATRIX };
        let head = numbers(&[7, MADE, MADE, number, 0, self.millis, 0, 0, 0, 0]);
        let sides = numbers(&[width << 16, height << 16]);
        let head = atom(b"tkhd", &[&head, &numbers(&matrix), &sides]);
        let lasts = atom(b"mdhd", &[&numbers(&[0, MADE, MADE, 1_000, self.millis, 0])]);
        let is = atom(b"hdlr", &[&numbers(&[0, 0]), &handler, &[0; 13]]);
        let entry = if seen {
            let sides = [self.width.to_be_bytes(), self.height.to_be_bytes()].concat();
            atom(&codec, &[&[0; 24], &sides, &[0; 50]])
        } else {
            atom(&codec, &[&[0; 28]])
        };
        let table = [
            atom(b"stsd", &[&numbers(&[0, 1]), &entry]),
            atom(b"stsz", &[&numbers(&[0, 0, 1, length])]),
            atom(b"stsc", &[&numbers(&[0, 1, 1, 1, 1])]),
            atom(b"stco", &[&numbers(&[0, 1, at])]),
        ];
        let media = atom(b"minf", &[&atom(b"stbl", &[&table.concat()])]);
        atom(b"trak", &[&head, &atom(b"mdia", &[&lasts, &is, &media])])
    }
}

/// A WebM of `width` by `height` that runs for so many milliseconds, with the words of whoever made it.
pub fn webm((width, height): (u16, u16), millis: u32) -> Vec<u8> {
    let head = element(&[0x1a, 0x45, 0xdf, 0xa3], &[&element(&[0x42, 0x82], &[b"webm"])]);
    let lasts = element(&[0x44, 0x89], &[&f64::from(millis).to_be_bytes()]);
    let info = element(&[0x15, 0x49, 0xa9, 0x66], &[&element(&[0x2a, 0xd7, 0xb1], &[&[0x0f, 0x42, 0x40]]), &lasts]);
    let sides = [element(&[0xb0], &[&width.to_be_bytes()]), element(&[0xba], &[&height.to_be_bytes()])].concat();
    let seen = [element(&[0x83], &[&[1]]), element(&[0x86], &[b"V_VP9"]), element(&[0xe0], &[&sides])].concat();
    let heard = [element(&[0x83], &[&[2]]), element(&[0x86], &[b"A_OPUS"])].concat();
    let tracks = element(&[0x16, 0x54, 0xae, 0x6b], &[&element(&[0xae], &[&seen]), &element(&[0xae], &[&heard])]);
    let words = element(&[0x12, 0x54, 0xc3, 0x67], &[PLACE]);
    let pictures = element(&[0x1f, 0x43, 0xb6, 0x75], &[&[0; 100]]);
    [head, element(&[0x18, 0x53, 0x80, 0x67], &[&info, &tracks, &words, &pictures])].concat()
}

/// A box of MP4.
pub fn atom(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    [&(body.len() as u32 + 8).to_be_bytes()[..], kind, &body].concat()
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

fn element(id: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    // A length of five bytes: a mark, and four of the number.
    [id, &[0x08], &(body.len() as u32).to_be_bytes(), &body].concat()
}
