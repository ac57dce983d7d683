//! Journeys through the whole program, as a user runs it.

mod demo;
mod exits;
mod fix;
mod read;
mod run;
