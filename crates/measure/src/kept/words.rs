//! Words: texts that many rows share, each with a number. Within a batch a word has a place of its own, so that it can be
//! spoken of before it has a number.

use rustc_hash::FxHashMap;
use store::{Fault, Tx, sql};

/// A word of a batch.
pub(super) type Word = u32;
/// None. Its number is 0.
pub(super) const NONE: Word = 0;
/// Bytes of a word; an index takes no more than some two thousand.
const LONGEST: usize = 500;

/// The words of a batch.
pub(super) struct Words {
    all: Vec<One>,
    by_text: FxHashMap<String, Word>,
    by_id: FxHashMap<i64, Word>,
}

struct One {
    text: String,
    id: Option<i64>,
    /// Rows refer to it.
    wanted: bool,
}

impl Words {
    pub(super) fn new() -> Self {
        let none = One { text: String::new(), id: Some(0), wanted: false };
        Self { all: vec![none], by_text: FxHashMap::default(), by_id: FxHashMap::default() }
    }

    /// The word of `text`, which gets a number.
    pub(super) fn of(&mut self, text: &str) -> Word {
        let word = self.seen(text);
        self.want(word);
        word
    }

    /// The word of `text`, as long as nobody wants it without making it one.
    pub(super) fn seen(&mut self, text: &str) -> Word {
        let text = kept(text);
        if text.is_empty() {
            return NONE;
        }
        if let Some(word) = self.by_text.get(text) {
            return *word;
        }
        self.all.push(One { text: text.to_owned(), id: None, wanted: false });
        let word = (self.all.len() - 1) as Word;
        self.by_text.insert(text.to_owned(), word);
        word
    }

    /// It gets a number, where it has none.
    pub(super) fn want(&mut self, word: Word) {
        if let Some(one) = self.all.get_mut(word as usize).filter(|_| word != NONE) {
            one.wanted = true;
        }
    }

    /// The word of a number that stands in a row.
    pub(super) fn numbered(&mut self, id: i64) -> Word {
        if id == 0 {
            return NONE;
        }
        *self.by_id.entry(id).or_insert_with(|| {
            self.all.push(One { text: String::new(), id: Some(id), wanted: false });
            (self.all.len() - 1) as Word
        })
    }

    /// Its number; 0 for none, and for one that nobody wanted.
    pub(super) fn id(&self, word: Word) -> i64 {
        self.all.get(word as usize).and_then(|one| one.id).unwrap_or(0)
    }

    /// Its number, and nothing for none.
    pub(super) fn some(&self, word: Word) -> Option<i64> {
        Some(self.id(word)).filter(|id| *id != 0)
    }

    /// Finds the numbers of all words that have one.
    pub(super) async fn find(&mut self, tx: &Tx) -> Result<(), Fault> {
        let open: Vec<&str> = self.all.iter().filter(|one| one.id.is_none()).map(|one| &*one.text).collect();
        if open.is_empty() {
            return Ok(());
        }
        let found: Vec<(i64, String)> = sql!("word_find").bind_list(open).fetch_all(tx).await?;
        for (id, text) in found {
            if let Some(word) = self.by_text.get(&text) {
                self.all[*word as usize].id = Some(id);
            }
        }
        Ok(())
    }

    /// Gives all words that are wanted a number; those that have one stay.
    pub(super) async fn settle(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        self.find(tx).await?;
        let going: i64 = sql!("word_going_any").fetch_one(&*tx).await?;
        if going > 0 {
            let used = self.all.iter().filter(|one| one.wanted).filter_map(|one| one.id);
            sql!("word_stays").bind_list(used.collect::<Vec<_>>()).execute(&mut *tx).await?;
        }
        let new = |one: &&One| one.id.is_none() && one.wanted;
        let new: Vec<&str> = self.all.iter().filter(new).map(|one| &*one.text).collect();
        if !new.is_empty() {
            sql!("word_add").bind_list(new).execute(&mut *tx).await?;
            self.find(tx).await?;
        }
        Ok(())
    }
}

/// A text as it is kept: one line that every engine takes, not longer than an index takes.
fn kept(text: &str) -> &str {
    let text = text.split(char::is_control).next().unwrap_or_default();
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
