//! Kept: audits that the server runs, as rows of the database and folders of the data folder.
//!
//! A row says how far an audit is and what came out in sums; what was read lies in its folder (`audits/ID`). Somebody
//! asks ([`ask`]), a worker takes the job and runs it ([`work`]), everybody looks ([`by_id`], [`of_site`]).

mod rows;
mod work;

pub use rows::{FROM_THE_NEWEST, Head, JOB, Kept, Latest, ask, by_id, latest, of_site, result, stop};
pub use work::{Workshop, difference, folder_of, work};
