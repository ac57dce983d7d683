//! Keys: a P-256 key of an account's own, and what is signed with it (ES256, RFC 7518). Signatures draw no randomness (RFC 6979),
//! so that the one source of it stays the one that is handed in.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::Random;
use jiff::Timestamp;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::http::{Method, Request};

/// A key that signs. Shows nothing of itself; it is kept where the account's secret is, sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(String);

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key")
    }
}

impl Key {
    /// A new one.
    pub fn new(random: &dyn Random) -> Self {
        Self::of(|_| {
            let mut bytes = [0; 32];
            random.fill(&mut bytes);
            bytes
        })
    }

    /// The first that is one of what `draw` gives for 0, 1, 2: of four thousand million draws one is no number of the curve.
    pub fn of(draw: impl Fn(u32) -> [u8; 32]) -> Self {
        let mut drawn = (0..).map(draw).filter(|bytes| SigningKey::from_slice(bytes).is_ok());
        drawn.next().map_or_else(|| Self(String::new()), |bytes| Self(coded(&bytes)))
    }

    fn signs(&self) -> Option<SigningKey> {
        SigningKey::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(&self.0).ok()?).ok()
    }

    /// What others check its signatures with (RFC 7517).
    pub fn public(&self) -> Value {
        let point = self.signs().map(|key| key.verifying_key().to_sec1_bytes());
        // 4, and two numbers of 32 bytes.
        let part = |from: usize| point.as_deref().and_then(|point| point.get(from..from + 32)).map(coded);
        json!({ "kty": "EC", "crv": "P-256", "x": part(1), "y": part(33) })
    }

    /// A token that it signs (RFC 7519); empty for a key that is none.
    pub(super) fn token(&self, head: &Value, claims: &Value) -> String {
        let Some(key) = self.signs() else { return String::new() };
        let said = format!("{}.{}", coded(head.to_string().as_bytes()), coded(claims.to_string().as_bytes()));
        let signature: Signature = key.sign(said.as_bytes());
        format!("{said}.{}", coded(&signature.to_bytes()))
    }

    /// `request` with the proof that whoever asks holds this key (RFC 9449): for this address, this method, this `token`, now,
    /// and with the server's own `nonce`, where it gave one.
    pub(super) fn proves(&self, request: Request, token: Option<&str>, nonce: Option<&str>, now: Timestamp) -> Request {
        let mut to = request.url.clone();
        to.set_query(None);
        to.set_fragment(None);
        let method = match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        };
        let mut claims = json!({ "htm": method, "htu": to.as_str(), "iat": now.as_second() });
        if let Some(token) = token {
            claims["ath"] = hashed(&[token.as_bytes()]).into();
        }
        if let Some(nonce) = nonce {
            claims["nonce"] = nonce.into();
        }
        // Nobody but us can foresee it, and no other question has the same: what is asked, when, and by which key.
        let body = request.body.as_deref().unwrap_or_default();
        let about = [&*claims.to_string(), request.url.as_str(), &now.as_nanosecond().to_string()].join(" ");
        claims["jti"] = hashed(&[self.0.as_bytes(), about.as_bytes(), body]).into();
        let head = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": self.public() });
        let proof = self.token(&head, &claims);
        request.header("dpop", proof)
    }
}

/// What a question is begun with, and what proves later who began it (RFC 7636): 256 bits.
pub(super) fn verifier(random: &dyn Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    coded(&bytes)
}

/// What may be seen of a verifier before: S256.
pub(super) fn challenge(verifier: &str) -> String {
    hashed(&[verifier.as_bytes()])
}

/// SHA-256 of these, one behind the other.
pub(super) fn hashed(parts: &[&[u8]]) -> String {
    let whole = parts.iter().fold(Sha256::new(), Sha256::chain_update);
    coded(&whole.finalize())
}

fn coded(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use domain::SystemRandom;
    use p256::ecdsa::signature::Verifier as _;

    use super::*;

    fn read(part: &str) -> Value {
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    }

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(super::verifier(&SystemRandom).len(), 43);
    }

    #[test]
    fn a_proof_names_what_is_asked_and_is_signed_by_its_key() {
        let key = Key::new(&SystemRandom);
        let now: Timestamp = "2026-11-27T03:00:00Z".parse().unwrap();
        let asked = Request::new("https://pds.example/xrpc/a?b=c#d".parse().unwrap()).post("{}");
        let proof = |nonce| {
            let proved = key.proves(asked.clone(), Some("token"), nonce, now);
            proved.headers.iter().find(|(name, _)| *name == "dpop").unwrap().1.clone()
        };
        let one = proof(Some("n1"));
        let [head, claims, signature] = one.split('.').collect::<Vec<_>>()[..] else { panic!("{one}") };
        let told = read(claims);
        assert_eq!((&told["htm"], &told["htu"]), (&json!("POST"), &json!("https://pds.example/xrpc/a")));
        assert_eq!((&told["nonce"], &told["iat"]), (&json!("n1"), &json!(now.as_second())));
        assert_eq!(told["ath"], json!(hashed(&[b"token"])));
        assert_eq!(read(head)["jwk"], key.public());
        let signature = Signature::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
        key.signs().unwrap().verifying_key().verify(format!("{head}.{claims}").as_bytes(), &signature).unwrap();
        let other = proof(None);
        assert_ne!(read(other.split('.').nth(1).unwrap())["jti"], told["jti"], "no proof is shown twice");
    }

    #[test]
    fn a_key_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", Key::new(&SystemRandom)), "Key");
    }
}
