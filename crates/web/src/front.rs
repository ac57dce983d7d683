//! The front: what is looked at before the router. A visitor who follows `/l/CODE`, and a page that tells that somebody looks
//! at it, wait for nothing that they do not need: no middleware, no table of routes, no database.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use axum::serve::Listener;
use futures_util::future::{BoxFuture, Either};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::Service;

use crate::House;
use crate::public::{beacon, link};

/// Where links begin.
const LINKS: &str = "/l/";
/// How long a visitor may take to ask; who takes longer holds a connection for nothing.
const TO_ASK: Duration = Duration::from_secs(30);

/// What is answered: where a link leads, what a page is told, or what the router says.
type Answering = Either<Ready<Result<Response, Infallible>>, Either<Told, <Router as Service<Request<Body>>>::Future>>;
type Told = BoxFuture<'static, Result<Response, Infallible>>;

/// Everything that can be asked of a house, links first. Cheap to clone.
#[derive(Clone)]
pub struct Front {
    house: House,
    router: Router,
}

impl Front {
    /// That of `house`.
    pub fn of(house: House) -> Self {
        Self { router: crate::router(house.clone()), house }
    }

    /// Answers a request of who comes from `peer`.
    pub fn answer<B>(&self, peer: SocketAddr, mut request: Request<B>) -> Answering
    where
        B: HttpBody<Data = Bytes, Error: Into<axum::BoxError>> + Send + 'static,
    {
        if let Some(rest) = request.uri().path().strip_prefix(LINKS) {
            return Either::Left(ready(Ok(link::follow(&self.house, peer, &request, rest))));
        }
        if let Some(asked) = beacon::Asked::of(request.uri().path()) {
            let (house, request) = (self.house.clone(), request.map(Body::new));
            return Either::Right(Either::Left(Box::pin(async move {
                Ok(beacon::answer(house, peer, asked, request).await)
            })));
        }
        request.extensions_mut().insert(ConnectInfo(peer));
        Either::Right(Either::Right(self.router.clone().call(request.map(Body::new))))
    }

    /// Answers whoever comes to `listener`, until `closing` is over and the answers under way have left.
    pub async fn serve(self, mut listener: TcpListener, closing: impl Future<Output = ()>) {
        let mut closing = std::pin::pin!(closing);
        let connections = GracefulShutdown::new();
        loop {
            let (stream, peer) = tokio::select! {
                // What goes wrong with one is not told; what goes wrong with all (no more files) is waited for there.
                came = Listener::accept(&mut listener) => came,
                () = &mut closing => break,
            };
            // An answer that waits for more of it waits in vain.
            let _ = stream.set_nodelay(true);
            let visit = Visit { front: self.clone(), peer };
            let mut http = http1::Builder::new();
            // Who says that he has asked everything still waits for the answer.
            http.half_close(true).timer(TokioTimer::new()).header_read_timeout(TO_ASK);
            let connection = connections.watch(http.serve_connection(TokioIo::new(stream), visit));
            tokio::spawn(async move {
                if let Err(fault) = connection.await {
                    tracing::trace!(%fault, "a connection broke");
                }
            });
        }
        drop(listener);
        connections.shutdown().await;
    }
}

/// What answers one connection.
struct Visit {
    front: Front,
    peer: SocketAddr,
}

impl hyper::service::Service<Request<Incoming>> for Visit {
    type Response = Response;
    type Error = Infallible;
    type Future = Answering;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        self.front.answer(self.peer, request)
    }
}
