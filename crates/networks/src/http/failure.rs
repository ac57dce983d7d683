//! Why there is no answer.

use std::error::Error;
use std::io;
use std::time::Duration;

use url::Url;

use super::address::Unresolved;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum Failure {
    #[error("{0} leads into a private network, so it is not asked: allow it for this site if it is yours")]
    Private(Url),
    #[error("{0} cannot be asked: only http and https addresses can")]
    Scheme(Url),
    #[error("no server is called {0}: check the spelling")]
    NoSuchHost(String),
    #[error("{0} refused the connection: is the server running?")]
    Refused(String),
    #[error("{0} did not answer within {1:?}")]
    TooSlow(String, Duration),
    #[error("the certificate of {0} is not valid: {1}")]
    Certificate(String, String),
    #[error("{0} speaks http there, and not https: give the address with http:// in front")]
    NotHttps(String),
    #[error("{0} redirects in a circle, or more than {1} times")]
    Redirects(Url, u8),
    #[error(
        "{0} sends on to {1}, which is not shown what lets in at the former: look whether the server has another address now"
    )]
    Elsewhere(Url, String),
    #[error("{0} broke the connection off: {1}")]
    Broken(String, String),
}

impl Failure {
    /// What `error` means, met while asking `url`.
    pub(super) fn of(error: &reqwest::Error, url: &Url, within: Duration) -> Self {
        let host = url.host_str().unwrap_or_default().to_owned();
        let mut next: Option<&(dyn Error + 'static)> = Some(error);
        let mut last = String::new();
        while let Some(cause) = next {
            if let Some(unresolved) = cause.downcast_ref::<Unresolved>() {
                return match unresolved {
                    Unresolved::Private => Self::Private(bare(url)),
                    Unresolved::Unknown(_) => Self::NoSuchHost(host),
                };
            }
            if let Some(rustls::Error::InvalidCertificate(why)) = cause.downcast_ref() {
                return Self::Certificate(host, certificate(why));
            }
            if let Some(rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType)) =
                cause.downcast_ref()
            {
                return Self::NotHttps(host);
            }
            let io = cause.downcast_ref::<io::Error>();
            match io.map(io::Error::kind) {
                Some(io::ErrorKind::ConnectionRefused) => return Self::Refused(host),
                Some(io::ErrorKind::TimedOut) => return Self::TooSlow(host, within),
                _ => {}
            }
            last = cause.to_string();
            // The `source` of an `io::Error` steps over the error inside it, which may be what is looked for.
            next = match io.and_then(io::Error::get_ref) {
                Some(inner) => Some(inner),
                None => cause.source(),
            };
        }
        if error.is_timeout() { Self::TooSlow(host, within) } else { Self::Broken(host, last) }
    }
}

fn certificate(why: &rustls::CertificateError) -> String {
    use rustls::CertificateError as E;
    match why {
        E::Expired | E::ExpiredContext { .. } => "it has expired".to_owned(),
        E::NotValidYet | E::NotValidYetContext { .. } => "it is not valid yet".to_owned(),
        E::NotValidForName | E::NotValidForNameContext { .. } => "it belongs to another name".to_owned(),
        E::UnknownIssuer => "nobody whom this machine trusts has signed it".to_owned(),
        E::Revoked => "it was revoked".to_owned(),
        other => other.to_string(),
    }
}

/// The address without name and password.
pub(super) fn bare(url: &Url) -> Url {
    let mut url = url.clone();
    // Both fail only for addresses without a host, which carry neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}
