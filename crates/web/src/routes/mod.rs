//! Everything that can be asked, with what each needs: [`table`], what belongs to sharing in [`sharing`], what pages and
//! servers say of visits in [`collect`], posts in [`posts`] and [`approval`], costs and sales in [`money`], and what both come to in [`statement`]. The router is
//! built from them, and so is the test that asks every route in every role.

mod accounts;
mod approval;
mod collect;
mod money;
mod posts;
mod sharing;
mod statement;
mod table;
mod visits;

use axum::http::Method;
use axum::routing::MethodRouter;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::House;
pub use crate::door::Needs;

/// A route.
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Its path, with `{names}` for what varies.
    pub path: &'static str,
    /// What it needs.
    pub needs: Needs,
    /// What it does, one line.
    pub says: &'static str,
    /// The JSON that it takes.
    pub(crate) takes: Option<Shape>,
    /// The JSON that it gives.
    pub(crate) gives: Option<Shape>,
    /// What it asks for behind the question mark, and what that is.
    pub(crate) asks: &'static [Asks],
    /// What it gives that is no JSON: `image/*`.
    pub(crate) kind: Option<&'static str>,
    /// What it takes that is no JSON.
    pub(crate) takes_kind: Option<&'static str>,
    /// What a stream of events tells: each event's name and its JSON.
    pub(crate) tells: &'static [(&'static str, Shape)],
    /// The status of an answer that went well.
    pub(crate) status: u16,
    pub(crate) handler: fn() -> MethodRouter<House>,
}

/// Something behind the question mark.
#[derive(Clone, Copy)]
pub(crate) struct Asks {
    pub(crate) name: &'static str,
    pub(crate) says: &'static str,
    pub(crate) needed: bool,
}

/// The schema of a type, written where others can refer to it.
pub(crate) type Shape = fn(&mut SchemaGenerator) -> Schema;

const fn route(
    method: Method,
    path: &'static str,
    needs: Needs,
    says: &'static str,
    handler: fn() -> MethodRouter<House>,
) -> Route {
    Route {
        method,
        path,
        needs,
        says,
        takes: None,
        gives: None,
        asks: &[],
        kind: None,
        takes_kind: None,
        tells: &[],
        status: 204,
        handler,
    }
}

impl Route {
    /// It takes a `T` as JSON.
    const fn takes<T: JsonSchema>(mut self) -> Self {
        self.takes = Some(SchemaGenerator::subschema_for::<T>);
        self
    }

    /// It gives a `T` as JSON.
    const fn gives<T: JsonSchema>(mut self) -> Self {
        self.gives = Some(SchemaGenerator::subschema_for::<T>);
        self.status(200)
    }

    /// It gives what is no JSON.
    const fn gives_kind(mut self, kind: &'static str) -> Self {
        self.kind = Some(kind);
        self.status(200)
    }

    /// It takes what is no JSON.
    const fn takes_kind(mut self, kind: &'static str) -> Self {
        self.takes_kind = Some(kind);
        self
    }

    /// It tells these events.
    const fn tells(mut self, events: &'static [(&'static str, Shape)]) -> Self {
        self.tells = events;
        self.gives_kind("text/event-stream")
    }

    /// It asks for these behind the question mark.
    const fn asks(mut self, asks: &'static [Asks]) -> Self {
        self.asks = asks;
        self
    }

    /// With this status.
    const fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

/// A page of a list goes on behind another.
const AFTER: &[Asks] = &[Asks { name: "after", says: "Where the list goes on: what `next` said", needed: false }];

/// All routes; whatever else is asked for is the console's.
pub fn all() -> impl Iterator<Item = &'static Route> {
    let parts = [
        table::ROUTES,
        sharing::ROUTES,
        collect::ROUTES,
        money::ROUTES,
        posts::ROUTES,
        accounts::ROUTES,
        approval::ROUTES,
        statement::ROUTES,
        visits::ROUTES,
    ];
    parts.into_iter().flatten()
}
