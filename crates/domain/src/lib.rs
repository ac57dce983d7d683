//! Domain: the words of Tidings as values, from [`Page`] and [`Images`] to [`NetworkId`] and [`Clock`].
//!
//! It does no I/O, knows no network by name and no engine; every other crate speaks in its types.
//! Start at [`Page`], what one reading of one page found, and [`Window`], the part of it that a given reader sees.

mod activity;
mod bytes;
mod clock;
mod day;
mod image;
mod maker;
mod micros;
mod money;
mod network_id;
mod number;
mod page;
mod random;
mod robots;
mod site;
pub mod token;
mod window;

pub use activity::{Activity, NoActivity, Side};
pub use bytes::{Bytes, KIB, MIB};
pub use clock::{Clock, SetClock, SystemClock};
pub use day::{day_of, number_of};
pub use image::{ImageFacts, ImageFault, ImageKind, Images, copied_from, is_planned_card, planned_card, planned_copy};
pub use maker::{Maker, Plugin, Product};
pub use micros::Micros;
pub use money::{Currency, Money, NoMoney};
pub use network_id::NetworkId;
pub use number::thousands;
pub use page::{
    Charset, CharsetFrom, Fact, Facts, Fetched, Hop, JsonLd, Kind, LinkTag, Node, Page, PageLink, Picture, ShareMark,
    Tag, TagKey, Text, Without,
};
pub use random::{Random, SetRandom, SystemRandom};
pub use robots::Robots;
pub use site::{registrable, same_site};
pub use token::{Code, Token};
pub use window::Window;
