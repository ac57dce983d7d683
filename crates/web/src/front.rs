//! The front: what is looked at before the router. A visitor who follows `/l/CODE` waits for nothing that he does not need:
//! no middleware, no table of routes, no database.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use futures_util::future::Either;
use tower::Service;

use crate::House;
use crate::public::link;

/// Where links begin.
const LINKS: &str = "/l/";

/// Everything that can be asked of a house, links first. Cheap to clone.
#[derive(Clone)]
pub struct Front {
    house: House,
    router: Router,
}

/// What answers one connection.
#[derive(Clone)]
pub struct Visit {
    front: Front,
    peer: SocketAddr,
}

impl Front {
    /// That of `house`.
    pub fn of(house: House) -> Self {
        Self { router: crate::router(house.clone()), house }
    }

    /// For who comes from `peer`.
    pub fn visit(&self, peer: SocketAddr) -> Visit {
        Visit { front: self.clone(), peer }
    }
}

impl<L: Listener<Addr = SocketAddr>> Service<IncomingStream<'_, L>> for Front {
    type Response = Visit;
    type Error = Infallible;
    type Future = Ready<Result<Visit, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, from: IncomingStream<'_, L>) -> Self::Future {
        ready(Ok(self.visit(*from.remote_addr())))
    }
}

impl Service<Request> for Visit {
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Result<Response, Infallible>>, <Router as Service<Request>>::Future>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // So is the router, always.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        request.extensions_mut().insert(ConnectInfo(self.peer));
        match request.uri().path().strip_prefix(LINKS) {
            Some(rest) => Either::Left(ready(Ok(link::follow(&self.front.house, &request, rest)))),
            None => Either::Right(self.front.router.call(request)),
        }
    }
}
