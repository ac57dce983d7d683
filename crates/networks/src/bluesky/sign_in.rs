//! Signing in at Bluesky's servers: atproto's profile of OAuth 2. The server is asked who lets people in, the question is left
//! there, and tokens are bound to a key. A house on this machine needs no name there; one on the web serves a document that says
//! what it is (atproto.com/specs/oauth and bluesky-social/atproto packages/oauth, read 2026-11-27).

use jiff::Timestamp;
use serde_json::{Value, json};
use url::{Host, Url};

use super::publish::{HANDLE, NAME, RESET, SERVER, USUAL, at};
use crate::http::{Doors, Request};
use crate::publish::oauth::{
    Asking, Client, Grant, House, LetIn, Shows, SignIn, SignsIn, ask_as, found, of_resource, query,
};
use crate::publish::{Account, Cause, Connected, Field, Heard, Taking, ask, away, plain};

pub(super) static SIGN_IN: SignIn = SignIn {
    fields: &[Field { usual: Some(""), hint: "Such as bakery.bsky.social; it is filled in there", ..HANDLE }, SERVER],
    says: "Your server asks whether Tidings may post for you. Tidings never sees your password, and you can take it back there.",
    acts: &AtProto,
    document: Some(document),
};

#[derive(Debug)]
struct AtProto;

/// To post, and to send pictures; not to read messages.
const SCOPE: &str = "atproto transition:generic";
/// The directory of identities that are in no domain.
const DIRECTORY: &str = "https://plc.directory";

impl SignsIn for AtProto {
    fn asks<'a>(&'a self, asking: Asking<'a>) -> Taking<'a, Result<Grant, Cause>> {
        Box::pin(async move {
            let issuer = of_resource(asking.doors, asking.base, asking.now).await?;
            let server = found(asking.doors, &issuer, asking.now).await?;
            if server.push.is_none() || !server.challenges || !server.binds {
                let says = format!("{issuer} does not sign in as Bluesky’s servers do: connect with an app password");
                return Err(Cause::new("no_sign_in", says));
            }
            let hint = asking.given.field("name").trim_start_matches('@').to_owned();
            Ok(Grant {
                base: asking.base.clone(),
                server,
                client: client(asking.house)?,
                scope: SCOPE.to_owned(),
                more: Some(("login_hint".to_owned(), hint)).filter(|(_, hint)| !hint.is_empty()).into_iter().collect(),
                kept: Vec::new(),
            })
        })
    }

    fn came<'a>(&'a self, doors: &'a Doors, it: &'a LetIn, now: Timestamp) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let did = it.tokens.subject.clone().unwrap_or_default();
            let base = home(doors, it, &did, now).await?;
            let mut account = Account { base, identity: did.clone(), name: String::new(), secret: it.secret("access") };
            let http = doors.to(&account.base);
            let request = at(&account.base, "com.atproto.server.getSession");
            let said = match ask_as(&http, request, (&account, "access"), RESET, now).await {
                Heard::Yes(said) => said,
                Heard::No(status, said) => {
                    let says = format!("{NAME} lets us in, and then answers {status}: {}: begin again", plain(&said));
                    return Err(Cause::new("not_let_in", says));
                }
                heard => return Err(away(heard)),
            };
            // Whoever lets people in may speak for those alone whom the account's own server knows by this token.
            if did.is_empty() || said["did"].as_str() != Some(&*did) {
                return Err(Cause::new("other_account", "the server names two accounts for one sign-in: begin again"));
            }
            said["handle"].as_str().unwrap_or(&did).clone_into(&mut account.name);
            Ok(Connected { account, until: it.tokens.until, limits: Value::Null })
        })
    }
}

/// As whom we ask: a house on this machine by an address that says all of it, one on the web by its document.
fn client(house: &House) -> Result<Client, Cause> {
    let back = house.back();
    let url: Option<Url> = back.parse().ok();
    let on_machine = match url.as_ref().and_then(Url::host) {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        _ => false,
    };
    if on_machine {
        let id = format!("http://localhost?{}", query(&[("redirect_uri", &*back), ("scope", SCOPE)]));
        return Ok(Client { id, shows: Shows::Nothing });
    }
    if url.is_some_and(|url| url.scheme() == "https") {
        return Ok(Client { id: id(house), shows: Shows::Signed(house.key.clone()) });
    }
    Err(Cause::new(
        "house_unknown",
        "Bluesky signs in to houses on one’s own machine or with a public https address, and this one has neither: connect with an app password",
    ))
}

/// The address of this house's document, by which servers know it.
fn id(house: &House) -> String {
    format!("{}/oauth/bluesky/client.json", house.base)
}

/// What this house says of itself.
fn document(house: &House) -> Value {
    let mut key = house.key.public();
    key["kid"] = crate::publish::oauth::KEY.into();
    key["use"] = "sig".into();
    key["alg"] = "ES256".into();
    json!({
        "client_id": id(house), "client_name": "Tidings", "client_uri": house.base, "application_type": "web",
        "redirect_uris": [house.back()], "scope": SCOPE, "response_types": ["code"],
        "grant_types": ["authorization_code", "refresh_token"], "dpop_bound_access_tokens": true,
        "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256",
        "jwks": { "keys": [key] },
    })
}

/// The server on which the account `did` lives. Of one that people name themselves that is it; bsky.social lets people in for
/// many, and the account's own document says which is its own, and that one by whom it lets people in.
async fn home(doors: &Doors, it: &LetIn, did: &str, now: Timestamp) -> Result<Url, Cause> {
    let base = &it.grant.base;
    if base.host_str() != Some(USUAL) {
        return Ok(base.clone());
    }
    let place = match did.strip_prefix("did:web:") {
        Some(host) => format!("https://{host}/.well-known/did.json"),
        None => format!("{DIRECTORY}/{did}"),
    };
    let unknown = || Cause::new("other_account", format!("nobody says where {did} lives: try again later"));
    let place: Url = place.parse().map_err(|_| unknown())?;
    let said = match ask(&doors.to(&place), Request::new(place), "", now).await {
        Heard::Yes(said) if said["id"].as_str() == Some(did) => said,
        Heard::Yes(_) | Heard::No(..) => return Err(unknown()),
        heard => return Err(away(heard)),
    };
    let home = own_server(&said).ok_or_else(unknown)?;
    let issuer = of_resource(doors, &home, now).await?;
    if Some(&issuer) != it.grant.server.issuer.as_ref() {
        let says = format!("{did} is let in by {issuer}, and another server answered: type the account’s own server");
        return Err(Cause::new("other_server", says));
    }
    Ok(home)
}

/// The server on which the repository lies that this document is of.
pub(super) fn own_server(document: &Value) -> Option<Url> {
    let services = document["service"].as_array()?;
    let own = services.iter().find(|it| it["id"].as_str().is_some_and(|id| id.ends_with("#atproto_pds")))?;
    own["serviceEndpoint"].as_str()?.parse().ok().filter(|own: &Url| own.scheme() == "https")
}

#[cfg(test)]
mod tests {
    use domain::SystemRandom;

    use super::*;
    use crate::publish::oauth::Key;

    fn house(base: &str) -> House {
        House { base: base.to_owned(), key: Key::new(&SystemRandom) }
    }

    #[test]
    fn a_house_on_this_machine_says_all_of_itself_in_its_name() {
        let client = client(&house("http://127.0.0.1:7979")).unwrap();
        assert_eq!(
            client.id,
            "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%3A7979%2Foauth%2Fback&scope=atproto+transition%3Ageneric"
        );
        assert!(matches!(client.shows, Shows::Nothing));
        assert_eq!(super::client(&house("http://tidings.lan")).unwrap_err().code, "house_unknown");
    }

    #[test]
    fn a_house_on_the_web_is_known_by_its_document() {
        let house = house("https://tidings.bakery.example");
        let client = client(&house).unwrap();
        let said = document(&house);
        assert_eq!(said["client_id"], client.id);
        assert_eq!(said["redirect_uris"], json!(["https://tidings.bakery.example/oauth/back"]));
        assert_eq!(said["jwks"]["keys"][0]["x"], house.key.public()["x"]);
        assert!(said["jwks"]["keys"][0]["d"].is_null(), "what signs stays here");
        assert!(matches!(client.shows, Shows::Signed(_)));
    }

    #[test]
    fn the_account_lives_where_its_document_says() {
        let own = |end: &str| json!({ "service": [{ "id": "#atproto_pds", "serviceEndpoint": end }] });
        assert_eq!(own_server(&own("https://morel.example")).unwrap().as_str(), "https://morel.example/");
        assert_eq!(own_server(&own("http://morel.example")), None);
        assert_eq!(own_server(&json!({})), None);
    }
}
