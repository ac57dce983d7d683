//! A house on a fresh database, and somebody who asks it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use domain::{Random, SetClock, SystemRandom};
use optimize::proof::Looker;
use people::Role;
use serde_json::Value;
use store::secret::Key;
use store::{Db, sql};
use tempfile::TempDir;
use tower::ServiceExt;
use web::{Ground, House, PublicAddress};

/// A house on a fresh database.
pub(crate) struct Bed {
    pub(crate) db: Db,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) random: Arc<dyn Random>,
    router: Router,
    _data: TempDir,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The secret that the answer put into the session's cookie.
    pub(crate) fn cookie(&self) -> Option<String> {
        let line = self.headers.get(header::SET_COOKIE)?.to_str().ok()?;
        let secret = line.strip_prefix("tidings=")?.split(';').next()?;
        (!secret.is_empty()).then(|| secret.to_owned())
    }
}

impl Bed {
    pub(crate) fn on(db: Db) -> Self {
        let data = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2026-11-25T08:00:00Z".parse().unwrap()));
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        let address = PublicAddress { outside: None, loopback: true };
        let ground = Ground {
            db: db.clone(),
            clock: clock.clone(),
            random: Arc::clone(&random),
            data: data.path().to_owned(),
            address,
            proxies: Vec::new(),
            shop: None,
            looker: Looker::new(&["127.0.0.1".to_owned()], None, Vec::new(), Arc::clone(&random)),
            key: Key::of_file(&data.path().join("key"), Arc::clone(&random)).unwrap(),
            metrics_token: Some("a token for numbers".to_owned()),
        };
        let house = House::new(ground);
        Self { db, clock, random, router: web::router(house), _data: data }
    }

    /// Somebody in a workspace of his own, as `role`: the secret of his session, and the workspace.
    pub(crate) async fn somebody(&self, role: Role) -> (String, String) {
        let (person, workspace) = (self.random.code(), self.random.code());
        let (who, room, role) = (person.clone(), workspace.clone(), role.name());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    sql!("for_tests/person").bind(who.clone()).execute(&mut *tx).await?;
                    sql!("for_tests/workspace").bind(room.clone()).bind(false).execute(&mut *tx).await?;
                    sql!("for_tests/membership").bind(room).bind(who).bind(role).execute(tx).await
                })
            })
            .await
            .unwrap();
        let secret =
            people::begin(&self.db, &*self.random, domain::Clock::now(&*self.clock), &person, &workspace, "test");
        (secret.await.unwrap(), workspace)
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, cookie: Option<&str>, body: Value) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:7979")
            .header("x-tidings", "console")
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, format!("theme=dark; tidings={cookie}"));
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// The same, with an Idempotency-Key.
    pub(crate) async fn ask_once(&self, method: Method, path: &str, cookie: &str, key: &str, body: Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:7979")
            .header("x-tidings", "console")
            .header("idempotency-key", key)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, format!("tidings={cookie}"));
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 40_000))));
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}
