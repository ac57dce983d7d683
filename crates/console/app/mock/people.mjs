// The mock's people: workspaces, who is in them, tokens, client links, the bin.

const DAY = 86_400_000;
const ago = (days) => new Date(Date.now() - days * DAY).toISOString();
const ahead = (days) => ago(-days);
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 60"><rect width="60" height="60" rx="12" fill="#8a3b12"/><circle cx="30" cy="30" r="15" fill="#f6e7d2"/><text x="74" y="40" font-family="Georgia" font-size="30" fill="#8a3b12">Jo &amp; Co</text></svg>`;

export const beginPeople = () => ({
  name: "Jo Baker",
  room: "1",
  rooms: [
    { id: "1", name: "Jo’s workspace", role: "owner", sandbox: false },
    { id: "2", name: "Bakery guild of the lower valley", role: "editor", sandbox: false },
    { id: "3", name: "Florist", role: "viewer", sandbox: false },
  ],
  binnedRooms: [{ id: "9", name: "Old agency", removed: ago(4), gone: ahead(26) }],
  sessions: [
    { id: "s1", agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", created: ago(12), seen: ago(0), this: true },
    { id: "s2", agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1", created: ago(40), seen: ago(1), this: false },
    { id: "s3", agent: "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", created: ago(70), seen: ago(33), this: false },
  ],
  people: [
    { id: "1", name: "Jo Baker", email: "jo@bakery.example", role: "owner", since: ago(190), you: true },
    { id: "2", name: "Sam Miller", email: "sam@bakery.example", role: "editor", since: ago(60), you: false },
    { id: "3", name: "Alexandra Featherstonehaugh-Cholmondeley", email: "alexandra.featherstonehaugh@a-rather-long-firm.example", role: "viewer", since: ago(5), you: false },
  ],
  invitations: [{ id: "i1", email: "kim@bakery.example", role: "viewer", created: ago(2), expires: ahead(5) }],
  tokens: [{ id: "t1", name: "build server", scope: "work", created: ago(20), used: ago(0.1), expires: ahead(70) }],
  links: [
    { id: "l1", name: "Bakery Example", created: ago(9), expires: ahead(81), seen: ago(2) },
    { id: "l2", name: "The printer", created: ago(60), expires: ago(30), seen: null },
  ],
  logo: LOGO,
});

/** What a logo is answered with; the mock keeps it as it came. */
export const logoOf = ({ logo }) => (typeof logo === "string" ? { kind: "image/svg+xml", bytes: Buffer.from(logo) } : logo);

export function people(the, problem) {
  let next = 100;
  const find = (list, id) => list.find((one) => one.id === id) ?? problem(404, "not_found", "It is not there any more.");
  const drop = (name, id) => {
    find(the()[name], id);
    the()[name] = the()[name].filter((one) => one.id !== id);
  };
  const items = (list) => ({ items: list, next: null });
  return {
    "PUT /me": (_, { name }) => {
      the().name = name;
      the().people[0].name = name;
    },
    "DELETE /me": (_, { password }) => {
      if (password !== "correct horse") problem(403, "password_wrong", "The password is another one: type it again.");
      problem(422, "sole_owner", "You are the only owner of “Jo’s workspace”: make somebody else its owner, or delete it first.");
    },
    "GET /me/sessions": () => items(the().sessions),
    "DELETE /me/sessions/*": ([id]) => drop("sessions", id),
    "POST /me/sessions/end-others": () => {
      the().sessions = the().sessions.filter((one) => one.this);
    },
    "POST /me/workspace": (_, { workspace }) => {
      the().room = find(the().rooms, workspace).id;
    },
    "POST /workspaces": (_, { name, sandbox }) => {
      const room = { id: String(next++), name, role: "owner", sandbox: sandbox ?? false };
      the().rooms.push(room);
      the().room = room.id;
      return [201, room];
    },
    "PUT /workspace": (_, { name }) => {
      find(the().rooms, the().room).name = name;
    },
    "DELETE /workspace": () => {
      const { id, name } = find(the().rooms, the().room);
      the().rooms = the().rooms.filter((room) => room.id !== id);
      the().binnedRooms.unshift({ id, name, removed: ago(0), gone: ahead(30) });
      the().room = the().rooms[0].id;
    },
    "GET /workspaces/bin": () => items(the().binnedRooms),
    "POST /workspaces/*/restore": ([id]) => {
      const { name } = find(the().binnedRooms, id);
      drop("binnedRooms", id);
      the().rooms.push({ id, name, role: "owner", sandbox: false });
    },
    "GET /workspace/export": () => ({ sites: [], people: the().people }),
    "DELETE /workspace/logo": () => {
      the().logo = null;
    },
    "GET /people": () => items(the().people),
    "PUT /people/*": ([id], { role }) => {
      const person = find(the().people, id);
      if (person.role === "owner" && role !== "owner" && the().people.filter((one) => one.role === "owner").length === 1)
        problem(422, "last_owner", "A workspace needs an owner: make somebody else one first.");
      person.role = role;
    },
    "DELETE /people/*": ([id]) => drop("people", id),
    "GET /invitations": () => items(the().invitations),
    "POST /invitations": (_, { email, role }) => {
      if (the().people.some((one) => one.email === email)) problem(409, "is_member", `${email} is in this workspace already.`);
      const made = { id: `i${next++}`, email, role, created: ago(0), expires: ahead(7) };
      the().invitations.push(made);
      return [201, { ...made, link: "http://127.0.0.1:4174/invitation/Vh3kQ9rT1mXz7LpB5sNc2wYd", mailed: false }];
    },
    "DELETE /invitations/*": ([id]) => drop("invitations", id),
    "GET /tokens": () => items(the().tokens),
    "POST /tokens": (_, { name, scope, days }) => {
      const made = { id: `t${next++}`, name, scope, created: ago(0), used: null, expires: days ? ahead(days) : null };
      the().tokens.push(made);
      return [201, { ...made, secret: "tdg_7Qm2xWk9Rf4tLs8bVn3cHy6jZd1pGa5u" }];
    },
    "DELETE /tokens/*": ([id]) => drop("tokens", id),
    "GET /deeds": () =>
      items(Array.from({ length: 23 }, (_, at) => ({ who: at % 3 === 1 ? "Sam Miller" : "Jo Baker", what: ["asked for an audit of", "changed the schedule of", "invited", "removed"][at % 4], about: ["bakery.example", "florist.example", "kim@bakery.example", "old-shop.example"][at % 4], at: ago(at * 1.3) }))),
    "GET /sites/*/client-links": () => items(the().links),
    "POST /sites/*/client-links": (_, { name, days }) => {
      const made = { id: `l${next++}`, name, created: ago(0), expires: ahead(days), seen: null };
      the().links.unshift(made);
      return [201, { ...made, link: "http://127.0.0.1:4174/client/Kd8sWq2LmX5vRt9nBc3hYz7p" }];
    },
    "DELETE /client-links/*": ([id]) => drop("links", id),
  };
}
