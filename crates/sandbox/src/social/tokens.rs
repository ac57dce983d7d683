//! Tokens: who may do what, for how long; OAuth 2 as most networks have it.
//!
//! `sandbox-NAME` is NAME's token without any ceremony. Others come from the page on which a person says yes
//! (`authorize`) and are exchanged for its code, with PKCE where the program asked for it (RFC 6749, RFC 7636).

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::request::Request;
use super::say;
use super::speaks::later;
use crate::Answer;
use crate::networks::escaped;

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    /// None came, or nobody gave it out.
    Unknown,
    /// It is too old.
    Expired,
    /// Somebody took it back.
    Revoked,
}

/// What a network gives to refresh a token with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Renews {
    /// Nothing.
    Never,
    /// A token that is good once: a new one comes with what it was given for.
    Once,
}

/// The tokens of a network.
#[derive(Debug)]
pub(super) struct Tokens {
    name: &'static str,
    /// A token is good for so many seconds; for ever without.
    lasts: Option<u64>,
    /// What refreshes a token.
    renews: Renews,
    given: u64,
    access: HashMap<String, Token>,
    refresh: HashMap<String, Token>,
    codes: HashMap<String, Code>,
}

#[derive(Clone, Debug)]
struct Token {
    by: String,
    until: Option<Timestamp>,
    bad: Option<Bad>,
}

#[derive(Debug)]
struct Code {
    by: String,
    redirect: String,
    challenge: Option<String>,
}

impl Tokens {
    pub(super) fn new(name: &'static str, lasts: Option<u64>, renews: Renews) -> Self {
        let (access, refresh, codes) = Default::default();
        Self { name, lasts, renews, given: 0, access, refresh, codes }
    }

    /// Whose `token` is.
    pub(super) fn whose(&self, token: Option<&str>, now: Timestamp) -> Result<String, Bad> {
        let token = token.ok_or(Bad::Unknown)?;
        match self.access.get(token) {
            Some(Token { bad: Some(bad), .. }) => Err(*bad),
            Some(Token { until: Some(until), .. }) if *until <= now => Err(Bad::Expired),
            Some(token) => Ok(token.by.clone()),
            None => plain(token).map(str::to_owned).ok_or(Bad::Unknown),
        }
    }

    /// `token` is good for nothing from now on, nor is what refreshes it, unless it is only too old.
    pub(super) fn revoke(&mut self, token: Option<&str>, refreshable: bool) {
        let Some(token) = token else { return };
        let bad = if refreshable { Bad::Expired } else { Bad::Revoked };
        let known = self.access.get(token).map(|token| token.by.clone());
        let Some(by) = known.or_else(|| plain(token).map(str::to_owned)) else { return };
        self.access.insert(token.to_owned(), Token { by: by.clone(), until: None, bad: Some(bad) });
        if !refreshable {
            self.refresh.values_mut().filter(|token| token.by == by).for_each(|token| token.bad = Some(Bad::Revoked));
        }
    }

    /// A new pair of tokens for `by`.
    pub(super) fn give(&mut self, by: &str, now: Timestamp) -> (String, String) {
        self.given += 1;
        let (access, refresh) = (format!("{}-a{}", self.name, self.given), format!("{}-r{}", self.name, self.given));
        let until = self.lasts.map(|seconds| later(now, seconds));
        self.access.insert(access.clone(), Token { by: by.to_owned(), until, bad: None });
        self.refresh.insert(refresh.clone(), Token { by: by.to_owned(), until: None, bad: None });
        (access, refresh)
    }

    /// Another token for `by`, in place of one that is still good.
    pub(super) fn renewed(&mut self, by: &str, now: Timestamp) -> Answer {
        let (access, _) = self.give(by, now);
        say::json(200, &json!({ "access_token": access, "token_type": "bearer", "expires_in": self.lasts }))
    }

    /// The page on which a person says yes. Its only link leads back to the program with a code.
    pub(super) fn authorize(&mut self, request: &Request, network: &str) -> Answer {
        let asks = |name: &str| request.asks(name).unwrap_or_default();
        if asks("response_type") != "code" || asks("client_id").is_empty() || asks("redirect_uri").is_empty() {
            return Answer::html(
                "<!doctype html><title>Wrong</title><p>response_type=code, client_id and redirect_uri are needed.",
            )
            .with_status(400);
        }
        if request.asks("code_challenge").is_some() && asks("code_challenge_method") != "S256" {
            return Answer::html("<!doctype html><title>Wrong</title><p>Only S256 is taken.").with_status(400);
        }
        self.given += 1;
        let code = format!("{}-c{}", self.name, self.given);
        let by = request.asks("account").unwrap_or("shop").to_owned();
        let (redirect, challenge) =
            (asks("redirect_uri").to_owned(), request.asks("code_challenge").map(str::to_owned));
        self.codes.insert(code.clone(), Code { by: by.clone(), redirect: redirect.clone(), challenge });
        let by = escaped(&by);
        if redirect == "urn:ietf:wg:oauth:2.0:oob" {
            return super::page::small(network, &format!("<p>The code for {by} is <code>{code}</code>.</p>"));
        }
        let mark = if redirect.contains('?') { '&' } else { '?' };
        let back = format!("{redirect}{mark}code={code}&state={}", encoded(asks("state")));
        super::page::small(
            network,
            &format!(
                "<p>A program wants to publish as <strong>{by}</strong>.</p><p><a id=yes href=\"{}\">Let it</a></p>",
                escaped(&back)
            ),
        )
    }

    /// Answers for tokens: a code or a refresh token is exchanged. `extra` is told with them.
    pub(super) fn exchange(&mut self, request: &Request, now: Timestamp, extra: &Value) -> Answer {
        let refused = |why: &str, says: &str| say::json(400, &json!({ "error": why, "error_description": says }));
        let parameter = |name: &str| request.parameter(name).unwrap_or_default();
        let by = match parameter("grant_type") {
            "authorization_code" => {
                // A code is good once, whatever comes of it.
                let Some(code) = self.codes.remove(parameter("code")) else {
                    return refused("invalid_grant", "The code is unknown, or was used before.");
                };
                if code.redirect != parameter("redirect_uri") {
                    return refused("invalid_grant", "redirect_uri is not the one that the code was given for.");
                }
                let proof = URL_SAFE_NO_PAD.encode(say::sha(parameter("code_verifier").as_bytes()));
                if code.challenge.is_some_and(|challenge| challenge != proof) {
                    return refused("invalid_grant", "code_verifier does not fit code_challenge.");
                }
                code.by
            }
            "refresh_token" => {
                let old = parameter("refresh_token");
                match self.refresh.get(old) {
                    Some(Token { by, bad: None, .. }) => {
                        let by = by.clone();
                        if self.renews == Renews::Once {
                            self.refresh.remove(old);
                        }
                        by
                    }
                    _ => {
                        return refused(
                            "invalid_grant",
                            "The refresh token is unknown, was used before or taken back.",
                        );
                    }
                }
            }
            // For a token that is good, one that lasts.
            "fb_exchange_token" if self.name == "facebook" => {
                match self.whose(Some(parameter("fb_exchange_token")), now) {
                    Ok(by) => by,
                    Err(_) => return refused("invalid_grant", "The token is unknown, or over."),
                }
            }
            "client_credentials" => "app".to_owned(),
            _ => return refused("unsupported_grant_type", "This grant type is not supported."),
        };
        let (access, refresh) = self.give(&by, now);
        let mut told = json!({ "access_token": access, "token_type": "Bearer" });
        if let Some(lasts) = self.lasts {
            told["expires_in"] = json!(lasts);
        }
        if self.renews != Renews::Never {
            told["refresh_token"] = json!(refresh);
        }
        if let (Value::Object(told), Value::Object(extra)) = (&mut told, extra) {
            told.extend(extra.clone());
        }
        say::json(200, &told).header("Cache-Control", "no-store")
    }
}

/// The name in `sandbox-NAME`.
fn plain(token: &str) -> Option<&str> {
    token.strip_prefix("sandbox-").filter(|name| is_name(name))
}

/// What an account may be called.
pub(super) fn is_name(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    !name.is_empty() && name.len() <= 60 && name.chars().all(letter)
}

/// `text` as a value of a query.
pub(super) fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
