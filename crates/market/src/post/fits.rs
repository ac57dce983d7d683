//! Fitting: whether an account's network takes what goes along with a post, told while it is written and when it is planned.

use networks::films;
use networks::pictures::taken_by;
use networks::publish::Medium;

use crate::account::Account;

/// Why `account` does not take these with `what` (the post, a part of it): a code for programs, cause and remedy. `None` where
/// it does; by hand anything can be tried.
pub fn unfit(account: &Account, media: &[Medium], what: &str) -> Option<(&'static str, String)> {
    if account.by_hand {
        return None;
    }
    if let Some(unfit) = films::unfit(&account.network, &account.name, media) {
        return Some((unfit.code, unfit.says));
    }
    let (most, pictures) = (taken_by(&account.network).most, media.iter().filter(|it| !it.is_film()).count());
    (pictures > most).then(|| {
        let most = if most == 0 { "no".to_owned() } else { most.to_string() };
        let says = format!("{} takes {most} pictures, and {what} has {pictures}: take some away", account.name);
        ("pictures_too_many", says)
    })
}
