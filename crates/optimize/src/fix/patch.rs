//! A unified patch of one file, as `git apply` and `patch -p1` take it.

use std::ops::Range;

/// Lines of context around a change.
const CONTEXT: usize = 3;
/// More lines than these that differ are given as one change: to find the fewest would take long.
const MOST_EDITS: usize = 1_000;

/// The patch that turns `old` into `new`; `path` is the file's, below the folder. Empty where they are the same.
pub fn unified(path: &str, old: &[u8], new: &[u8]) -> Vec<u8> {
    let (old, new) = (lines(old), lines(new));
    let blocks = blocks(&old, &new);
    if blocks.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    out.extend_from_slice(format!("--- {}\n+++ {}\n", name("a/", path), name("b/", path)).as_bytes());
    for hunk in blocks.chunk_by(|a, b| b.old.start - a.old.end <= 2 * CONTEXT) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        let before = first.old.start.min(CONTEXT);
        let behind = (old.len() - last.old.end).min(CONTEXT);
        let from = first.old.start - before..last.old.end + behind;
        let to = first.new.start - before..last.new.end + behind;
        // A stretch without lines is named by the line before it.
        let start = |lines: &Range<usize>| if lines.is_empty() { lines.start } else { lines.start + 1 };
        let header = format!("@@ -{},{} +{},{} @@\n", start(&from), from.len(), start(&to), to.len());
        out.extend_from_slice(header.as_bytes());
        let mut at = from.start;
        for block in hunk {
            old[at..block.old.start].iter().for_each(|line| put(&mut out, b' ', line));
            old[block.old.clone()].iter().for_each(|line| put(&mut out, b'-', line));
            new[block.new.clone()].iter().for_each(|line| put(&mut out, b'+', line));
            at = block.old.end;
        }
        old[at..from.end].iter().for_each(|line| put(&mut out, b' ', line));
    }
    out
}

/// Lines that are replaced by others; either may be none.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    old: Range<usize>,
    new: Range<usize>,
}

/// What differs, in order and apart.
fn blocks(old: &[&[u8]], new: &[&[u8]]) -> Vec<Block> {
    let before = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[before..], &new[before..]);
    let behind = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - behind], &new[..new.len() - behind]);
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    let mut blocks: Vec<Block> = Vec::new();
    let (mut x, mut y) = (0, 0);
    for (same_x, same_y, length) in same(old, new).into_iter().chain([(old.len(), new.len(), 0)]) {
        if (same_x, same_y) != (x, y) {
            blocks.push(Block { old: before + x..before + same_x, new: before + y..before + same_y });
        }
        (x, y) = (same_x + length, same_y + length);
    }
    blocks
}

/// The longest common lines, by the algorithm of Myers (1986): stretches of old place, new place, length.
fn same(old: &[&[u8]], new: &[&[u8]]) -> Vec<(usize, usize, usize)> {
    let (n, m) = (old.len().cast_signed(), new.len().cast_signed());
    let most = (old.len() + new.len()).min(MOST_EDITS).cast_signed();
    // The furthest place reached on each diagonal, kept for each number of edits.
    let mut reached: Vec<isize> = vec![0; 2 * most as usize + 3];
    let middle = most + 1;
    let slot = |diagonal: isize| (middle + diagonal) as usize;
    let mut trace: Vec<Vec<isize>> = Vec::new();
    let mut found = None;
    'edits: for edits in 0..=most {
        trace.push(reached[slot(-edits) - 1..=slot(edits) + 1].to_vec());
        for diagonal in (-edits..=edits).step_by(2) {
            let down =
                diagonal == -edits || diagonal != edits && reached[slot(diagonal - 1)] < reached[slot(diagonal + 1)];
            let mut x = if down { reached[slot(diagonal + 1)] } else { reached[slot(diagonal - 1)] + 1 };
            let mut y = x - diagonal;
            while x < n && y < m && old[x as usize] == new[y as usize] {
                (x, y) = (x + 1, y + 1);
            }
            reached[slot(diagonal)] = x;
            if x >= n && y >= m {
                found = Some(edits);
                break 'edits;
            }
        }
    }
    let Some(edits) = found else { return Vec::new() };
    let mut same = Vec::new();
    let (mut x, mut y) = (n, m);
    for edits in (0..=edits).rev() {
        // `trace[edits]` begins one diagonal before `-edits`.
        let before = |diagonal: isize| trace[edits as usize][(diagonal + edits + 1) as usize];
        let diagonal = x - y;
        let down = diagonal == -edits || diagonal != edits && before(diagonal - 1) < before(diagonal + 1);
        let from = if down { diagonal + 1 } else { diagonal - 1 };
        let (from_x, from_y) = if edits == 0 { (0, 0) } else { (before(from), before(from) - from) };
        let start = if edits == 0 {
            0
        } else if down {
            from_x
        } else {
            from_x + 1
        };
        if x > start {
            same.push((start as usize, (start - diagonal) as usize, (x - start) as usize));
        }
        (x, y) = (from_x, from_y);
    }
    same.reverse();
    same
}

/// The lines of `bytes`, each with its end.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

fn put(out: &mut Vec<u8>, sign: u8, line: &[u8]) {
    out.push(sign);
    out.extend_from_slice(line);
    if !line.ends_with(b"\n") {
        out.extend_from_slice(b"\n\\ No newline at end of file\n");
    }
}

/// A file's name as patches write it: in quotes where it holds signs that would end it.
fn name(side: &str, path: &str) -> String {
    if !path.contains(|letter: char| letter.is_control() || matches!(letter, '"' | '\\')) {
        // What stands behind a tab is no part of the name: so one may end in, or hold, spaces.
        let tab = if path.contains(' ') { "\t" } else { "" };
        return format!("{side}{path}{tab}");
    }
    let mut out = format!("\"{side}");
    for letter in path.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => {
                let mut bytes = [0; 4];
                for byte in letter.encode_utf8(&mut bytes).bytes() {
                    out.push('\\');
                    out.extend([6, 3, 0].map(|bits| char::from(b'0' + (byte >> bits & 7))));
                }
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(old: &str, new: &str) -> String {
        String::from_utf8(unified("a b.html", old.as_bytes(), new.as_bytes())).unwrap()
    }

    #[test]
    fn a_line_put_in_is_one_line_of_the_patch() {
        assert_eq!(
            patch("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nnew\n5\n6\n"),
            "--- a/a b.html\t\n+++ b/a b.html\t\n@@ -2,5 +2,6 @@\n 2\n 3\n 4\n+new\n 5\n 6\n"
        );
        assert_eq!(patch("1\n", "1\n"), "");
    }

    proptest::proptest! {
        #[test]
        fn what_differs_put_into_the_old_gives_the_new(
            old in proptest::collection::vec(0..4_u8, 0..40),
            new in proptest::collection::vec(0..4_u8, 0..40),
        ) {
            let split = |bytes: &'static [u8]| bytes.chunks(1).collect::<Vec<_>>();
            let (old, new) = (split(old.leak()), split(new.leak()));
            let mut made: Vec<&[u8]> = Vec::new();
            let mut at = 0;
            for block in blocks(&old, &new) {
                made.extend(&old[at..block.old.start]);
                proptest::prop_assert_eq!(made.len(), block.new.start);
                made.extend(&new[block.new]);
                at = block.old.end;
            }
            made.extend(&old[at..]);
            proptest::prop_assert_eq!(made, new);
        }
    }

    #[test]
    fn a_file_without_a_newline_at_its_end_says_so() {
        assert_eq!(
            patch("one", "one!"),
            "--- a/a b.html\t\n+++ b/a b.html\t\n@@ -1,1 +1,1 @@\n-one\n\\ No newline at end of file\n\
             +one!\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn changes_far_apart_are_hunks_of_their_own() {
        let old = (10..40).fold(String::new(), |text, line| text + &line.to_string() + "\n");
        let new = old.replace("10\n", "").replace("12\n", "xx\nyy\n").replace("30\n", "30\nnew\n");
        let patch = patch(&old, &new);
        let headers: Vec<&str> = patch.lines().filter(|line| line.starts_with("@@")).collect();
        assert_eq!(headers, ["@@ -1,6 +1,6 @@", "@@ -19,6 +19,7 @@"]);
    }

    #[test]
    fn a_name_that_would_end_itself_is_quoted() {
        assert_eq!(name("a/", "a\"b\n.html"), "\"a/a\\\"b\\012.html\"");
        assert_eq!(name("a/", "brot.html"), "a/brot.html");
    }
}
