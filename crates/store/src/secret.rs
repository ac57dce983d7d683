//! The secret box: values that the database keeps and only this installation can read.
//!
//! XChaCha20-Poly1305 under one key, a random nonce for each value, and what the value belongs to (its table, column
//! and row, say) as associated data: a sealed value that is copied to another row does not open there. The key is a
//! file beside the database or where the operator put it, and is part of no backup. Start at [`Key::of_file`].

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use domain::Random;
use hmac::{Hmac, Mac as _};
use secrecy::{ExposeSecret as _, SecretBox, SecretSlice};
use sha2::Sha256;

use crate::Fault;

/// The first byte of a sealed value: how the rest is to be read.
const VERSION: u8 = 1;

const KEY: usize = 32;
const NONCE: usize = 24;

/// Seals and opens. Shows nothing of itself.
#[derive(Clone)]
pub struct Key {
    key: Arc<SecretBox<[u8; KEY]>>,
    random: Arc<dyn Random>,
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key")
    }
}

impl Key {
    /// The key in the file at `path`, which is made, for its owner alone, if it is not there. Refused if others can
    /// read it.
    pub fn of_file(path: &Path, random: Arc<dyn Random>) -> Result<Self, Fault> {
        let failed = |why: String| Fault::Key { path: path.to_owned(), why };
        let there = path.try_exists().map_err(|error| failed(error.to_string()))?;
        if !there {
            make(path, &*random)?;
        }
        let bytes = fs::read(path).map_err(|error| failed(error.to_string()))?;
        let bytes = SecretSlice::from(bytes);
        if let Some(mode) = open_to_others(path).map_err(|error| failed(error.to_string()))? {
            return Err(failed(format!(
                "others can read it (mode {mode:04o}), and with it every secret: `chmod 600 {}`",
                path.display()
            )));
        }
        let length = bytes.expose_secret().len();
        let key: [u8; KEY] = bytes.expose_secret().try_into().map_err(|_| {
            failed(format!("it has {length} bytes, a key has {KEY}: put the right file there, from where it was kept"))
        })?;
        Ok(Self { key: Arc::new(SecretBox::new(Box::new(key))), random })
    }

    /// `plain` as text for a column. It opens with this key and the same `associated` alone.
    pub fn seal(&self, plain: &[u8], associated: &str) -> Result<String, Fault> {
        let mut nonce = [0; NONCE];
        self.random.fill(&mut nonce);
        let payload = Payload { msg: plain, aad: associated.as_bytes() };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| Fault::Sealed)?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode([&[VERSION][..], &nonce, &sealed].concat()))
    }

    /// What was sealed. [`Fault::Sealed`] if it was with another key, for something else, or was changed.
    pub fn open(&self, sealed: &str, associated: &str) -> Result<SecretSlice<u8>, Fault> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed).map_err(|_| Fault::Sealed)?;
        let rest = bytes.strip_prefix(&[VERSION]).ok_or(Fault::Sealed)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(Fault::Sealed)?;
        let payload = Payload { msg: sealed, aad: associated.as_bytes() };
        let plain = self.cipher().decrypt(&XNonce::from(*nonce), payload).map_err(|_| Fault::Sealed)?;
        Ok(plain.into())
    }

    /// What this key alone gives for `purpose`, the same each time: another key, which every process of the house has and none
    /// has to keep.
    pub fn derived(&self, purpose: &str) -> [u8; KEY] {
        // A block of the hash, which HMAC fills up with zeros itself.
        let mut block = [0; 64];
        block[..KEY].copy_from_slice(self.key.expose_secret());
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(purpose.as_bytes());
        mac.finalize().into_bytes().into()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.key.expose_secret().into())
    }
}

/// Makes the file whole or not at all: it is written beside its place and then linked there. If another process was
/// quicker, its key stays.
fn make(path: &Path, random: &dyn Random) -> Result<(), Fault> {
    let mut key = SecretBox::new(Box::new([0; KEY]));
    let mut name = [0; 8];
    random.fill(secrecy::ExposeSecretMut::expose_secret_mut(&mut key));
    random.fill(&mut name);
    let beside = beside(path, u64::from_le_bytes(name));
    let made = write_privately(&beside, key.expose_secret()).and_then(|()| match fs::hard_link(&beside, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    // Gone whether or not it went well; if it cannot go, that was said already.
    let _ = fs::remove_file(&beside);
    made.map_err(|error| Fault::Key {
        path: path.to_owned(),
        why: format!("it could not be made: {error}: its folder must be there and ours to write"),
    })
}

fn beside(path: &Path, name: u64) -> PathBuf {
    let mut whole = path.as_os_str().to_owned();
    whole.push(format!(".{name:016x}"));
    whole.into()
}

fn write_privately(path: &Path, key: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(key)?;
    file.sync_all()
}

/// The mode of the file, if others than its owner may read or write it.
#[cfg(unix)]
fn open_to_others(path: &Path) -> io::Result<Option<u32>> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path)?.permissions()) & 0o777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

/// Windows keeps a user's folders from others by itself.
#[cfg(not(unix))]
fn open_to_others(_: &Path) -> io::Result<Option<u32>> {
    Ok(None)
}

/// The bytes of an opened value, for who must hand them on.
pub fn exposed(opened: &SecretSlice<u8>) -> &[u8] {
    opened.expose_secret()
}
