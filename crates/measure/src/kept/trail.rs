//! The trail of a batch: where its visitors stood before they began another visit in it.
//!
//! A visitor's row says where he stands when the batch is over. What he bought in the middle of it is put down to where he
//! stood then.

use rustc_hash::FxHashMap;

use super::rows::{Visitor, Who};

/// Where a visitor stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stand {
    /// The visit that ran.
    pub(crate) visit: i64,
    /// The first of his day.
    pub(crate) first_visit: i64,
    /// The last one that says where he came from.
    pub(crate) credit_visit: Option<i64>,
}

/// Where visitors stood, each until a time.
#[derive(Debug, Default)]
pub struct Trail(FxHashMap<Who, Vec<(i64, Stand)>>);

impl Trail {
    /// From `at` on `who` stands elsewhere.
    pub(super) fn leaves(&mut self, who: Who, at: i64, it: &Visitor) {
        let stand = Stand { visit: it.visit, first_visit: it.first_visit, credit_visit: it.credit_visit };
        self.0.entry(who).or_default().push((at, stand));
    }

    /// A visit is none: nobody stood there.
    pub(super) fn forget(&mut self, who: Who, visit: i64) {
        if let Some(all) = self.0.get_mut(&who) {
            all.retain(|(_, stand)| stand.visit != visit);
        }
    }

    /// Where `who` stood at `at`; `None`: where his row says.
    pub(crate) fn at(&self, who: Who, at: i64) -> Option<Stand> {
        self.0.get(&who)?.iter().find(|(until, _)| at < *until).map(|(_, stand)| *stand)
    }
}
