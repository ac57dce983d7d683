//! What people type: names and e-mails, as they are kept.

use crate::Fault;

/// The longest name.
const LONGEST: usize = 100;

/// `typed` as the name of somebody or something: one line, not empty.
pub(crate) fn name(typed: &str) -> Result<String, Fault> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Fault::wrong("name_missing", "write a name"));
    }
    if name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        return Err(Fault::wrong("name_invalid", format!("a name is one line of {LONGEST} characters at most")));
    }
    Ok(name)
}

/// `typed` as an e-mail: they are compared in lower case.
pub(crate) fn email(typed: &str) -> Result<String, Fault> {
    let email = plain(typed);
    if looks_like_email(&email) {
        Ok(email)
    } else {
        Err(Fault::wrong("email_invalid", "write an e-mail address, such as you@bakery.example"))
    }
}

/// `typed` as it would be kept, whether or not it is an e-mail; what is too long for one is cut.
pub(crate) fn plain(typed: &str) -> String {
    typed.trim().to_lowercase().chars().take(255).collect()
}

/// Whether mail could be sent there; only sending it tells more.
fn looks_like_email(email: &str) -> bool {
    let Some((local, host)) = email.rsplit_once('@') else { return false };
    !local.is_empty()
        && email.len() <= 254
        && host.split('.').count() >= 2
        && host.split('.').all(|label| !label.is_empty())
        && !email.chars().any(|sign| sign.is_whitespace() || sign.is_control() || "<>\"(),;:\\".contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_has_two_sides_and_no_gap() {
        for typed in ["you@bakery.example", "a+b@x.y.example", " You@Bakery.Example "] {
            assert!(email(typed).is_ok(), "{typed}");
        }
        let long = format!("{}@bakery.example", "x".repeat(300));
        for typed in ["", "you", "@bakery.example", "you@bakery", "you@.example", "y ou@bakery.example", &long] {
            assert!(email(typed).is_err(), "{typed}");
        }
        for typed in ["you@bakery.example\r\nBcc: all@x.example", "<you@bakery.example>", "a,b@bakery.example"] {
            assert!(email(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(name("  Jo \n Baker ").unwrap(), "Jo Baker");
        for typed in ["", "   ", "a\u{7}b", &"x".repeat(101)] {
            assert!(name(typed).is_err(), "{typed:?}");
        }
    }
}
