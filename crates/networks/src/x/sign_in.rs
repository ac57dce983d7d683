//! Signing in at X, with an app of one's own (docs.x.com/resources/fundamentals/authentication/oauth-2-0/authorization-code, read
//! 2026-11-26).

use super::publish::X;
use crate::publish::Field;
use crate::publish::oauth::{CLIENT, CLIENT_SECRET, OwnApp, SignIn};

pub(super) static APP: OwnApp = OwnApp {
    authorize: "https://x.com/i/oauth2/authorize",
    token: "https://api.x.com/2/oauth2/token",
    server: "https://api.x.com",
    scope: |_| "tweet.read tweet.write users.read media.write offline.access",
    more: &[],
    challenges: true,
    in_header: true,
    acts: &X,
};

pub(super) static SIGN_IN: SignIn = SignIn {
    fields: &[
        CLIENT,
        Field { usual: Some(""), hint: "Only where your app is a web app or an automated app", ..CLIENT_SECRET },
    ],
    says: "X asks whether your app may post for you. Among its callbacks it needs the address of this house with /oauth/back behind it.",
    acts: &APP,
    document: None,
};
