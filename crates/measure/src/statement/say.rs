//! Sentences that are put together from pieces, so that each number can lead to its evidence.

use domain::Side;

use super::{Filter, Piece, Row, Sentence};

/// A sentence that is put together.
#[derive(Debug, Default)]
pub struct Saying(Vec<Piece>);

impl Saying {
    /// Words.
    #[must_use]
    pub fn say(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece { text: text.into(), ..Piece::default() });
        self
    }

    /// Words that speak of a side.
    #[must_use]
    pub fn of(mut self, side: Side, text: impl Into<String>) -> Self {
        self.0.push(Piece { text: text.into(), side: Some(side), ..Piece::default() });
        self
    }

    /// A number that stands in the row `row`.
    #[must_use]
    pub fn number(mut self, row: &str, text: impl Into<String>) -> Self {
        self.0.push(Piece { text: text.into(), row: Some(row.to_owned()), ..Piece::default() });
        self
    }

    /// A number of `row`, with the visits that it counts.
    #[must_use]
    pub fn of_row(mut self, row: &Row, text: impl Into<String>) -> Self {
        let visits = (row.filter != Filter::default()).then(|| row.filter.clone());
        // Lines by network stand in no row of the table.
        let row = (!row.id.contains("-by-")).then(|| row.id.clone());
        self.0.push(Piece { text: text.into(), row, visits, side: None });
        self
    }

    /// A number of visits.
    #[must_use]
    pub fn visits(mut self, filter: Filter, text: impl Into<String>) -> Self {
        self.0.push(Piece { text: text.into(), visits: Some(filter), ..Piece::default() });
        self
    }

    /// The sentence.
    pub fn end(self) -> Sentence {
        Sentence { text: self.0.iter().map(|piece| piece.text.as_str()).collect(), pieces: self.0 }
    }
}
