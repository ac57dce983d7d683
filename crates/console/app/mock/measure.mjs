// The mock's visits: how they are counted.

const SETTINGS = { zone: "Europe/Zurich", hosts: [], signals: "count", tab_storage: true, posts: null, own: [], raw_days: 400, hour_minor: null, currency: "EUR", margin: null, weekly_minutes: null };
const line = (base) => `<script defer src="${base}/t.js?k=k7q4mxz234"></script><noscript><img src="${base}/t.gif?k=k7q4mxz234" alt="" width="1" height="1"></noscript>`;
/** So often it is asked for before something was heard. */
const UNTIL = 3;

export const beginMeasure = () => ({ settings: SETTINGS, version: 1, staff: false, asked: 0 });

export function measure(the, site, problem) {
  const heard = () => (the().asked > UNTIL ? { at: new Date().toISOString(), by: "beacon" } : null);
  const told = () => ({
    version: the().version,
    settings: the().settings,
    key: "k7q4mxz234",
    snippet: line("https://tidings.example"),
    proxied: { snippet: line("/tidings"), nginx: "location /tidings/ {\n    proxy_pass https://tidings.example/;\n}", caddy: "handle_path /tidings/* {\n    reverse_proxy https://tidings.example\n}", apache: 'ProxyPass "/tidings/" "https://tidings.example/"' },
    heard: heard(),
    staff: the().staff,
    privacy: "We count visits to this site with Tidings, a program that we run ourselves; nothing is passed on to others. No cookie is set, and your address is not kept.",
  });
  return {
    "GET /sites/*/measure": ([id]) => (site(id), (the().asked += 1), told()),
    "PUT /sites/*/measure": ([id], { version, settings }) => {
      site(id);
      const wrong = settings.own.find((range) => !/^[\d.:a-f/]+$/.test(range));
      if (wrong) problem(422, "settings_wrong", `"${wrong}" is no range of addresses: write one such as 203.0.113.0/24`);
      if (version !== the().version) problem(409, "changed_meanwhile", "somebody changed these settings meanwhile: look at them again, then save yours");
      Object.assign(the(), { settings, version: version + 1 });
      return told();
    },
    "POST /sites/*/measure/look": ([id]) => (site(id), { standing: { found: false, code: "no_tag", says: "https://bakery.example/ does not have the line. Paste it into the part of the template that all pages share, before </head>; if you did, empty the site's cache." }, heard: heard() }),
    "POST /sites/*/measure/staff": ([id]) => {
      site(id);
      the().staff = true;
      return { link: "https://bakery.example/?tidings-own=the-secret", off: "https://bakery.example/?tidings-own=off" };
    },
    "GET /sites/*/measure/privacy": ([id]) => (site(id), { paragraph: told().privacy }),
  };
}
