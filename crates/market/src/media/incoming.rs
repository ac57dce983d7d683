//! Incoming: a picture or a film that comes piece by piece. A picture is gathered, since it is decoded; a film goes to the disk as
//! it comes, so that no more of it is held than a piece, and is looked at there.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};

use networks::publish::Medium;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;

use super::files::Part;
use super::film::{self, HEAD};
use super::room::room_for;
use super::{AT_MOST, FILM_AT_MOST, blocking, hexadecimal, keep, kind, noted};
use crate::{Desk, Fault};

/// Something that comes.
#[derive(Debug)]
pub struct Incoming {
    /// What has come of a picture, or of what nobody knows yet what it is.
    gathered: Vec<u8>,
    /// A film, as far as it has come.
    film: Option<(Part, tokio::fs::File, u64)>,
    decided: bool,
}

impl Incoming {
    /// Nothing has come yet.
    pub fn begin() -> Self {
        Self { gathered: Vec::new(), film: None, decided: false }
    }

    /// The next piece has come.
    pub async fn more(&mut self, desk: &Desk, piece: &[u8]) -> Result<(), Fault> {
        match &mut self.film {
            None => self.gathered.extend_from_slice(piece),
            Some((_, file, length)) => {
                *length += piece.len() as u64;
                if *length > FILM_AT_MOST {
                    return Err(Fault::wrong("film_too_large", film_too_large()));
                }
                file.write_all(piece).await?;
            }
        }
        if !self.decided && self.gathered.len() >= HEAD {
            self.decide(desk).await?;
        }
        if self.gathered.len() > AT_MOST {
            return Err(picture_too_large());
        }
        Ok(())
    }

    /// All of it has come: keeps it for the site `whose` first is, and says what it is.
    pub async fn end(mut self, desk: &Desk, whose: (&str, &str)) -> Result<Medium, Fault> {
        if !self.decided {
            self.decide(desk).await?;
        }
        let Some((part, mut file, _)) = self.film else {
            return Box::pin(keep(desk, whose, self.gathered.into())).await;
        };
        file.flush().await?;
        let file = file.into_std().await;
        let medium = blocking(move || looked_at(file)).await??;
        room_for(&desk.db, whose.0, (&medium.digest, medium.bytes), desk.media_at_most).await?;
        let (data, digest) = (desk.data.clone(), medium.digest.clone());
        blocking(move || part.keep(&data, &digest)).await??;
        Box::pin(noted(desk, whose, medium)).await
    }

    async fn decide(&mut self, desk: &Desk) -> Result<(), Fault> {
        self.decided = true;
        if !film::is_one(&self.gathered) {
            return Ok(());
        }
        let data = desk.data.clone();
        let (part, file) = blocking(move || Part::begin(&data)).await??;
        self.film = Some((part, tokio::fs::File::from_std(file), 0));
        let begun = std::mem::take(&mut self.gathered);
        Box::pin(self.more(desk, &begun)).await
    }
}

pub(super) fn film_too_large() -> String {
    format!("a film has at most {} MB: make it shorter or smaller, then add it again", FILM_AT_MOST / 1_000_000)
}

pub(super) fn picture_too_large() -> Fault {
    let says = format!("a picture has at most {} MB: make it smaller, then add it again", AT_MOST >> 20);
    Fault::wrong("picture_too_large", says)
}

/// A film that is there whole, as it is kept.
fn looked_at(mut file: File) -> Result<Medium, Fault> {
    let (film, (width, height)) = film::take(&mut file)?;
    file.sync_all()?;
    let (digest, bytes, head) = digested(&mut file)?;
    Ok(Medium {
        digest,
        kind: kind(&head).unwrap_or_default(),
        width,
        height,
        bytes,
        film: Some(film),
        ..Medium::default()
    })
}

/// The digest of a file, its length, and how it begins.
fn digested(file: &mut File) -> io::Result<(String, u64, Vec<u8>)> {
    file.rewind()?;
    let (mut digest, mut length, mut head) = (Sha256::new(), 0, Vec::new());
    let mut piece = vec![0; 128 << 10];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok((hexadecimal(&digest.finalize()), length, head));
        }
        if head.is_empty() {
            head.extend_from_slice(&piece[..read.min(HEAD)]);
        }
        length += read as u64;
        digest.update(&piece[..read]);
    }
}
