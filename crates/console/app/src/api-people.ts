// What the console asks about people and workspaces: who they are, what they may, what they did.

import type { Role, Scope } from "./api-schema.d.ts";
import { address, all, post, put, remove } from "./client.ts";

export type * from "./api-schema.d.ts";

export const rename = (name: string) => put("/me", { body: { name } });
export const deleteMe = (password: string) => remove("/me", { body: { password } });
export const sessions = () => all("/me/sessions");
export const endSession = (session: string) => remove("/me/sessions/{session}", { session });
export const endOthers = () => post("/me/sessions/end-others");
export const workIn = (workspace: string) => post("/me/workspace", { body: { workspace } });

export const makeWorkspace = (name: string, sandbox: boolean) => post("/workspaces", { body: { name, sandbox } });
export const renameWorkspace = (name: string) => put("/workspace", { body: { name } });
export const deleteWorkspace = (name: string) => remove("/workspace", { body: { name } });
export const binnedWorkspaces = () => all("/workspaces/bin");
export const restoreWorkspace = (workspace: string) => post("/workspaces/{workspace}/restore", { workspace });
export const exportAddress = address("/workspace/export");
export const logoAddress = address("/workspace/logo");
export const putLogo = (file: Blob) => put("/workspace/logo", { body: file });
export const removeLogo = () => remove("/workspace/logo");

export const people = () => all("/people");
export const setRole = (person: string, role: Role) => put("/people/{person}", { person, body: { role } });
export const removePerson = (person: string) => remove("/people/{person}", { person });
export const invitations = () => all("/invitations");
export const invite = (email: string, role: Role) => post("/invitations", { body: { email, role } });
export const withdraw = (invitation: string) => remove("/invitations/{invitation}", { invitation });
export const tokens = () => all("/tokens");
export const makeToken = (name: string, scope: Scope, days: number | null) => post("/tokens", { body: { name, scope, days } });
export const endToken = (token: string) => remove("/tokens/{token}", { token });
export const deeds = () => all("/deeds");
export const binnedSites = () => all("/bin");
export const destroySite = (site: string) => remove("/bin/{site}", { site });

export const clientLinks = (site: string) => all("/sites/{site}/client-links", { site });
export const makeClientLink = (site: string, name: string, days: number) => post("/sites/{site}/client-links", { site, body: { name, days } });
export const revokeClientLink = (link: string) => remove("/client-links/{link}", { link });
