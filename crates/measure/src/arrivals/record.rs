//! Records: how arrivals lie in a segment.
//!
//! A segment begins with [`MAGIC`]. Each record is its payload's length and that payload's CRC-32, four bytes each, the
//! least first, and then the payload, JSON. Whatever does not fit is an end: of a file that grows, it is looked at again;
//! of one that nobody writes any more, it was torn by a machine that stopped, and is cut.

use std::io::Write;

use super::Arrival;

/// What a segment begins with.
pub const MAGIC: &[u8; 8] = b"TIDARR1\n";
/// The longest payload; a longer one was never written.
pub const LONGEST: usize = 4_096;
/// Bytes before a payload.
const BEFORE: usize = 8;

/// Appends the record of `arrival` to `out`.
pub fn write(arrival: &Arrival<'_>, out: &mut Vec<u8>) {
    let begin = out.len();
    out.extend_from_slice(&[0; BEFORE]);
    // Into memory, and of a type that is always JSON.
    let whole = serde_json::to_writer(&mut *out, arrival).is_ok() && out.flush().is_ok();
    let length = out.len() - begin - BEFORE;
    if !whole || length > LONGEST {
        out.truncate(begin);
        return;
    }
    let sum = crc32fast::hash(&out[begin + BEFORE..]);
    out[begin..begin + 4].copy_from_slice(&(length as u32).to_le_bytes());
    out[begin + 4..begin + BEFORE].copy_from_slice(&sum.to_le_bytes());
}

/// What lies at the beginning of bytes.
#[derive(Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and almost always that one")]
pub enum Found {
    /// A whole record, of so many bytes. `None`: whole, and of a version that this program does not understand.
    Record(Option<Arrival<'static>>, usize),
    /// Nothing, or the beginning of a record: the rest may come.
    End,
    /// No record: whatever comes, this is none.
    Torn,
}

/// Reads the first record of `bytes`.
pub fn read(bytes: &[u8]) -> Found {
    let Some((before, rest)) = bytes.split_at_checked(BEFORE) else { return Found::End };
    let (length, sum) = before.split_at(4);
    let number = |bytes: &[u8]| bytes.try_into().map_or(0, u32::from_le_bytes);
    let (length, sum) = (number(length) as usize, number(sum));
    if length == 0 || length > LONGEST {
        return Found::Torn;
    }
    let Some(payload) = rest.get(..length) else { return Found::End };
    if crc32fast::hash(payload) != sum {
        return Found::Torn;
    }
    Found::Record(serde_json::from_slice(payload).ok(), BEFORE + length)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;
    use crate::arrivals::Kind;

    fn arrival() -> impl Strategy<Value = Arrival<'static>> {
        let text = || proptest::option::of(".{0,40}".prop_map(Cow::Owned));
        let kind = prop_oneof![Just(Kind::Click), Just(Kind::Unfurl)];
        let who = (proptest::option::of(any::<i64>()), text(), text());
        (kind, any::<i64>(), ".{0,9}", who, text(), text(), text()).prop_map(
            |(kind, at, code, (visitor, press, parent), network, referrer, agent)| Arrival {
                kind,
                at,
                code: Cow::Owned(code),
                visitor,
                press,
                parent,
                network,
                referrer,
                agent,
                ..Arrival::default()
            },
        )
    }

    /// All whole records of `bytes`, and how many bytes they are.
    fn all(bytes: &[u8]) -> (Vec<Arrival<'static>>, usize) {
        let (mut found, mut at) = (Vec::new(), 0);
        while let Found::Record(arrival, length) = read(&bytes[at..]) {
            found.extend(arrival);
            at += length;
        }
        (found, at)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn what_is_torn_at_any_byte_loses_the_torn_record_alone(
            arrivals in proptest::collection::vec(arrival(), 1..5),
            rest in proptest::collection::vec(any::<u8>(), 0..24),
        ) {
            let (mut bytes, mut ends) = (Vec::new(), vec![0]);
            for arrival in &arrivals {
                write(arrival, &mut bytes);
                ends.push(bytes.len());
            }
            for torn in 0..=bytes.len() {
                let whole = ends.iter().filter(|end| **end <= torn).count() - 1;
                // Cut off there; or as a disk leaves it: zeros, or whatever lay there before.
                for tail in [&[][..], &[0; 24], &rest] {
                    let torn_bytes = [&bytes[..torn], tail].concat();
                    let (found, end) = all(&torn_bytes);
                    prop_assert!(found.len() >= whole, "{} of {whole} at {torn}", found.len());
                    prop_assert_eq!(&found[..whole], &arrivals[..whole]);
                    if tail.is_empty() || tail[0] == 0 {
                        prop_assert_eq!(found.len(), whole);
                        prop_assert_eq!(end, ends[whole]);
                    }
                }
            }
        }

        #[test]
        fn a_changed_byte_is_never_taken_for_what_was_written(arrival in arrival(), at in any::<usize>(), flip in 1u8..) {
            let mut bytes = Vec::new();
            write(&arrival, &mut bytes);
            let at = at % bytes.len();
            bytes[at] ^= flip;
            prop_assert!(!matches!(read(&bytes), Found::Record(Some(read), _) if read == arrival));
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            all(&bytes);
        }
    }

    #[test]
    fn a_record_of_a_later_version_is_passed_over_whole() {
        let mut bytes = Vec::new();
        for payload in [&br#"{"kind":"tap","at":1,"code":"k","more":[1]}"#[..], br#"{"of":"tomorrow"}"#] {
            bytes.extend((payload.len() as u32).to_le_bytes());
            bytes.extend(crc32fast::hash(payload).to_le_bytes());
            bytes.extend(payload);
        }
        let Found::Record(Some(first), length) = read(&bytes) else { panic!("not read") };
        assert_eq!(first.kind, Kind::Other);
        assert!(matches!(read(&bytes[length..]), Found::Record(None, _)));
    }
}
