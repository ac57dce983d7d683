//! Drawn: the pictures of cards as files, each drawn when somebody asks for it first, however many ask at once.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use store::Db;
use tokio::sync::{OnceCell, Semaphore};

use super::cards::{drawn_in, logo_of, recipe_of};
use crate::card::fonts::folder::{self, Skipped};
use crate::card::{self, Fonts};

/// Pictures that are kept as files: some 350 MB. Others are drawn again when they are asked for.
const KEPT: usize = 5_000;
/// So many are taken away at once, the oldest first.
const SWEPT: usize = 500;
/// Pictures that are drawn at a time; each takes some 20 MB.
const AT_ONCE: usize = 2;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each says it itself")]
pub enum NotDrawn {
    #[error(transparent)]
    Store(#[from] store::Fault),
    #[error(transparent)]
    Card(#[from] card::Fault),
    #[error("the drawing broke off")]
    BrokeOff,
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The file.
    pub bytes: Arc<Vec<u8>>,
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
}

type Drawing = Arc<OnceCell<Picture>>;

/// The pictures of a data folder.
#[derive(Debug)]
pub struct Cards {
    data: PathBuf,
    fonts: OnceLock<Arc<Fonts>>,
    /// What is being drawn: whoever asks meanwhile waits for the same.
    drawing: Mutex<HashMap<String, Drawing>>,
    turns: Semaphore,
    drawn: AtomicUsize,
}

/// The fonts of the program, and those in `fonts/` of the folder `data`; and what there is not used.
pub fn fonts_of(data: &Path) -> (Fonts, Vec<Skipped>) {
    let (folder, mut fonts) = (data.join("fonts"), Fonts::embedded());
    let skipped = match folder::read(&folder, &mut fonts) {
        Ok(skipped) => skipped,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(fault) => vec![Skipped { path: folder, why: format!("it cannot be read: {fault}") }],
    };
    (fonts, skipped)
}

impl Cards {
    /// Those below `data`.
    pub fn new(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            fonts: OnceLock::new(),
            drawing: Mutex::default(),
            turns: Semaphore::new(AT_ONCE),
            drawn: AtomicUsize::new(0),
        }
    }

    /// The fonts of the program, and those in `fonts/` of the data folder. Read at the first call, which takes a moment.
    pub fn fonts(&self) -> Arc<Fonts> {
        let read = || {
            let (fonts, skipped) = fonts_of(&self.data);
            for skipped in skipped {
                tracing::warn!(font = %skipped.path.display(), why = %skipped.why, "a font is not used");
            }
            Arc::new(fonts)
        };
        Arc::clone(self.fonts.get_or_init(read))
    }

    /// How many pictures were drawn since the start.
    pub fn drawn(&self) -> usize {
        self.drawn.load(Ordering::Relaxed)
    }

    /// The picture called `address`; `None` where no page has or had it.
    pub async fn picture(self: &Arc<Self>, db: &Db, address: &str) -> Result<Option<Picture>, NotDrawn> {
        if let Some(picture) = self.kept(address).await {
            return Ok(Some(picture));
        }
        let Some((site, recipe)) = recipe_of(db, address).await? else { return Ok(None) };
        let drawing = {
            let mut all = self.drawing.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(address.to_owned()).or_default())
        };
        let drawn = drawing
            .get_or_try_init(|| async {
                // Whoever looked before the file was there and came here after it may find it by now.
                if let Some(picture) = self.kept(address).await {
                    return Ok(picture);
                }
                let logo = logo_of(db, &site, &recipe.brand).await?;
                self.draw(recipe, logo, Some(address.to_owned())).await
            })
            .await;
        self.drawing.lock().unwrap_or_else(PoisonError::into_inner).remove(address);
        drawn.map(|picture| Some(picture.clone()))
    }

    /// Draws `recipe`, and keeps the file under `address` where there is one.
    pub async fn draw(
        self: &Arc<Self>,
        recipe: card::Recipe,
        logo: Option<card::Logo>,
        address: Option<String>,
    ) -> Result<Picture, NotDrawn> {
        let Ok(_turn) = self.turns.acquire().await else { return Err(NotDrawn::BrokeOff) };
        let this = Arc::clone(self);
        let drawn = tokio::task::spawn_blocking(move || {
            let card = card::render(&recipe, logo.as_ref(), &this.fonts())?;
            if let Some(address) = address {
                this.drawn.fetch_add(1, Ordering::Relaxed);
                // A disk that is full keeps no picture, and everybody still sees it.
                if let Err(fault) = this.keep(&address, &card.bytes) {
                    tracing::warn!(%fault, "the picture of a card cannot be kept");
                }
            }
            Ok(Picture { bytes: Arc::new(card.bytes), media_type: card.media_type })
        });
        drawn.await.map_err(|_| NotDrawn::BrokeOff)?
    }

    async fn kept(&self, address: &str) -> Option<Picture> {
        let bytes = tokio::fs::read(self.file(address)).await.ok()?;
        let media_type = if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
        Some(Picture { bytes: Arc::new(bytes), media_type })
    }

    fn file(&self, address: &str) -> PathBuf {
        drawn_in(&self.data).join(address)
    }

    fn keep(&self, address: &str, bytes: &[u8]) -> io::Result<()> {
        let folder = drawn_in(&self.data);
        fs::create_dir_all(&folder)?;
        // Another process of the house may draw the same at this moment.
        let part = folder.join(format!("{address}.{}.part", std::process::id()));
        fs::write(&part, bytes)?;
        fs::rename(part, self.file(address))?;
        if self.drawn().is_multiple_of(SWEPT) { sweep(&folder) } else { Ok(()) }
    }
}

/// Takes the oldest files away, where there are more than are kept.
fn sweep(folder: &Path) -> io::Result<()> {
    let mut files: Vec<(SystemTime, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        files.push((entry.metadata()?.modified()?, entry.path()));
    }
    if files.len() > KEPT {
        files.sort_unstable();
        for (_, path) in files.iter().take(files.len() - KEPT + SWEPT) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
