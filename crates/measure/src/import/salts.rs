//! The salt of an import: what makes one visitor of its log's days, and of nobody else's.
//!
//! It is made for one import, a file beside the salts of days, and destroyed at its end; where an import is never gone on with,
//! with everything else in that folder that was left half made ([`crate::arrivals::salt::destroy_old`]).

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use domain::Random;
use sha2::{Digest as _, Sha256};

use crate::arrivals::salt::FOLDER;

const LENGTH: usize = 32;

/// The salt of one import.
pub(super) struct Salt {
    path: PathBuf,
    salt: [u8; LENGTH],
}

impl Salt {
    /// That of the site's import which is under way, or a new one.
    pub(super) fn of(data: &Path, random: &dyn Random, site: i64) -> io::Result<Self> {
        let folder = data.join(FOLDER);
        let path = folder.join(format!("import-{site}.part"));
        let mut salt = [0; LENGTH];
        if let Ok(mut file) = File::open(&path)
            && file.read_exact(&mut salt).is_ok()
        {
            return Ok(Self { path, salt });
        }
        fs::create_dir_all(&folder)?;
        random.fill(&mut salt);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        file.write_all(&salt)?;
        file.sync_all()?;
        Ok(Self { path, salt })
    }

    /// The hash of a visitor on a day of the site's: nobody's of another day.
    pub(super) fn visitor(&self, day: i64, address: &str, agent: &str) -> i64 {
        let mut hash = Sha256::new();
        hash.update(self.salt);
        hash.update(day.to_le_bytes());
        match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
            Ok(IpAddr::V4(address)) => hash.update(address.octets()),
            // Browsers change the rest of it.
            Ok(IpAddr::V6(address)) => hash.update(&address.octets()[..8]),
            Err(_) => hash.update(address),
        }
        hash.update([0]);
        hash.update(agent);
        hash.finalize()[..8].try_into().map_or(0, i64::from_le_bytes)
    }

    /// Destroys it: the bytes first, since a file that is taken away stays on the disk for a while.
    pub(super) fn destroy(self) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).open(&self.path)?;
        file.write_all(&[0; LENGTH])?;
        file.sync_all()?;
        fs::remove_file(&self.path)
    }
}
