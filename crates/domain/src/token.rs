//! Tokens: the few characters that an outgoing address carries, so that whoever comes back by it can be told.
//!
//! `CODE`, or `CODE~S`, or `CODE~S~P`. CODE was minted by us and says for which link; S was made in the browser when
//! somebody pressed a share button; P is what that visitor came with himself. By default a token travels as the
//! parameter [`PARAMETER`] on the page's own address, so that the link works though Tidings is off.

use std::fmt;
use std::str::FromStr;

use url::Url;

use crate::Random;

/// The parameter that carries a token on a page's own address: `?e=CODE`.
pub const PARAMETER: &str = "e";

/// What codes are written with: nothing that is read wrongly aloud or in print. Their number is a prime, which the
/// check needs.
const SIGNS: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
/// Signs of a code that are random: 887 million codes.
const FREE: usize = 6;
/// Signs of a code.
const LENGTH: usize = FREE + 1;
/// Signs of a press.
const PRESSED: usize = 6;

/// A minted code: six random signs and one that checks them, so that a mistyped one is told from one that is gone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code([u8; LENGTH]);

impl Code {
    /// A new one. Whoever keeps it sees to it that it is the only one.
    pub fn mint(random: &dyn Random) -> Self {
        let mut code = [0; LENGTH];
        let mut at = 0;
        while at < FREE {
            let mut bytes = [0; 16];
            random.fill(&mut bytes);
            // A 32nd sign would be as likely as each other one, and is not there.
            for sign in bytes.iter().filter_map(|byte| SIGNS.get(usize::from(byte & 31))).take(FREE - at) {
                code[at] = *sign;
                at += 1;
            }
        }
        code[FREE] = check(code);
        Self(code)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        // Signs are ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The sign that makes the weighted sum of all of them divisible by 31. Each place has another weight, so that one
/// wrong sign and two exchanged ones are both found.
fn check(code: [u8; LENGTH]) -> u8 {
    let sum: usize = code[..FREE].iter().zip(2..).map(|(sign, weight)| weight * value(*sign).unwrap_or(0)).sum();
    SIGNS[(SIGNS.len() - sum % SIGNS.len()) % SIGNS.len()]
}

fn value(sign: u8) -> Option<usize> {
    SIGNS.iter().position(|it| *it == sign)
}

impl FromStr for Code {
    type Err = NoToken;

    /// In small or capital letters.
    fn from_str(text: &str) -> Result<Self, NoToken> {
        let signs: [u8; LENGTH] = text.as_bytes().try_into().map_err(|_| NoToken)?;
        let code = signs.map(|sign| sign.to_ascii_lowercase());
        let known = code.iter().all(|sign| value(*sign).is_some());
        if known && check(code) == code[FREE] { Ok(Self(code)) } else { Err(NoToken) }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// One press of a share button: six letters and digits that the visitor's browser made up. Anybody can write one; it proves nothing
/// by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Press([u8; PRESSED]);

impl Press {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Press {
    type Err = NoToken;

    fn from_str(text: &str) -> Result<Self, NoToken> {
        let signs: [u8; PRESSED] = text.as_bytes().try_into().map_err(|_| NoToken)?;
        let press = signs.map(|sign| sign.to_ascii_lowercase());
        if press.iter().all(u8::is_ascii_alphanumeric) { Ok(Self(press)) } else { Err(NoToken) }
    }
}

/// What a visitor came with before he passed a page on: the press of another one, or a link of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// Somebody pressed a button.
    Press(Press),
    /// We put the link there.
    Code(Code),
}

impl Parent {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Press(press) => press.as_str(),
            Self::Code(code) => code.as_str(),
        }
    }
}

/// A whole token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// By which it resolves.
    pub code: Code,
    /// The press, where a script was there to note it.
    pub press: Option<Press>,
    /// What whoever pressed came with; nothing is known of it without a press.
    pub parent: Option<Parent>,
}

impl Token {
    /// That of `url`. Where several parameters have the name, the last one that is a token: a site may use it itself.
    pub fn of(url: &Url) -> Option<Self> {
        let tokens =
            url.query_pairs().filter(|(name, _)| name == PARAMETER).filter_map(|(_, value)| value.parse().ok());
        tokens.last()
    }

    /// `url` with this token, in the place of another one. All else stays as it is, byte for byte.
    pub fn on(&self, url: &Url) -> Url {
        let mut carrying = url.clone();
        let kept = url.query().unwrap_or_default().split('&').filter(|part| {
            let value = part.strip_prefix(PARAMETER).and_then(|rest| rest.strip_prefix('='));
            !part.is_empty() && value.is_none_or(|value| value.parse::<Self>().is_err())
        });
        let mut query = kept.collect::<Vec<_>>().join("&");
        if !query.is_empty() {
            query.push('&');
        }
        carrying.set_query(Some(&format!("{query}{PARAMETER}={self}")));
        carrying
    }
}

impl From<Code> for Token {
    fn from(code: Code) -> Self {
        Self { code, press: None, parent: None }
    }
}

impl FromStr for Token {
    type Err = NoToken;

    fn from_str(text: &str) -> Result<Self, NoToken> {
        let mut parts = text.splitn(3, '~');
        let code = parts.next().unwrap_or_default().parse()?;
        // What follows comes from a browser: a broken end says less, and spoils nothing.
        let press = parts.next().and_then(|part| part.parse().ok());
        let parent = parts
            .next()
            .filter(|_| press.is_some())
            .and_then(|part| part.parse().map(Parent::Press).or_else(|NoToken| part.parse().map(Parent::Code)).ok());
        Ok(Self { code, press, parent })
    }
}

impl fmt::Display for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code.as_str())?;
        if let Some(press) = &self.press {
            write!(out, "~{}", press.as_str())?;
        }
        match &self.parent {
            Some(parent) => write!(out, "~{}", parent.as_str()),
            None => Ok(()),
        }
    }
}

/// A text that is no token, or a mistyped one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no link of ours has this code: look for a mistyped character")]
pub struct NoToken;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::SystemRandom;

    fn code() -> Code {
        Code::mint(&SystemRandom)
    }

    #[test]
    fn a_wrong_sign_and_two_exchanged_ones_are_found() {
        for _ in 0..50 {
            let right = code().as_str().as_bytes().to_vec();
            for at in 0..LENGTH {
                for sign in SIGNS.iter().filter(|sign| **sign != right[at]) {
                    let mut wrong = right.clone();
                    wrong[at] = *sign;
                    assert_eq!(std::str::from_utf8(&wrong).unwrap().parse::<Code>(), Err(NoToken));
                }
                for other in at + 1..LENGTH {
                    let mut wrong = right.clone();
                    wrong.swap(at, other);
                    let same = wrong == right;
                    assert_eq!(std::str::from_utf8(&wrong).unwrap().parse::<Code>().is_ok(), same);
                }
            }
        }
    }

    #[test]
    fn a_token_is_read_as_it_was_written_in_capitals_too() {
        let (one, other) = (code(), code());
        for text in
            [format!("{one}"), format!("{one}~k7q4mx"), format!("{one}~k7q4mx~{other}"), format!("{one}~k7q4mx~abcdef")]
        {
            let token: Token = text.parse().unwrap();
            assert_eq!(token.to_string(), text);
            assert_eq!(text.to_uppercase().parse::<Token>().unwrap(), token);
        }
        // A broken end says less.
        assert_eq!(format!("{one}~???~x~y").parse::<Token>().unwrap(), Token::from(one));
    }

    #[test]
    fn an_address_keeps_all_that_it_had_and_carries_one_token() {
        let (one, other) = (Token::from(code()), Token::from(code()));
        for (url, carrying) in [
            ("https://bakery.example/", format!("https://bakery.example/?e={one}")),
            ("https://bakery.example/a?e=5&b=%20+c#d", format!("https://bakery.example/a?e=5&b=%20+c&e={one}#d")),
            ("https://bakery.example/a?", format!("https://bakery.example/a?e={one}")),
        ] {
            let url = Url::parse(url).unwrap();
            assert_eq!(one.on(&url).as_str(), carrying);
            assert_eq!(Token::of(&one.on(&url)), Some(one));
            assert_eq!(other.on(&one.on(&url)), other.on(&url));
        }
        assert_eq!(Token::of(&Url::parse("https://bakery.example/?e=5").unwrap()), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_token_or_none(text in ".{0,40}") {
            if let Ok(token) = text.parse::<Token>() {
                prop_assert_eq!(token.to_string().parse::<Token>(), Ok(token));
            }
        }
    }
}
