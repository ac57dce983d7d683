//! Whether a page says anything before its scripts have run.

use super::collect::Collected;
use super::markup::{Piece, Walk, is_space};

/// A page with at least so many bytes of text speaks for itself.
const ENOUGH_TEXT: usize = 200;

/// Scripts are there and text is next to none.
pub(crate) fn needs_script(text: &[u8], body: usize, found: &Collected) -> bool {
    let scripts = found.scripts.len() + found.inline_scripts as usize;
    if scripts == 0 {
        return false;
    }
    let said = letters(text, body);
    // One script beside a short text is usual; a page that is nothing but scripts is not.
    said < ENOUGH_TEXT / 4 && !found.scripts.is_empty() || said < ENOUGH_TEXT && scripts >= 3
}

/// Bytes of text in the body that are no white space, counted until there are enough.
fn letters(text: &[u8], body: usize) -> usize {
    let mut count = 0;
    for piece in Walk::new(text, body..text.len()) {
        if let Piece::Text(range) = piece {
            count += text[range].iter().filter(|byte| !is_space(**byte)).count();
            if count >= ENOUGH_TEXT {
                break;
            }
        }
    }
    count
}
