//! Signing in at Pinterest, with an app of one's own (developers.pinterest.com/docs/getting-started, the addresses and scopes of
//! pinterest/api-description v5/openapi.yaml 5.23.0, read 2026-11-27).

use super::publish::{BOARD, Pinterest};
use crate::publish::Field;
use crate::publish::oauth::{CLIENT, CLIENT_SECRET, OwnApp, SignIn};

pub(super) static APP: OwnApp = OwnApp {
    authorize: "https://www.pinterest.com/oauth/",
    token: "https://api.pinterest.com/v5/oauth/token",
    server: "https://api.pinterest.com",
    // It wants commas between them.
    scope: |_| "boards:read,pins:read,pins:write,user_accounts:read",
    more: &[],
    challenges: false,
    in_header: true,
    acts: &Pinterest,
};

pub(super) static SIGN_IN: SignIn = SignIn {
    fields: &[Field { label: "App ID", ..CLIENT }, Field { label: "App secret", ..CLIENT_SECRET }, BOARD],
    says: "Pinterest asks whether your app may save pins for you. Among its redirect addresses it needs the one of this house with /oauth/back behind it.",
    acts: &APP,
    document: None,
};
