//! Sessions of a PDS: two tokens each, of which the one renews both.
//!
//! From packages/pds/src/account-manager and auth-verifier.ts, read on 26 November 2026: an access token lives for two
//! hours, a refresh token for ninety days; one that was used may be used again for two hours, and leads to the same next one.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::BLUESKY_PASSWORD;
use super::super::say::{self, Refused, Said};
use super::super::speaks::later;
use super::super::tokens::is_name;
use super::blob::base32;
use super::{error, invalid};
use crate::Answer;

const ACCESS: u64 = 2 * 3600;
const REFRESH: u64 = 90 * 24 * 3600;
const GRACE: u64 = 2 * 3600;

#[derive(Debug, Default)]
pub(super) struct Sessions {
    given: u64,
    tokens: HashMap<String, Token>,
    /// The handle of each DID that signed in.
    handles: HashMap<String, String>,
}

#[derive(Clone, Debug)]
struct Token {
    handle: String,
    renews: bool,
    until: Timestamp,
    /// Tokens of one session are taken back together.
    session: u64,
    /// What it was exchanged for.
    next: Option<String>,
    revoked: bool,
}

impl Sessions {
    /// Signs in with handle (or DID) and password.
    pub(super) fn create(&mut self, input: &Value, now: Timestamp) -> Said {
        let (Some(who), Some(password)) = (input["identifier"].as_str(), input["password"].as_str()) else {
            return Err(invalid("Input must have the properties \"identifier\" and \"password\""));
        };
        let handle = who.trim().trim_start_matches('@').to_ascii_lowercase();
        let handle = self.handles.get(who).cloned().unwrap_or(handle);
        if !is_handle(&handle) || password != BLUESKY_PASSWORD {
            return Err(error(401, "AuthenticationRequired", "Invalid identifier or password"));
        }
        self.handles.insert(did(&handle), handle.clone());
        self.given += 1;
        let session = self.given;
        let access = self.give(&handle, session, false, now);
        let refresh = self.give(&handle, session, true, now);
        Ok(told(&handle, &access, &refresh))
    }

    /// New tokens for a refresh token.
    pub(super) fn refresh(&mut self, token: Option<&str>, now: Timestamp) -> Said {
        let token = token.unwrap_or_default().to_owned();
        let known = self.known(Some(&token), true, now)?.clone();
        let next = match &known.next {
            Some(next) => next.clone(),
            None => self.give(&known.handle, known.session, true, now),
        };
        if let Some(old) = self.tokens.get_mut(&token) {
            old.until = old.until.min(later(now, GRACE));
            old.next = Some(next.clone());
        }
        let access = self.give(&known.handle, known.session, false, now);
        Ok(told(&known.handle, &access, &next))
    }

    /// Whose access token this is.
    pub(super) fn whose(&self, token: Option<&str>, now: Timestamp) -> Result<String, Refused> {
        Ok(self.known(token, false, now)?.handle.clone())
    }

    /// Takes the whole session back, or lets only this token grow old.
    pub(super) fn revoke(&mut self, token: Option<&str>, only_this: bool) {
        let Some(session) = token.and_then(|token| self.tokens.get(token)).map(|token| token.session) else { return };
        for (text, known) in &mut self.tokens {
            if only_this && Some(text.as_str()) == token {
                known.until = Timestamp::UNIX_EPOCH;
            } else if !only_this && known.session == session {
                known.revoked = true;
            }
        }
    }

    /// DID and handle of a repository that is called by either.
    pub(super) fn repo(&self, repo: &str) -> Result<(String, String), Refused> {
        if is_handle(repo) {
            return Ok((did(repo), repo.to_owned()));
        }
        let handle = self.handles.get(repo).ok_or_else(|| invalid(&format!("Could not find repo: {repo}")))?;
        Ok((repo.to_owned(), handle.clone()))
    }

    fn known(&self, token: Option<&str>, renews: bool, now: Timestamp) -> Result<&Token, Refused> {
        let token = token.filter(|token| !token.is_empty());
        let token = token.ok_or_else(|| error(401, "AuthMissing", "Authentication Required"))?;
        let Some(known) = self.tokens.get(token) else {
            return Err(error(400, "InvalidToken", "Token could not be verified"));
        };
        if known.renews != renews {
            return Err(error(400, "InvalidToken", "Bad token scope"));
        }
        if known.revoked {
            return Err(error(400, "ExpiredToken", "Token has been revoked"));
        }
        if known.until <= now {
            return Err(error(400, "ExpiredToken", "Token has expired"));
        }
        Ok(known)
    }

    fn give(&mut self, handle: &str, session: u64, renews: bool, now: Timestamp) -> String {
        self.given += 1;
        let (scope, lasts) = if renews { ("com.atproto.refresh", REFRESH) } else { ("com.atproto.appPass", ACCESS) };
        let until = later(now, lasts);
        let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let head = encoded(&json!({ "typ": if renews { "refresh+jwt" } else { "at+jwt" }, "alg": "HS256" }));
        let body =
            encoded(&json!({ "scope": scope, "sub": did(handle), "iat": now.as_second(), "exp": until.as_second(),
            "jti": self.given.to_string() }));
        let token = format!("{head}.{body}.{}", URL_SAFE_NO_PAD.encode(say::sha(body.as_bytes())));
        let kept = Token { handle: handle.to_owned(), renews, until, session, next: None, revoked: false };
        self.tokens.insert(token.clone(), kept);
        token
    }
}

fn told(handle: &str, access: &str, refresh: &str) -> Answer {
    let body = json!({ "did": did(handle), "handle": handle, "accessJwt": access, "refreshJwt": refresh, "active": true,
        "email": format!("{handle}@mail.test"), "emailConfirmed": true });
    say::json(200, &body)
}

/// The DID that belongs to a handle, always the same.
pub(super) fn did(handle: &str) -> String {
    format!("did:plc:{}", &base32(&say::sha(handle.as_bytes()))[..24])
}

/// Any name that ends in `.test` is somebody's handle.
pub(super) fn is_handle(handle: &str) -> bool {
    handle.strip_suffix(".test").is_some_and(is_name)
}
