//! Signing in at Reddit, with an app of one's own; with `permanent` the token can be renewed
//! (github.com/reddit-archive/reddit/wiki/OAuth2 as of 2017, praw-dev/praw 7b69758, read 2026-11-27).

use super::publish::{COMMUNITY, Reddit};
use crate::publish::oauth::{CLIENT, CLIENT_SECRET, OwnApp, SignIn};

pub(super) static APP: OwnApp = OwnApp {
    authorize: "https://www.reddit.com/api/v1/authorize",
    token: "https://www.reddit.com/api/v1/access_token",
    server: "https://oauth.reddit.com",
    scope: |_| "identity submit edit history read",
    more: &[("duration", "permanent")],
    challenges: false,
    in_header: true,
    acts: &Reddit,
};

pub(super) static SIGN_IN: SignIn = SignIn {
    fields: &[CLIENT, CLIENT_SECRET, COMMUNITY],
    says: "Reddit asks whether your app may post for you. Its redirect uri has to be the address of this house with /oauth/back behind it.",
    acts: &APP,
    document: None,
};
