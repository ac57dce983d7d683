// The mock's yes: whether posts need one, who said what, and the versions that a post had.

const iso = () => new Date().toISOString();

/** A post that says by itself whether it waits. */
export const waiting = (the, one) =>
  Object.defineProperty(one, "waits", {
    enumerable: true,
    get: () => the.wanted && one.deliveries.some(({ state }) => state === "planned" || state === "waiting") && !(the.said.get(one.id)?.yes && the.said.get(one.id).version === one.version),
  });

export function approval(posts, problem) {
  const one = (id, of) => posts().posts.find((post) => post.id === of && post.site === id) ?? problem(404, "not_found", "There is no such post here.");
  const told = ({ yes, by, at, remark }) => ({ yes, by, at, remark });
  const what = ({ text, page, card, media, parts, on_break, first_comment, wall, zone, deliveries }) => ({ text, page, card, media, parts: parts.map(({ text, media }) => ({ text, media })), on_break, first_comment: first_comment?.text, wall, zone, accounts: deliveries.map(({ account, text }) => ({ account, text })) });
  const changed = (was, is) => (was === is ? [] : [{ says: "The text was changed", pieces: [{ way: "gone", text: was }, { way: "new", text: is }] }]);
  /** The texts that a post had when somebody looked, by version. */
  const had = (post) => {
    const all = posts().had.get(post.id) ?? [];
    if (all.at(-1)?.what.text !== post.text || all.at(-1)?.what.wall !== post.wall) all.push({ version: post.version, made: iso(), made_by: "Jo", said: null, what: what(post), changes: changed(all.at(-1)?.what.text ?? post.text, post.text) });
    posts().had.set(post.id, all);
    return all;
  };
  return {
    "GET /workspace/approval": () => ({ wanted: posts().wanted }),
    "PUT /workspace/approval": (_, { wanted }) => {
      posts().wanted = wanted;
    },
    "GET /sites/*/approval": () => ({ wanted: posts().siteWants, workspace: posts().wanted }),
    "PUT /sites/*/approval": (_, { wanted }) => {
      posts().siteWants = wanted;
    },
    "GET /sites/*/posts/*/versions": ([id, of]) => ({ items: had(one(id, of)).toReversed(), next: null }),
    "GET /sites/*/posts/*/approval": ([id, of]) => {
      const post = one(id, of);
      const said = posts().said.get(of);
      const agreed = posts().agreed.get(of) ?? null;
      had(post);
      return { wanted: posts().wanted, version: post.version, said: said?.version === post.version ? told(said) : null, agreed: agreed && agreed.version, changes: agreed ? changed(agreed.text, post.text) : [] };
    },
    "POST /sites/*/posts/*/approval": ([id, of], { version, yes, remark = null }) => {
      const post = one(id, of);
      if (version !== post.version) problem(409, "changed_meanwhile", "Somebody else changed the post meanwhile: look at it again, then change it.");
      posts().said.set(of, { version, yes, by: "Jo", at: iso(), remark });
      if (yes) posts().agreed.set(of, { version, text: post.text });
      return post;
    },
    "POST /sites/*/posts/*/approval/link": ([id, of], { days }) => {
      one(id, of);
      return [201, { link: "http://127.0.0.1:7979/approve/Kd8sWq2LmX5vRt9nBc3hYz7p", until: new Date(Date.now() + days * 86_400_000).toISOString() }];
    },
  };
}
