//! Salts: what makes visitors' hashes worthless after a day.
//!
//! Each day has a random salt, a file of `salts/` in the data folder, which no backup holds; a site takes that of the day
//! on its own wall. The first process that needs it makes it, all take the same. Yesterday's is kept, for visits over
//! midnight; what is older wherever on earth one looks is destroyed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use domain::Random;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

/// The folder of salts, below the data folder.
pub const FOLDER: &str = "salts";
/// Bytes of a salt.
const LENGTH: usize = 32;

/// The salt of a day.
#[derive(Clone)]
pub struct Salt {
    /// The day that it is for.
    pub day: Date,
    salt: [u8; LENGTH],
}

impl std::fmt::Debug for Salt {
    /// Without the salt.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Salt({})", self.day)
    }
}

impl Salt {
    /// That of `day`, made where nobody made it yet.
    pub fn of(data: &Path, random: &dyn Random, day: Date) -> io::Result<Self> {
        let folder = data.join(FOLDER);
        let path = path(&folder, day);
        if let Some(salt) = read(&path)? {
            return Ok(Self { day, salt });
        }
        fs::create_dir_all(&folder)?;
        let mut salt = [0; LENGTH];
        random.fill(&mut salt);
        let part = folder.join(format!("{}.part", random.code()));
        let mut file = private(&part)?;
        file.write_all(&salt)?;
        file.sync_all()?;
        // A link does not replace what another process put there meanwhile.
        let put = fs::hard_link(&part, &path);
        fs::remove_file(&part)?;
        match put {
            Ok(()) => Ok(Self { day, salt }),
            Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => {
                let salt = read(&path)?.ok_or_else(|| io::Error::other("the salt of the day has no 32 bytes"))?;
                Ok(Self { day, salt })
            }
            Err(fault) => Err(fault),
        }
    }

    /// The hash of a visitor of `site`. Of an IPv6 address its network counts, since browsers change the rest of it.
    pub fn visitor(&self, site: &str, address: IpAddr, agent: &str) -> i64 {
        let mut hash = Sha256::new();
        hash.update(self.salt);
        hash.update((site.len() as u64).to_le_bytes());
        hash.update(site);
        match address.to_canonical() {
            IpAddr::V4(address) => hash.update(address.octets()),
            IpAddr::V6(address) => hash.update(&address.octets()[..8]),
        }
        hash.update(agent);
        let hash = hash.finalize();
        hash[..8].try_into().map_or(0, i64::from_le_bytes)
    }
}

/// Destroys the salts of days before yesterday, and what a killed process left half made. How many went.
pub fn destroy_old(data: &Path, now: Timestamp) -> io::Result<usize> {
    let folder = data.join(FOLDER);
    let yesterday = oldest(now);
    let entries = match fs::read_dir(&folder) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    let mut gone = 0;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_old = name.parse::<Date>().is_ok_and(|day| day < yesterday);
        let is_left = || path.extension().is_some_and(|ending| ending == "part") && is_of_another_day(&path, now);
        if is_old || is_left() {
            // The bytes first: a file that is taken away stays on the disk for a while.
            if let Ok(mut file) = OpenOptions::new().write(true).open(&path) {
                let _ = file.write_all(&[0; LENGTH]);
                let _ = file.sync_all();
            }
            match fs::remove_file(&path) {
                Ok(()) => gone += 1,
                // Another process was quicker.
                Err(fault) if fault.kind() == io::ErrorKind::NotFound => {}
                Err(fault) => return Err(fault),
            }
        }
    }
    Ok(gone)
}

fn is_of_another_day(path: &Path, now: Timestamp) -> bool {
    let made = fs::metadata(path).and_then(|there| there.modified()).ok();
    made.and_then(|made| Timestamp::try_from(made).ok()).is_some_and(|made| day(made) != day(now))
}

/// The day of `now` in UTC: that of visitors of whom no site is known.
pub fn day(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

/// The oldest day whose salt is needed: yesterday, where the day is youngest (twelve hours behind UTC).
pub(super) fn oldest(now: Timestamp) -> Date {
    day(now - SignedDuration::from_hours(36))
}

fn path(folder: &Path, day: Date) -> PathBuf {
    folder.join(day.to_string())
}

fn read(path: &Path) -> io::Result<Option<[u8; LENGTH]>> {
    let mut file = match File::open(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut salt = [0; LENGTH];
    file.read_exact(&mut salt)?;
    Ok(Some(salt))
}

/// A new file that only its owner reads.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use domain::SystemRandom;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn all_processes_have_one_salt_a_day_and_the_day_before_yesterday_has_none() {
        let data = tempfile::tempdir().unwrap();
        let of = |day: &str| Salt::of(data.path(), &SystemRandom, day.parse().unwrap()).unwrap();
        let who = |salt: &Salt| salt.visitor("site", "9.9.9.9".parse().unwrap(), "browser");
        let first = who(&of("2026-11-24"));
        let next = who(&of("2026-11-25"));
        assert_eq!(who(&of("2026-11-25")), next);
        assert_ne!(first, next);
        // Twelve hours behind UTC the 25th is not over yet, and the 24th is its yesterday.
        assert_eq!(destroy_old(data.path(), at("2026-11-26T11:59:59Z")).unwrap(), 0);
        assert_eq!(who(&of("2026-11-24")), first);
        assert_eq!(destroy_old(data.path(), at("2026-11-26T12:00:00Z")).unwrap(), 1);
        // Whoever asked for it now would get another one.
        assert_ne!(who(&of("2026-11-24")), first);
    }

    #[test]
    fn a_visitor_is_one_on_one_site_with_one_browser() {
        let data = tempfile::tempdir().unwrap();
        let salt = Salt::of(data.path(), &SystemRandom, "2026-11-24".parse().unwrap()).unwrap();
        let who = |site: &str, address: &str, agent: &str| salt.visitor(site, address.parse().unwrap(), agent);
        let one = who("a", "9.9.9.9", "x");
        assert_eq!(who("a", "::ffff:9.9.9.9", "x"), one);
        for other in [who("b", "9.9.9.9", "x"), who("a", "9.9.9.8", "x"), who("a", "9.9.9.9", "y")] {
            assert_ne!(other, one);
        }
        assert_eq!(who("a", "2606:4700:1:2::7", "x"), who("a", "2606:4700:1:2:ffff::", "x"));
        assert_ne!(who("a", "2606:4700:1:2::7", "x"), who("a", "2606:4700:1:3::7", "x"));
    }
}
