//! Apps of one's own: networks at which whoever posts made an app, whose ID and secret he types once.

use jiff::Timestamp;
use url::Url;

use super::{Asking, Client, Grant, LetIn, Server, Shows, SignsIn};
use crate::http::Doors;
use crate::publish::{Acts, Cause, Connected, Field, Given, Taking};

/// How a network lets apps of one's own sign in.
#[derive(Debug)]
pub(crate) struct OwnApp {
    /// Its page on which people say yes.
    pub authorize: &'static str,
    /// Where it gives tokens.
    pub token: &'static str,
    /// Its own server: elsewhere is a stand-in, which has both below its address.
    pub server: &'static str,
    /// For what is asked, by what somebody typed.
    pub scope: fn(&Given) -> &'static str,
    /// It takes a challenge.
    pub challenges: bool,
    /// It wants the app's secret in a header.
    pub in_header: bool,
    /// What accounts there do: they are let in by the token as by one that was typed.
    pub acts: &'static dyn Acts,
}

/// The app's ID, as it is asked for.
pub(crate) const CLIENT: Field =
    Field { name: "client", label: "Client ID", hint: "Of your app", usual: None, secret: false };

/// Its secret.
pub(crate) const CLIENT_SECRET: Field = Field {
    name: "client_secret",
    label: "Client secret",
    hint: "Of your app; it is sealed, and shown to nobody but the network",
    usual: None,
    secret: true,
};

impl OwnApp {
    fn server(&self, base: &Url) -> Result<Server, Cause> {
        let own: Option<Url> = self.server.parse().ok();
        let is_own = own.is_some_and(|own| own.origin() == base.origin());
        let place = |address: &str| -> Option<Url> {
            let real: Url = address.parse().ok()?;
            let mut below = base.clone();
            below.set_path(&format!("{}{}", base.path().trim_end_matches('/'), real.path()));
            Some(if is_own { real } else { below })
        };
        let (authorize, token) = (place(self.authorize), place(self.token));
        let both = authorize.zip(token).ok_or_else(|| Cause::new("no_sign_in", "there is no page for signing in"));
        both.map(|(authorize, token)| Server::plain(authorize, token, self.challenges))
    }
}

impl SignsIn for OwnApp {
    fn asks<'a>(&'a self, asking: Asking<'a>) -> Taking<'a, Result<Grant, Cause>> {
        Box::pin(async move {
            let Given(typed) = asking.given;
            let (id, secret) = (asking.given.field("client"), asking.given.field("client_secret").to_owned());
            let shows = match (secret.is_empty(), self.in_header) {
                (true, _) => Shows::Nothing,
                (false, true) => Shows::Header(secret),
                (false, false) => Shows::Secret(secret),
            };
            Ok(Grant {
                base: asking.base.clone(),
                server: self.server(asking.base)?,
                client: Client { id: id.to_owned(), shows },
                scope: (self.scope)(asking.given).to_owned(),
                more: Vec::new(),
                kept: typed.clone(),
            })
        })
    }

    fn came<'a>(&'a self, doors: &'a Doors, it: &'a LetIn, now: Timestamp) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let (base, tokens) = (&it.grant.base, &it.tokens);
            let mut given = it.grant.kept.clone();
            given.push(("secret".to_owned(), tokens.access.clone()));
            given.extend(tokens.refresh.clone().map(|refresh| ("refresh".to_owned(), refresh)));
            let connected = self.acts.connect(&doors.to(base), base, &Given(given), now).await?;
            Ok(Connected { until: tokens.until, ..connected })
        })
    }
}
