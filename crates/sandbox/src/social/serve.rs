//! Listening, and what goes wrong between a request and its answer.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::fault::Fault;
use super::request::{self, Request};
use super::{Network, Served, page, socket, told};
use crate::networks::fetch::is_here;
use crate::serve::send;
use crate::{Answer, social::speaks::retry_after};

/// Serves every connection until it is dropped, and all of them with it.
pub(super) async fn listen(listener: TcpListener, served: Arc<Served>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                let _ = stream.set_nodelay(true);
                connections.spawn(connection(stream, Arc::clone(&served)));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(mut stream: TcpStream, served: Arc<Served>) {
    let mut buffer = Vec::with_capacity(4096);
    // A fault here is the visitor's going away, which many a test wants.
    while let Ok(Some(request)) = request::read(&mut stream, &mut buffer, || served.clock.now()).await {
        if socket::wanted(&request).is_some() && request.network == Some(Network::Nostr) {
            if request.header("host").is_some_and(is_here) {
                let _ = socket::serve(&mut stream, &mut buffer, &request, &served).await;
            }
            break;
        }
        let closes = request.header("connection").is_some_and(|it| it.eq_ignore_ascii_case("close"));
        let head_only = request.method == "HEAD";
        let answer = answer(&served, request);
        let answer = if head_only { answer.cut_after(0) } else { answer };
        if !send(&mut stream, &answer, None, None).await.unwrap_or(false) || closes {
            break;
        }
    }
    let _ = stream.shutdown().await;
}

pub(super) fn answer(served: &Arc<Served>, mut request: Request) -> Answer {
    // Under another name a website could have its visitors' browsers read this machine's pages (DNS rebinding).
    if !request.header("host").is_some_and(is_here) {
        return Answer::status(421);
    }
    let fault = request.network.and_then(|network| {
        let mut place = served.place(network);
        request.step = place.speaks.step(&request);
        place.faults.next(request.step)
    });
    if !served.unlogged {
        served.log.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
    }
    match request.network {
        None => match &request.path_parts()[..] {
            [] => page::start(served),
            ["networks.json"] => told::networks(served),
            ["posts.json"] => told::posts(served),
            _ => Answer::status(404),
        },
        Some(network) => match fault {
            None => done(served, network, &request),
            Some(fault) => wrong(served, network, request, fault),
        },
    }
}

/// Does what was asked.
fn done(served: &Served, network: Network, request: &Request) -> Answer {
    let now = served.clock.now();
    let mut place = served.place(network);
    place.speaks.passes(now);
    let answer = place.speaks.answer(request, now);
    // What was refused changed nothing.
    let journal = served.journal.as_ref().filter(|_| answer.status < 400);
    match journal.map_or(Ok(()), |journal| journal.note(request, now)) {
        Ok(()) => answer,
        Err(_) => place.speaks.failed(500),
    }
}

/// Answers as `fault` says.
fn wrong(served: &Arc<Served>, network: Network, request: Request, fault: Fault) -> Answer {
    let failed = |status| served.place(network).speaks.failed(status);
    let do_it = |really: bool| {
        if really {
            done(served, network, &request);
        }
    };
    match fault {
        Fault::LostBefore => Answer::close(),
        Fault::LostAfter => {
            do_it(true);
            Answer::close()
        }
        Fault::LostWithKey => {
            do_it(true);
            served.place(network).speaks.forgets_key(&request);
            Answer::close()
        }
        Fault::ErrorBefore(status) => failed(status),
        Fault::ErrorAfter(status) => {
            do_it(true);
            failed(status)
        }
        Fault::Slow(wait) => done(served, network, &request).slow(wait),
        Fault::Late(wait) => {
            served.late.fetch_add(1, Ordering::SeqCst);
            let served = Arc::clone(served);
            tokio::spawn(async move {
                tokio::time::sleep(wait).await;
                done(&served, network, &request);
                served.late.fetch_sub(1, Ordering::SeqCst);
            });
            Answer::close()
        }
        Fault::Limited(until) => {
            let now = served.clock.now();
            retry_after(served.place(network).speaks.limited(until, now), until, now)
        }
        Fault::Revoked | Fault::Expired => {
            served.place(network).speaks.revoke(&request, fault == Fault::Expired);
            done(served, network, &request)
        }
        Fault::NotReady(looks) => {
            served.place(network).speaks.not_ready(looks);
            done(served, network, &request)
        }
        Fault::Cut(bytes) => done(served, network, &request).cut_after(bytes),
        Fault::Html(really) => {
            do_it(really);
            Answer::html("<!doctype html><title>One moment</title><p>We are checking your connection.")
        }
        Fault::Empty(really) => {
            do_it(really);
            Answer::bytes("application/json", "")
        }
        Fault::ErrorInside => failed(500).with_status(200),
    }
}
