//! Kept: audits that the server runs, as rows of the database and folders of the data folder.
//!
//! A row says how far an audit is and what came out in sums; what was read lies in its folder (`audits/ID`). Somebody
//! asks ([`ask`]), a worker takes the job and runs it ([`work`]), everybody looks ([`by_id`], [`of_site`]).

mod gone;
mod rows;
mod work;

pub use gone::{SWEEP, empty_bin, forget_site, sweep};
pub use rows::{
    FROM_THE_NEWEST, Head, JOB, Kept, Latest, Whole, ask, by_id, latest, of_site, of_workspace, result, stop, whole,
};
pub use work::{Workshop, difference, folder_of, work};
