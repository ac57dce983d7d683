//! Emoji sequences as X counts them: those of Emoji 11, the last that twitter-text knows.
//!
//! Of an emoji that is one code point nothing is said here, since it weighs what any other character weighs. Sequences
//! that came later (a juggler of no sex, hair, new flags) are several emoji to X, and weigh so.

/// The picture of what comes before, instead of text.
const PICTURE: u32 = 0xfe0f;
/// The text of what comes before, instead of a picture.
const TEXT: u32 = 0xfe0e;
const JOIN: u32 = 0x200d;
const KEYCAP: u32 = 0x20e3;
const MAN: u32 = 0x1f468;
const WOMAN: u32 = 0x1f469;
const BOY: u32 = 0x1f466;
const GIRL: u32 = 0x1f467;
const HEART: u32 = 0x2764;
const KISS: u32 = 0x1f48b;

/// People who take the mark for the picture and a colour of skin: ☝ 🏋 🕵.
const HANDS_AND_SPORT: [u32; 10] =
    [0x261d, 0x26f7, 0x26f9, 0x270c, 0x270d, 0x1f3cb, 0x1f3cc, 0x1f574, 0x1f575, 0x1f590];
/// Of those, the ones of which there is a woman and a man.
const SPORT: [u32; 5] = [0x26f9, 0x1f3cb, 0x1f3cc, 0x1f574, 0x1f575];
/// Pairs and beings of which there is a woman and a man, without a colour of skin.
const BEINGS: [u32; 4] = [0x1f46f, 0x1f93c, 0x1f9de, 0x1f9df];
/// What a man or a woman works with.
const WORK: [u32; 17] = [
    0x1f33e, 0x1f373, 0x1f393, 0x1f3a4, 0x1f3a8, 0x1f3eb, 0x1f3ed, 0x1f4bb, 0x1f4bc, 0x1f527, 0x1f52c, 0x1f680,
    0x1f692, 0x1f9b0, 0x1f9b1, 0x1f9b2, 0x1f9b3,
];
/// The same, with the mark for the picture.
const WORK_DRAWN: [u32; 3] = [0x2695, 0x2696, 0x2708];
/// Three that stand alone: a rainbow on a flag, bones on a flag, an eye in a bubble.
const ALONE: [&[u32]; 3] =
    [&[0x1f3f3, PICTURE, JOIN, 0x1f308], &[0x1f3f4, JOIN, 0x2620, PICTURE], &[0x1f441, JOIN, 0x1f5e8]];
/// England, Scotland and Wales: a black flag, and these letters as tags.
const COUNTRIES: [&[u8]; 3] = [b"gbeng", b"gbsct", b"gbwls"];
/// Flags, by the two letters of which each is made.
const FLAGS: &str = "\
    AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV \
    BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA EC EE EG EH \
    ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU \
    IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU \
    LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR \
    NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM \
    SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC \
    VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Drawn as text or as a picture: the mark for the picture is theirs, and with the mark for text they are no emoji.
const TEXT_OR_PICTURE: &[(u32, u32)] = &[
    (0x203c, 0x203c),
    (0x2049, 0x2049),
    (0x2139, 0x2139),
    (0x2194, 0x2199),
    (0x21a9, 0x21aa),
    (0x231a, 0x231b),
    (0x2328, 0x2328),
    (0x23cf, 0x23cf),
    (0x23ed, 0x23ef),
    (0x23f1, 0x23f2),
    (0x23f8, 0x23fa),
    (0x24c2, 0x24c2),
    (0x25aa, 0x25ab),
    (0x25b6, 0x25b6),
    (0x25c0, 0x25c0),
    (0x25fb, 0x25fe),
    (0x2600, 0x2604),
    (0x260e, 0x260e),
    (0x2611, 0x2611),
    (0x2614, 0x2615),
    (0x2618, 0x2618),
    (0x2620, 0x2620),
    (0x2622, 0x2623),
    (0x2626, 0x2626),
    (0x262a, 0x262a),
    (0x262e, 0x262f),
    (0x2638, 0x263a),
    (0x2640, 0x2640),
    (0x2642, 0x2642),
    (0x2648, 0x2653),
    (0x2660, 0x2660),
    (0x2663, 0x2663),
    (0x2665, 0x2666),
    (0x2668, 0x2668),
    (0x267b, 0x267b),
    (0x267f, 0x267f),
    (0x2692, 0x2697),
    (0x2699, 0x2699),
    (0x269b, 0x269c),
    (0x26a0, 0x26a1),
    (0x26aa, 0x26ab),
    (0x26b0, 0x26b1),
    (0x26bd, 0x26be),
    (0x26c4, 0x26c5),
    (0x26c8, 0x26c8),
    (0x26cf, 0x26cf),
    (0x26d1, 0x26d1),
    (0x26d3, 0x26d4),
    (0x26e9, 0x26ea),
    (0x26f0, 0x26f5),
    (0x26f8, 0x26f8),
    (0x26fa, 0x26fa),
    (0x26fd, 0x26fd),
    (0x2702, 0x2702),
    (0x2708, 0x2709),
    (0x270f, 0x270f),
    (0x2712, 0x2712),
    (0x2714, 0x2714),
    (0x2716, 0x2716),
    (0x271d, 0x271d),
    (0x2721, 0x2721),
    (0x2733, 0x2734),
    (0x2744, 0x2744),
    (0x2747, 0x2747),
    (0x2757, 0x2757),
    (0x2763, 0x2764),
    (0x27a1, 0x27a1),
    (0x2934, 0x2935),
    (0x2b05, 0x2b07),
    (0x2b1b, 0x2b1c),
    (0x2b50, 0x2b50),
    (0x2b55, 0x2b55),
    (0x3030, 0x3030),
    (0x303d, 0x303d),
    (0x3297, 0x3297),
    (0x3299, 0x3299),
    (0x1f004, 0x1f004),
    (0x1f170, 0x1f171),
    (0x1f17e, 0x1f17f),
    (0x1f202, 0x1f202),
    (0x1f21a, 0x1f21a),
    (0x1f22f, 0x1f22f),
    (0x1f237, 0x1f237),
    (0x1f321, 0x1f321),
    (0x1f324, 0x1f32c),
    (0x1f336, 0x1f336),
    (0x1f37d, 0x1f37d),
    (0x1f396, 0x1f397),
    (0x1f399, 0x1f39b),
    (0x1f39e, 0x1f39f),
    (0x1f3cd, 0x1f3ce),
    (0x1f3d4, 0x1f3df),
    (0x1f3f3, 0x1f3f3),
    (0x1f3f5, 0x1f3f5),
    (0x1f3f7, 0x1f3f7),
    (0x1f43f, 0x1f43f),
    (0x1f441, 0x1f441),
    (0x1f4fd, 0x1f4fd),
    (0x1f549, 0x1f54a),
    (0x1f56f, 0x1f570),
    (0x1f573, 0x1f573),
    (0x1f576, 0x1f579),
    (0x1f587, 0x1f587),
    (0x1f58a, 0x1f58d),
    (0x1f5a5, 0x1f5a5),
    (0x1f5a8, 0x1f5a8),
    (0x1f5b1, 0x1f5b2),
    (0x1f5bc, 0x1f5bc),
    (0x1f5c2, 0x1f5c4),
    (0x1f5d1, 0x1f5d3),
    (0x1f5dc, 0x1f5de),
    (0x1f5e1, 0x1f5e1),
    (0x1f5e3, 0x1f5e3),
    (0x1f5e8, 0x1f5e8),
    (0x1f5ef, 0x1f5ef),
    (0x1f5f3, 0x1f5f3),
    (0x1f5fa, 0x1f5fa),
    (0x1f6cb, 0x1f6cb),
    (0x1f6cd, 0x1f6cf),
    (0x1f6e0, 0x1f6e5),
    (0x1f6e9, 0x1f6e9),
    (0x1f6f0, 0x1f6f0),
    (0x1f6f3, 0x1f6f3),
];

/// People and hands that a colour of skin may follow.
const SKINNED: &[(u32, u32)] = &[
    (0x270a, 0x270b),
    (0x1f385, 0x1f385),
    (0x1f3c2, 0x1f3c4),
    (0x1f3c7, 0x1f3c7),
    (0x1f3ca, 0x1f3ca),
    (0x1f442, 0x1f443),
    (0x1f446, 0x1f450),
    (0x1f466, 0x1f469),
    (0x1f46e, 0x1f46e),
    (0x1f470, 0x1f478),
    (0x1f47c, 0x1f47c),
    (0x1f481, 0x1f483),
    (0x1f485, 0x1f487),
    (0x1f4aa, 0x1f4aa),
    (0x1f57a, 0x1f57a),
    (0x1f595, 0x1f596),
    (0x1f645, 0x1f647),
    (0x1f64b, 0x1f64f),
    (0x1f6a3, 0x1f6a3),
    (0x1f6b4, 0x1f6b6),
    (0x1f6c0, 0x1f6c0),
    (0x1f6cc, 0x1f6cc),
    (0x1f918, 0x1f91c),
    (0x1f91e, 0x1f91f),
    (0x1f926, 0x1f926),
    (0x1f930, 0x1f939),
    (0x1f93d, 0x1f93e),
    (0x1f9b5, 0x1f9b6),
    (0x1f9b8, 0x1f9b9),
    (0x1f9d1, 0x1f9dd),
];

/// People of whom there is a woman and a man.
const ROLES: &[(u32, u32)] = &[
    (0x1f3c3, 0x1f3c4),
    (0x1f3ca, 0x1f3ca),
    (0x1f46e, 0x1f46e),
    (0x1f471, 0x1f471),
    (0x1f473, 0x1f473),
    (0x1f477, 0x1f477),
    (0x1f481, 0x1f482),
    (0x1f486, 0x1f487),
    (0x1f645, 0x1f647),
    (0x1f64b, 0x1f64b),
    (0x1f64d, 0x1f64e),
    (0x1f6a3, 0x1f6a3),
    (0x1f6b4, 0x1f6b6),
    (0x1f926, 0x1f926),
    (0x1f935, 0x1f935),
    (0x1f937, 0x1f939),
    (0x1f93d, 0x1f93e),
    (0x1f9b8, 0x1f9b9),
    (0x1f9d6, 0x1f9dd),
];

/// How many units the emoji sequence at `at` has; 0 where none begins there.
pub(super) fn length(text: &[u16], at: usize) -> usize {
    // Nothing before the sign for © takes part in one, but what is put on a key.
    match text.get(at) {
        Some(0x23 | 0x2a | 0x30..=0x39 | 0xa9 | 0xae | 0x203c..) => {}
        _ => return 0,
    }
    let start = Reading { text, at };
    let ways = [work, sport, role, family, alone, key, drawn, coloured, country, flag];
    ways.iter().find_map(|way| way(start)).map_or(0, |end| end.at - at)
}

/// A place in the text. Each step gives the place behind, where what was wanted stands there.
#[derive(Clone, Copy)]
struct Reading<'a> {
    text: &'a [u16],
    at: usize,
}

impl Reading<'_> {
    fn next(self) -> Option<(u32, Self)> {
        let high = u32::from(*self.text.get(self.at)?);
        let low = self.text.get(self.at + 1).map_or(0, |low| u32::from(*low));
        let pair = (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low);
        let (point, size) = if pair { (0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), 2) } else { (high, 1) };
        Some((point, Self { at: self.at + size, ..self }))
    }

    fn such(self, wanted: impl Fn(u32) -> bool) -> Option<Self> {
        self.next().filter(|(point, _)| wanted(*point)).map(|(_, behind)| behind)
    }

    fn is(self, wanted: u32) -> Option<Self> {
        self.such(|point| point == wanted)
    }

    fn one_of(self, wanted: &[u32]) -> Option<Self> {
        self.such(|point| wanted.contains(&point))
    }

    fn all(self, wanted: &[u32]) -> Option<Self> {
        wanted.iter().try_fold(self, |at, point| at.is(*point))
    }

    fn skin(self) -> Option<Self> {
        self.such(|point| (0x1f3fb..=0x1f3ff).contains(&point))
    }

    /// Behind the mark for the picture; here, where there is none for text either.
    fn drawn(self) -> Option<Self> {
        self.is(PICTURE).or_else(|| if self.is(TEXT).is_some() { None } else { Some(self) })
    }

    /// Behind a woman's or a man's sign.
    fn sex(self) -> Option<Self> {
        self.is(JOIN)?.one_of(&[0x2640, 0x2642])?.is(PICTURE)
    }
}

fn work(at: Reading<'_>) -> Option<Reading<'_>> {
    let person = at.one_of(&[MAN, WOMAN])?;
    let joined = person.skin().unwrap_or(person).is(JOIN)?;
    joined.one_of(&WORK_DRAWN).and_then(|drawn| drawn.is(PICTURE)).or_else(|| joined.one_of(&WORK))
}

fn sport(at: Reading<'_>) -> Option<Reading<'_>> {
    let person = at.one_of(&SPORT)?;
    person.skin().or_else(|| person.is(PICTURE))?.sex()
}

fn role(at: Reading<'_>) -> Option<Reading<'_>> {
    let person = at.such(|point| within(point, ROLES))?;
    person.skin().unwrap_or(person).sex()
}

fn family(at: Reading<'_>) -> Option<Reading<'_>> {
    let (first, behind) = at.next().filter(|(point, _)| [MAN, WOMAN].contains(point))?;
    let joined = behind.is(JOIN)?;
    let partners: &[u32] = if first == MAN { &[MAN] } else { &[MAN, WOMAN] };
    if let Some(loving) = joined.all(&[HEART, PICTURE, JOIN]) {
        let kissing = loving.all(&[KISS, JOIN]).and_then(|kissed| kissed.one_of(partners));
        return kissing.or_else(|| loving.one_of(partners));
    }
    let parents: &[u32] = if first == MAN { &[MAN, WOMAN] } else { &[WOMAN] };
    let with_both = joined.one_of(parents).and_then(|second| children(second.is(JOIN)?));
    with_both.or_else(|| children(joined))
}

/// A boy, a girl, two boys, two girls, or a girl and a boy.
fn children(at: Reading<'_>) -> Option<Reading<'_>> {
    let (first, one) = at.next().filter(|(point, _)| [BOY, GIRL].contains(point))?;
    let second: &[u32] = if first == BOY { &[BOY] } else { &[BOY, GIRL] };
    Some(one.is(JOIN).and_then(|joined| joined.one_of(second)).unwrap_or(one))
}

fn alone(at: Reading<'_>) -> Option<Reading<'_>> {
    let being = at.one_of(&BEINGS).and_then(Reading::sex);
    being.or_else(|| ALONE.iter().find_map(|sequence| at.all(sequence)))
}

fn key(at: Reading<'_>) -> Option<Reading<'_>> {
    let label = at.such(|point| matches!(point, 0x23 | 0x2a | 0x30..=0x39))?;
    label.is(PICTURE).unwrap_or(label).is(KEYCAP)
}

fn drawn(at: Reading<'_>) -> Option<Reading<'_>> {
    let sign = at.one_of(&[0xa9, 0xae, 0x2122, 0x265f]).and_then(|sign| sign.is(PICTURE));
    sign.or_else(|| at.such(|point| within(point, TEXT_OR_PICTURE))?.drawn())
}

fn coloured(at: Reading<'_>) -> Option<Reading<'_>> {
    let drawn = at.one_of(&HANDS_AND_SPORT).and_then(Reading::drawn);
    let person = drawn.or_else(|| at.such(|point| within(point, SKINNED)))?;
    Some(person.skin().unwrap_or(person))
}

fn country(at: Reading<'_>) -> Option<Reading<'_>> {
    let flag = at.is(0x1f3f4)?;
    let tags = |letters: &&[u8]| {
        let end = letters.iter().try_fold(flag, |at, letter| at.is(0xe0000 + u32::from(*letter)))?;
        end.is(0xe007f)
    };
    COUNTRIES.iter().find_map(tags)
}

fn flag(at: Reading<'_>) -> Option<Reading<'_>> {
    let letter =
        |point: u32| point.checked_sub(0x1f1e6).filter(|letter| *letter < 26).map(|letter| b'A' + letter as u8);
    let (first, behind) = at.next()?;
    let (second, end) = behind.next()?;
    let name = [letter(first)?, letter(second)?];
    FLAGS.split(' ').any(|flag| flag.as_bytes() == name).then_some(end)
}

fn within(point: u32, ranges: &[(u32, u32)]) -> bool {
    let behind = ranges.partition_point(|(first, _)| *first <= point);
    behind.checked_sub(1).and_then(|at| ranges.get(at)).is_some_and(|(_, last)| point <= *last)
}
