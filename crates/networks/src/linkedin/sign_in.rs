//! Signing in at LinkedIn, with an app of one's own. LinkedIn takes no challenge from apps that have a secret
//! (learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow, read 2026-11-27).

use super::publish::{LinkedIn, ORGANIZATION};
use crate::publish::oauth::{CLIENT, CLIENT_SECRET, OwnApp, SignIn};

pub(super) static SIGN_IN: SignIn = SignIn {
    fields: &[CLIENT, CLIENT_SECRET, ORGANIZATION],
    says: "LinkedIn asks whether your app may post for you. Among its redirect addresses it needs the one of this house with /oauth/back behind it. It lets us in for two months; then sign in again.",
    acts: &OwnApp {
        authorize: "https://www.linkedin.com/oauth/v2/authorization",
        token: "https://www.linkedin.com/oauth/v2/accessToken",
        server: "https://api.linkedin.com",
        scope: |given| match given.field("organization") {
            "" => "openid profile w_member_social",
            _ => "r_organization_social w_organization_social rw_organization_admin",
        },
        more: &[],
        challenges: false,
        in_header: false,
        acts: &LinkedIn,
    },
    document: None,
};
