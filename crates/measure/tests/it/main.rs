//! Arrivals: kept, torn, read, on both engines. Channels: the vectors, and any bytes.
#![cfg(test)]

mod arrivals;
mod channel;
mod import;
mod kept;
mod kept_again;
mod kept_killed;
mod measured;
mod measured_site;
mod sales;
