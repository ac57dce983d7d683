//! Roles, and what each may do: the one table.

use serde::{Deserialize, Serialize};

use crate::Fault;

/// What one may do in a workspace, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Sees one site, by a link that ends.
    Client,
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
    /// See a site and what was found there.
    See,
    /// See all that is there.
    Look,
    /// Write drafts of posts and try them; nothing goes out.
    Draft,
    /// Add sites, start and stop audits.
    Work,
    /// Throw sites away, let others in.
    Decide,
}

impl May {
    /// For docs and messages: `look at what is there`.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::See => "see a site, as its client does",
            Self::Look => "look at what is there",
            Self::Draft => "write drafts of posts",
            Self::Work => "do the work, as editors do",
            Self::Decide => "decide, as owners do",
        }
    }
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Client, Self::Viewer, Self::Editor, Self::Owner];

    /// Whether this role may.
    pub fn may(self, what: May) -> bool {
        self >= match what {
            May::See => Self::Client,
            May::Look => Self::Viewer,
            May::Draft | May::Work => Self::Editor,
            May::Decide => Self::Owner,
        }
    }

    /// As it stands in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }

    /// It, as what somebody may be who belongs to a workspace; a client comes by his link alone.
    pub(crate) fn of_member(self) -> Result<Self, Fault> {
        match self {
            Self::Client => Err(Fault::wrong(
                "role_unknown",
                "people are owner, editor or viewer; a client gets a link to his site instead",
            )),
            role => Ok(role),
        }
    }

    /// The role of that name; one that this program does not know may only look.
    pub(crate) fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|role| role.name() == name).unwrap_or(Self::Viewer)
    }
}

/// What a token may at most; beyond that, never more than whoever made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// See what is there.
    Look,
    /// See what is there, and write drafts of posts, which a person lets go out.
    Draft,
    /// Add sites, start and stop audits.
    Work,
    /// Throw sites away, let others in.
    Decide,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Look, Self::Draft, Self::Work, Self::Decide];

    /// The highest role of which it may all.
    pub fn role(self) -> Role {
        match self {
            Self::Look | Self::Draft => Role::Viewer,
            Self::Work => Role::Editor,
            Self::Decide => Role::Owner,
        }
    }

    /// Whether it may.
    pub fn may(self, what: May) -> bool {
        self.role().may(what) || (self, what) == (Self::Draft, May::Draft)
    }

    /// As it stands in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Draft => "draft",
            Self::Work => "work",
            Self::Decide => "decide",
        }
    }

    /// The scope of that name; one that this program does not know may only look.
    pub(crate) fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|scope| scope.name() == name).unwrap_or(Self::Look)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_what_the_ones_below_it_may() {
        let may = |role: Role| [May::See, May::Look, May::Draft, May::Work, May::Decide].map(|what| role.may(what));
        assert_eq!(may(Role::Client), [true, false, false, false, false]);
        assert_eq!(may(Role::Viewer), [true, true, false, false, false]);
        assert_eq!(may(Role::Editor), [true, true, true, true, false]);
        assert_eq!(may(Role::Owner), [true, true, true, true, true]);
        assert_eq!(Role::of("owner"), Role::Owner);
        assert_eq!(Role::of("a role of a later version"), Role::Viewer);
    }

    #[test]
    fn a_scope_may_as_much_as_a_role_and_one_drafts_beside() {
        assert_eq!(Scope::ALL.map(Scope::role), [Role::Viewer, Role::Viewer, Role::Editor, Role::Owner]);
        assert_eq!(Scope::ALL.map(|scope| scope.may(May::Draft)), [false, true, true, true]);
        assert_eq!(Scope::ALL.map(|scope| scope.may(May::Work)), [false, false, true, true]);
        assert!(Scope::ALL.into_iter().all(|scope| Scope::of(scope.name()) == scope));
        assert_eq!(Scope::of("a scope of a later version"), Scope::Look);
    }
}
