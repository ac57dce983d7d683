// The part of the API that is about people and workspaces: who they are, what they may, what they did.

import { type Role, type Workspace, ROOT, all, ask, id } from "./api.ts";

export interface SignedIn {
  id: string;
  agent: string;
  created: string;
  seen: string;
  this: boolean;
}
export interface Person {
  id: string;
  name: string;
  email: string | null;
  role: Role;
  since: string;
  you: boolean;
}
export interface Invitation {
  id: string;
  email: string;
  role: Role;
  created: string;
  expires: string;
}
export type Scope = "look" | "work" | "decide";
export interface Token {
  id: string;
  name: string;
  scope: Scope;
  created: string;
  used: string | null;
  expires: string | null;
}
export interface ClientLink {
  id: string;
  name: string;
  created: string;
  expires: string;
  seen: string | null;
}
export interface Deed {
  who: string;
  what: string;
  about: string;
  at: string;
}
/** Something in the bin: when it was put there, and when it is gone for good. */
export interface Binned {
  id: string;
  name: string;
  address?: string;
  removed: string;
  gone: string;
}

export const rename = (name: string) => ask<void>("PUT", "/me", { name });
export const deleteMe = (password: string) => ask<void>("DELETE", "/me", { password });
export const sessions = () => all<SignedIn>("/me/sessions");
export const endSession = (session: string) => ask<void>("DELETE", `/me/sessions/${id(session)}`);
export const endOthers = () => ask<void>("POST", "/me/sessions/end-others");
export const workIn = (workspace: string) => ask<void>("POST", "/me/workspace", { workspace });

export const makeWorkspace = (name: string) => ask<Workspace>("POST", "/workspaces", { name });
export const renameWorkspace = (name: string) => ask<void>("PUT", "/workspace", { name });
export const deleteWorkspace = (name: string) => ask<void>("DELETE", "/workspace", { name });
export const binnedWorkspaces = () => all<Binned>("/workspaces/bin");
export const restoreWorkspace = (workspace: string) => ask<void>("POST", `/workspaces/${id(workspace)}/restore`);
export const exportAddress = `${ROOT}/workspace/export`;
export const logoAddress = `${ROOT}/workspace/logo`;
export const putLogo = (file: Blob) => ask<void>("PUT", "/workspace/logo", file);
export const removeLogo = () => ask<void>("DELETE", "/workspace/logo");

export const people = () => all<Person>("/people");
export const setRole = (person: string, role: Role) => ask<void>("PUT", `/people/${id(person)}`, { role });
export const removePerson = (person: string) => ask<void>("DELETE", `/people/${id(person)}`);
export const invitations = () => all<Invitation>("/invitations");
export const invite = (email: string, role: Role) => ask<Invitation & { link: string; mailed: boolean }>("POST", "/invitations", { email, role });
export const withdraw = (invitation: string) => ask<void>("DELETE", `/invitations/${id(invitation)}`);
export const tokens = () => all<Token>("/tokens");
export const makeToken = (name: string, scope: Scope, days: number | null) => ask<Token & { secret: string }>("POST", "/tokens", { name, scope, days });
export const endToken = (token: string) => ask<void>("DELETE", `/tokens/${id(token)}`);
export const deeds = () => all<Deed>("/deeds");
export const binnedSites = () => all<Binned>("/bin");
export const destroySite = (site: string) => ask<void>("DELETE", `/bin/${id(site)}`);

export const clientLinks = (site: string) => all<ClientLink>(`/sites/${id(site)}/client-links`);
export const makeClientLink = (site: string, name: string, days: number) =>
  ask<ClientLink & { link: string }>("POST", `/sites/${id(site)}/client-links`, { name, days });
export const revokeClientLink = (link: string) => ask<void>("DELETE", `/client-links/${id(link)}`);
