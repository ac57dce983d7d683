//! Asked over HTTP, as a browser and a program ask: on both engines.
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

mod approval;
mod bed;
mod belongings;
mod comments;
mod compose;
mod demo;
mod feeds;
mod first;
mod folders;
mod hand;
mod hostile;
mod kept_visits;
mod let_in;
mod links;
mod money;
mod notices;
mod once;
mod openapi;
mod page;
mod permissions;
mod planned;
mod posts;
mod rooms;
mod share;
mod sites;
mod statement;
mod threads;
mod uploads;
mod visits;
mod wallet;
mod watched;
mod ways_in;
