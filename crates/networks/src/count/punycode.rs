//! How long a label of a host is once it is written in ASCII. Of the encoding (RFC 3492) only the length is needed.

/// The most that a label of a host may have.
pub(super) const LONGEST: usize = 63;

/// Dots that stand for a dot.
const DOTS: [u16; 3] = [0x3002, 0xff0e, 0xff61];

/// Whether `label` has between 1 and 63 characters in ASCII.
pub(super) fn fits(label: &[u16]) -> bool {
    // Each code point takes at least one character, so that a long label need not be encoded, which is slow.
    if label.is_empty() || label.len() > 2 * LONGEST {
        return false;
    }
    let parts = label.split(|unit| DOTS.contains(unit));
    let length: usize = parts.map(|part| length(part) + 1).sum();
    (1..=LONGEST).contains(&(length - 1))
}

fn length(part: &[u16]) -> usize {
    let points: Vec<u32> = char::decode_utf16(part.iter().copied())
        .map(|c| c.map_or_else(|lone| u32::from(lone.unpaired_surrogate()), u32::from))
        .collect();
    if points.iter().all(|point| *point < 0x80) { points.len() } else { "xn--".len() + encoded(&points) }
}

fn encoded(points: &[u32]) -> usize {
    let basic = points.iter().filter(|point| **point < 0x80).count();
    let mut length = if basic > 0 { basic + 1 } else { 0 };
    let (mut n, mut delta, mut bias, mut done) = (0x80_u64, 0_u64, 72_u64, basic as u64);
    while done < points.len() as u64 {
        let Some(next) = points.iter().map(|point| u64::from(*point)).filter(|point| *point >= n).min() else { break };
        delta += (next - n) * (done + 1);
        n = next;
        for point in points.iter().map(|point| u64::from(*point)) {
            if point < n {
                delta += 1;
            }
            if point == n {
                length += digits(delta, bias);
                bias = adapted(delta, done + 1, done == basic as u64);
                delta = 0;
                done += 1;
            }
        }
        delta += 1;
        n += 1;
    }
    length
}

/// How many digits `delta` has as a number of variable base.
fn digits(delta: u64, bias: u64) -> usize {
    let (mut rest, mut k, mut digits) = (delta, 36, 1);
    loop {
        let threshold = if k <= bias { 1 } else { (k - bias).min(26) };
        if rest < threshold {
            return digits;
        }
        rest = (rest - threshold) / (36 - threshold);
        digits += 1;
        k += 36;
    }
}

fn adapted(delta: u64, points: u64, first: bool) -> u64 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}
