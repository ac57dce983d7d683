//! The enhancer: a script of a few lines that a bar works without. It adds what only a script can do: the share sheet of
//! the device, a button that copies the link, and in each token the press (S) and what the visitor came with (P).

/// The script, to be put once at the end of a page, however many bars it has.
pub fn script() -> &'static str {
    include_str!("enhancer.js").trim_end()
}
