//! Roles, and what each may do: the one table.

use serde::{Deserialize, Serialize};

/// What one may do in a workspace, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Looks.
    Viewer,
    /// Does the work.
    Editor,
    /// Decides who else may, and what is thrown away.
    Owner,
}

/// What a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum May {
    /// See what is there.
    Look,
    /// Add sites, start and stop audits.
    Work,
    /// Throw sites away, let others in.
    Decide,
}

impl May {
    /// For docs and messages: `look at what is there`.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Look => "look at what is there",
            Self::Work => "do the work, as editors do",
            Self::Decide => "decide, as owners do",
        }
    }
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Editor, Self::Owner];

    /// Whether this role may.
    pub fn may(self, what: May) -> bool {
        self >= match what {
            May::Look => Self::Viewer,
            May::Work => Self::Editor,
            May::Decide => Self::Owner,
        }
    }

    /// As it stands in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }

    /// The role of that name; one that this program does not know may only look.
    pub(crate) fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|role| role.name() == name).unwrap_or(Self::Viewer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_what_the_ones_below_it_may() {
        let may = |role: Role| [May::Look, May::Work, May::Decide].map(|what| role.may(what));
        assert_eq!(may(Role::Viewer), [true, false, false]);
        assert_eq!(may(Role::Editor), [true, true, false]);
        assert_eq!(may(Role::Owner), [true, true, true]);
        assert_eq!(Role::of("owner"), Role::Owner);
        assert_eq!(Role::of("a role of a later version"), Role::Viewer);
    }
}
