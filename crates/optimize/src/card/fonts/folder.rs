//! A folder of fonts, the one place of this module that reads files.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::Fonts;

/// A larger font is not read: everything that is read stays in memory.
const LARGEST: u64 = 64 << 20;
/// All of a folder together.
const ALTOGETHER: u64 = 256 << 20;

/// A file that is not used, and why.
#[derive(Debug)]
pub struct Skipped {
    /// The file.
    pub path: PathBuf,
    /// Why, and what to do about it.
    pub why: String,
}

/// Takes all fonts of `folder` into `fonts`, in the order of their names, those of folders below it too. What cannot be
/// used is told and left out.
pub fn read(folder: &Path, fonts: &mut Fonts) -> io::Result<Vec<Skipped>> {
    let mut files = Vec::new();
    let mut waiting = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() && depth < 4 {
                waiting.push((path, depth + 1));
            } else if is_font(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut skipped = Vec::new();
    let mut room = ALTOGETHER;
    for path in files {
        let read = bytes(&path, room.min(LARGEST))
            .and_then(|bytes| fonts.add(&bytes).map(|()| bytes.len() as u64).map_err(|why| why.to_string()));
        match read {
            Ok(taken) => room -= taken,
            Err(why) => skipped.push(Skipped { path, why }),
        }
    }
    Ok(skipped)
}

fn bytes(path: &Path, at_most: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| format!("it cannot be read: {error}"))?;
    file.take(at_most + 1).read_to_end(&mut bytes).map_err(|error| format!("it cannot be read: {error}"))?;
    if bytes.len() as u64 > at_most {
        let all = ALTOGETHER >> 20;
        return Err(format!("it is larger than {} MB, or the folder larger than {all} MB", LARGEST >> 20));
    }
    Ok(bytes)
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    ["ttf", "otf", "ttc", "otc", "woff", "woff2"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}
