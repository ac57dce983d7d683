//! What somebody has yet to say, so that more can be said: his hours, and where he posts.

use domain::{Side, thousands};
use measure::statement::{Acts, Next, Saying, Statement};

use super::rules::{SHARED, act, inside, row};
use super::{Job, Known};

/// Visits without hours: no price can be said.
pub(super) fn hours_not_entered(_: &Known, statement: &Statement) -> Vec<Job> {
    let missing = |id| row(statement, id).filter(|row| row.minutes.is_none() && row.visits.up_to >= 100);
    let Some(side) = missing("smm").or_else(|| missing("smo")) else { return Vec::new() };
    let next = Next {
        id: "hours-missing".to_owned(),
        says: format!("Enter your hours for what is {}: then this says what a visit costs.", inside(&side.name)),
        minutes: 5,
        visits: None,
        saves: None,
        saves_minutes: None,
        why: vec![
            Saying::default()
                .of_row(side, thousands(side.visits.up_to))
                .say(" visits have no hours beside them yet.")
                .end(),
        ],
        act: act(Acts::ShowEntries, "Enter hours", "/worth/hours"),
    };
    vec![Job { next, worth: 0.2 }]
}

/// Nobody said where we post: visits may be of either side.
pub(super) fn posts_not_told(known: &Known, statement: &Statement) -> Vec<Job> {
    let social: u64 =
        statement.rows.iter().filter(|row| matches!(row.side, Side::Smo | Side::Smm)).map(|row| row.visits.up_to).sum();
    if known.untagged.is_some() || statement.either.visits < SHARED || statement.either.visits * 10 < social {
        return Vec::new();
    }
    let visits = thousands(statement.either.visits);
    let next = Next {
        id: "posts-not-told".to_owned(),
        says: format!("Say where you post yourself: {visits} visits may be of either side until then."),
        minutes: 1,
        visits: None,
        saves: None,
        saves_minutes: None,
        why: vec![
            Saying::default()
                .number("either", visits.clone())
                .say(" visits came from networks, without a token.")
                .end(),
        ],
        act: act(Acts::Settings, "Say where", "/settings"),
    };
    vec![Job { next, worth: 0.5 }]
}
