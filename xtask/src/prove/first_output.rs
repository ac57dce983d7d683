//! The time that a newcomer waits, in a build folder of its own.

use super::Asked;
use crate::ci::first_output;
use crate::sheet::Sheet;
use crate::{Verdict, checkout};

pub(super) fn prove(asked: &Asked) -> Verdict {
    let mut sheet = Sheet::new("first-output", "From a clean clone to the first output");
    let took = first_output::measure(&asked.checkout.root, &checkout::cache()?.join("first-output"))?;
    sheet.at_most(
        "git clone, build and `cargo run --release -- audit`",
        first_output::TARGET.as_secs_f64(),
        took.as_secs_f64(),
        "s",
    );
    sheet.note("The build folder was empty; crates that cargo had fetched before were not fetched again.");
    sheet.finish(asked.checkout)
}
