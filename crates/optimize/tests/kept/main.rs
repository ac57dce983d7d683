//! Audits that a server keeps: asked for by the clock and by deploys, run, told of, and swept away; on both engines.
#![cfg(test)]

/// Runs each on both engines, with a fresh database.
macro_rules! on_both {
    ($($test:ident),* $(,)?) => {
        mod on_both {
            $(#[test]
            fn $test() {
                store::test_bed::on_both(async |bed| super::$test(bed.db.clone()).await);
            })*
        }
    };
}

mod asked;
mod bed;
mod history;
mod lacking;
mod marked;
mod swept;
mod told;
