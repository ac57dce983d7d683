//! A house on a fresh database, and somebody who asks it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Method, Request, Response, StatusCode, header};
use domain::{Random, SetClock, SystemRandom};
use optimize::proof::Looker;
use people::Role;
use serde_json::{Value, json};
use store::secret::Key;
use store::{Db, sql};
use tempfile::TempDir;
use web::{DemoShop, Front, Ground, House, PublicAddress, Standing};

/// A house on a fresh database.
pub(crate) struct Bed {
    pub(crate) db: Db,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) random: Arc<dyn Random>,
    front: Front,
    pub(crate) house: House,
    pub(crate) data: TempDir,
    cookie: &'static str,
}

/// What the beds' people sign in with.
pub(crate) const PASSWORD: &str = "two days of rest";

/// Somebody who belongs to a workspace.
pub(crate) struct Member {
    pub(crate) cookie: String,
    pub(crate) person: String,
}

/// What somebody shows at the door.
#[derive(Clone, Debug)]
pub(crate) enum Pass {
    Nobody,
    Cookie(String),
    Token(String),
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

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Where the answer leads.
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap())
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The secret that the answer put into the session's cookie.
    pub(crate) fn cookie(&self) -> Option<String> {
        let line = self.headers.get(header::SET_COOKIE)?.to_str().ok()?;
        let secret = line.strip_prefix("tidings")?.split_once('=')?.1.split(';').next()?;
        (!secret.is_empty()).then(|| secret.to_owned())
    }
}

impl Bed {
    pub(crate) fn on(db: Db) -> Self {
        Self::found_at(db, PublicAddress { outside: None, loopback: true }, false, None)
    }

    /// A house that serves the demo's `shop`.
    pub(crate) fn with_shop(db: Db, shop: Arc<dyn DemoShop>) -> Self {
        Self::found_at(db, PublicAddress { outside: None, loopback: true }, false, Some(shop))
    }

    /// A house with a public address that sends mail.
    pub(crate) fn public(db: Db) -> Self {
        let outside = url::Url::parse("https://tidings.bakery.example/").ok();
        Self::found_at(db, PublicAddress { outside, loopback: true }, true, None)
    }

    fn found_at(db: Db, address: PublicAddress, mail: bool, shop: Option<Arc<dyn DemoShop>>) -> Self {
        let data = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2026-11-25T08:00:00Z".parse().unwrap()));
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        let outside = address.outside.is_some();
        let ground = Ground {
            db: db.clone(),
            clock: clock.clone(),
            random: Arc::clone(&random),
            data: data.path().to_owned(),
            media_at_most: 150_000_000,
            address,
            proxies: Vec::new(),
            shop,
            mail,
            looker: Looker::new(&["127.0.0.1".to_owned()], None, Vec::new(), Arc::clone(&random)),
            doors: networks::http::Doors::new(networks::http::Options::default(), vec!["127.0.0.1".to_owned()]),
            key: Key::of_file(&data.path().join("key"), Arc::clone(&random)).unwrap(),
            sandbox: web::Sandbox::default(),
            metrics_token: Some("a token for numbers".to_owned()),
        };
        let house = House::new(ground);
        house.found(if outside { Standing::Stands } else { Standing::Unknown });
        let cookie = if outside { "tidings" } else { "tidings-7979" };
        Self { db, clock, random, front: Front::of(house.clone()), house, data, cookie }
    }

    /// The session's cookie as a browser sends it, of its secret.
    pub(crate) fn sent(&self, secret: &str) -> String {
        format!("{}={secret}", self.cookie)
    }

    /// Somebody in a workspace of his own, as `role`: the secret of his session, and the workspace.
    pub(crate) async fn somebody(&self, role: Role) -> (String, String) {
        let workspace = self.random.code();
        let room = workspace.clone();
        let made = self.db.write(move |tx| {
            Box::pin(async move { sql!("for_tests/workspace").bind(room).bind(false).execute(tx).await })
        });
        made.await.unwrap();
        (self.member(&workspace, role).await.cookie, workspace)
    }

    /// Somebody more in `workspace`, as `role`.
    pub(crate) async fn member(&self, workspace: &str, role: Role) -> Member {
        let person = self.random.code();
        let (who, room, role) = (person.clone(), workspace.to_owned(), role.name());
        let made = self.db.write(move |tx| {
            Box::pin(async move {
                sql!("for_tests/person").bind(who.clone()).execute(&mut *tx).await?;
                sql!("for_tests/membership").bind(room).bind(who).bind(role).execute(tx).await
            })
        });
        made.await.unwrap();
        let now = domain::Clock::now(&*self.clock);
        let cookie = people::begin(&self.db, &*self.random, now, &person, workspace, "test").await.unwrap();
        Member { cookie, person }
    }

    /// Gives whoever `cookie` stands for an e-mail and the password [`PASSWORD`].
    pub(crate) async fn sets_password(&self, cookie: &str, email: &str) {
        let body = json!({ "email": email, "password": PASSWORD });
        let set = self.ask(Method::PUT, "/api/v1/me/password", Some(cookie), body).await;
        assert_eq!(set.status, StatusCode::NO_CONTENT, "{set:?}");
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, cookie: Option<&str>, body: Value) -> Answer {
        let pass = cookie.map_or(Pass::Nobody, |cookie| Pass::Cookie(cookie.to_owned()));
        self.ask_as(method, path, &pass, body).await
    }

    pub(crate) async fn ask_as(&self, method: Method, path: &str, pass: &Pass, body: Value) -> Answer {
        let request = Request::builder().method(method).uri(path);
        self.ask_by(request, pass, body).await
    }

    /// The same, with an Idempotency-Key.
    pub(crate) async fn ask_once(&self, method: Method, path: &str, cookie: &str, key: &str, body: Value) -> Answer {
        self.ask_once_as(method, path, &Pass::Cookie(cookie.to_owned()), key, body).await
    }

    pub(crate) async fn ask_once_as(&self, method: Method, path: &str, pass: &Pass, key: &str, body: Value) -> Answer {
        let request = Request::builder().method(method).uri(path).header("idempotency-key", key);
        self.ask_by(request, pass, body).await
    }

    async fn ask_by(&self, request: Builder, pass: &Pass, body: Value) -> Answer {
        let mut request =
            request.header(header::HOST, "127.0.0.1:7979").header(header::CONTENT_TYPE, "application/json");
        match pass {
            Pass::Nobody => request = request.header("x-tidings", "console"),
            Pass::Cookie(cookie) => {
                let cookie = format!("theme=dark; {}", self.sent(cookie));
                request = request.header("x-tidings", "console").header(header::COOKIE, cookie);
            }
            Pass::Token(token) => request = request.header(header::AUTHORIZATION, format!("Bearer {token}")),
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// A page, as a browser without scripts asks for it.
    pub(crate) async fn page(&self, path: &str, cookie: Option<&str>) -> Answer {
        let mut request = Request::get(path).header(header::HOST, "127.0.0.1:7979");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, self.sent(cookie));
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A form of a page, as such a browser sends it.
    pub(crate) async fn form(&self, path: &str, cookie: Option<&str>, fields: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(path)
            .header(header::HOST, "127.0.0.1:7979")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, self.sent(cookie));
        }
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Moves the clock on.
    pub(crate) fn later(&self, by: Duration) {
        self.clock.set(domain::Clock::now(&*self.clock) + by);
    }

    /// An answer whose body is still to come.
    pub(crate) async fn open(&self, request: Request<Body>) -> Response<Body> {
        self.front.answer(SocketAddr::from((Ipv4Addr::LOCALHOST, 40_000)), request).await.unwrap()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.open(request).await;
        let (parts, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}
