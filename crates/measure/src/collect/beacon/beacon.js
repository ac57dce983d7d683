// The beacon: tells the house which pages are looked at, and what happens there. It sets no cookie. `key` names the site;
// `keeps`: it may keep the token for as long as the tab is open; `heeds`: who wants no tracking is not counted.
// Lines of comment and spaces beside signs are left away when it is served, and lines are joined: every statement has its
// semicolon, and no text has a space. docs/measure.md says what it sends.
(script, key, keeps, heeds) => {
let page = document, where = location, past = history, on = addEventListener,
box = name => { try { return self[name]; } catch {} },
to = script.dataset.to || script.src.replace(/t\.js.*/, "t"),
tab = keeps && box("sessionStorage") || {}, own = box("localStorage") || {}, token = tab.tidings || "", path, from = page.referrer,
send = more => {
let body = JSON.stringify({ k: key, r: from, e: token, o: own.tidings, u: where.href, ...more });
navigator.sendBeacon?.(to, body) || fetch(to, { method: "POST", body, keepalive: true, mode: "no-cors" }).catch(() => {});
},
// Takes a parameter out of the address bar, and leaves everything else as it stands there.
take = (form, is, kept) => {
let left = where.search.replace(RegExp("([?&])" + form + "(&|$)"), (all, before, it, after) => is(it) ? (kept = it, after && before) : all);
if (kept) past.replaceState(past.state, "", where.href.replace(where.search, () => left));
return kept;
},
view = more => {
if (path != where.pathname) {
path = where.pathname;
let u = where.href,
it = take("tidings-own=([\\w-]+)", () => 1);
if (it) try { it == "off" ? delete own.tidings : own.tidings = it; } catch {}
// A site may call something else by the name of our parameter: a code's signs add up.
it = take("e=(\\w{7}(?:(?:~|%7E)\\w+)*)", it => {
let sum = 0, at = 0;
for (; at < 7; at++) sum += "23456789abcdefghjkmnpqrstuvwxyz".indexOf(it[at].toLowerCase()) * (at < 6 ? at + 2 : 1);
return sum % 31 == 0;
});
if (it) try { tab.tidings = token = it; } catch {}
self.tidings.e = token && "&e=" + token;
send({ u, ...more });
from = where.href;
}
},
again = (is, more) => is && (path = 0, view(more)),
start = () => {
again(1, performance.getEntriesByType("navigation")[0]?.type == "back_forward" && { b: 1 });
for (let name of ["pushState", "replaceState"]) {
let before = past[name];
past[name] = (...all) => { before.apply(past, all); view(); };
}
on("popstate", () => view());
on("pageshow", event => again(event.persisted, { b: 1 }));
on("click", ({ target }) => {
let it = target.closest?.("a[href],button"), bar = it?.closest("nav[class^=tidings-]");
if (bar) send({ n: "press", w: it.href || bar.dataset.u });
else if (it?.host && it.host != where.host) send({ n: "outbound", w: it.href });
});
};
self.tidings = (n, more) => send({ n, v: more?.value, c: more?.currency, i: more?.order });
if (!heeds || !navigator.globalPrivacyControl && navigator.doNotTrack != 1) page.prerendering ? page.addEventListener("prerenderingchange", start) : start();
else self.tidings = () => {};
}
