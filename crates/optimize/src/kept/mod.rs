//! Kept: audits that the server runs, as rows of the database and folders of the data folder.
//!
//! A row says how far an audit is and what came out in sums; what was read lies in its folder (`audits/ID`). Somebody
//! asks ([`ask`]), or a schedule or a deploy does ([`scheduled`], [`deployed`]), a worker takes the job and runs it
//! ([`work`]), everybody looks ([`by_id`], [`of_site`], [`history`] for one page); old folders are swept away
//! ([`sweep`]). A site may be files that somebody handed in ([`hand_in`]).

mod again;
mod cards;
mod drawn;
mod folders;
mod gone;
mod history;
mod lacking;
mod rows;
mod sweep;
mod tell;
mod work;

pub use again::{ask_in, back_again, deployed, left_to_follow, scheduled, states};
pub use cards::{
    Made, PageCard, Stock, Style, Wanted, all_cards_of, cards_of, count_cards, forget_cards, keep_logo, keep_style,
    logo_of, missing_scripts, page_of_card, stock_of, style_of, wanted, wanted_by,
};
pub use drawn::{Cards, NotDrawn, Picture, fonts_of};
pub use folders::{Beside, FOLDERS, SENT_AT_MOST, hand_in, handed_in, incoming, mended, take_in, throw_away};
pub use gone::{CLEAR, clear, empty_bin, forget_site};
pub use history::{Stood, Was, history, with_sums};
pub use lacking::{lacking, telling};
pub(crate) use rows::ask_with;
pub use rows::{
    FROM_THE_NEWEST, Head, JOB, Kept, Latest, Stage, Whole, ask, by_id, cut_off, delete_all, latest, of_site,
    of_workspace, result, stop, whole,
};
pub use sweep::{is_swept, sweep};
pub use work::{MOST_PAGES, Workshop, difference, folder_of, work};
