//! The one place where text becomes a statement: markers are unwrapped, and sqlx is told that the text is ours.

use std::borrow::Cow;

use sqlx::SqlStr;

use crate::Engine;

/// The text as `engine` is to read it. It is one of our files, or made of names that the schema gave; values are bound.
#[expect(clippy::disallowed_types, reason = "the one file in which a statement's text is vouched for")]
pub(crate) fn statement(engine: Engine, text: impl Into<Cow<'static, str>>) -> SqlStr {
    use sqlx::{AssertSqlSafe, SqlSafeStr as _};
    AssertSqlSafe(unwrapped(engine, text.into())).into_sql_str()
}

/// `/*postgres: X */` becomes ` X ` on PostgreSQL, and the same for `/*sqlite: X */` on SQLite.
fn unwrapped(engine: Engine, text: Cow<'static, str>) -> Cow<'static, str> {
    let opening = match engine {
        Engine::Sqlite => "/*sqlite:",
        Engine::Postgres => "/*postgres:",
    };
    if !text.contains(opening) {
        return text;
    }
    let mut pieces = text.split(opening);
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (inside, after) = piece.split_once("*/").unwrap_or((piece, ""));
        whole.push_str(inside);
        whole.push_str(after);
    }
    whole.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_code_on_its_engine_and_a_comment_on_the_other() {
        let text = "SELECT 1 /*postgres: FOR UPDATE */ /* plain */ /*sqlite: LIMIT 1 */";
        assert_eq!(unwrapped(Engine::Postgres, text.into()), "SELECT 1  FOR UPDATE  /* plain */ /*sqlite: LIMIT 1 */");
        assert_eq!(unwrapped(Engine::Sqlite, text.into()), "SELECT 1 /*postgres: FOR UPDATE */ /* plain */  LIMIT 1 ");
        assert!(matches!(unwrapped(Engine::Sqlite, "SELECT 1".into()), Cow::Borrowed(_)));
    }
}
