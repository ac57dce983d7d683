//! Journeys through the whole program, as a user runs it.
#![cfg(test)]

mod buttons;
mod card;
mod classify;
mod demo;
mod demo_up;
mod desk;
mod exits;
mod fix;
mod import;
mod killed;
mod links;
mod load;
mod mcp;
mod nowhere;
mod operate;
mod read;
mod run;
mod sandbox;
mod secrets;
mod server;
mod service;
mod site_cards;
mod trying;
mod up;
mod uploads;
mod user;
mod worth;
mod worth_forms;
