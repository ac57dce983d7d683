// The beacon: tells the house which pages are looked at, and what happens there. It sets no cookie. `key` names the site;
// `keeps`: it may keep the token for as long as the tab is open; `heeds`: who wants no tracking is not counted.
// Lines that begin with // and the spaces before a line are left away when it is served: every statement has its semicolon.
(script, key, keeps, heeds) => {
const page = document, where = location, past = history, box = name => { try { return window[name]; } catch {} },
to = script.dataset.to || script.src.replace(/t\.js.*/, "t"), signs = "23456789abcdefghjkmnpqrstuvwxyz",
tab = keeps && box("sessionStorage") || {}, own = box("localStorage") || {};
if (heeds && (navigator.globalPrivacyControl || navigator.doNotTrack == 1)) return;
let token = tab.tidings || "", path, from = page.referrer,
// Whether the code's signs add up: a site may call something else by the name of our parameter.
sums = it => { let sum = 0, n = 0; for (const sign of it.slice(0, 7)) sum += signs.indexOf(sign) * (n++ < 6 ? n + 1 : 1); return sum % 31 == 0; },
send = more => {
const body = JSON.stringify({ k: key, r: from, e: token, o: own.tidings, u: where.href, ...more });
navigator.sendBeacon && navigator.sendBeacon(to, body) || fetch(to, { method: "POST", body, keepalive: true, mode: "no-cors" }).catch(() => {});
},
// Takes a parameter out of the address bar, and leaves everything else as it stands there.
take = (name, form, is, kept) => {
const left = where.search.replace(RegExp("([?&])" + name + "=(" + form + ")(&|$)", "i"), (all, before, it, after) => is(it) ? (kept = it, after && before) : all);
if (kept) past.replaceState(past.state, "", where.href.replace(where.search, () => left));
return kept;
},
view = more => {
if (path != where.pathname) {
path = where.pathname;
const u = where.href, mine = take("tidings-own", "[\\w-]+", () => 1), it = take("e", "[2-9a-z]{7}(?:(?:~|%7E)\\w+){0,2}", it => sums(it.toLowerCase()));
if (it) { token = it; try { tab.tidings = it; } catch {} }
if (mine) try { mine == "off" ? delete own.tidings : own.tidings = mine; } catch {}
window.tidings.e = token && "&e=" + token;
send({ u, ...more });
from = where.href;
}
},
start = () => {
const kind = performance.getEntriesByType("navigation")[0];
view(kind && kind.type == "back_forward" ? { b: 1 } : {});
for (const name of ["pushState", "replaceState"]) {
const before = past[name];
past[name] = function () { before.apply(past, arguments); view(); };
}
addEventListener("popstate", () => view());
addEventListener("pageshow", event => { if (event.persisted) path = 0, view({ b: 1 }); });
page.addEventListener("click", event => {
const it = event.target.closest && event.target.closest("a[href],button"), bar = it && it.closest("nav[class^=tidings-]");
if (bar) send({ n: "press", w: it.href || bar.dataset.u });
else if (it && it.host && it.host != where.host) send({ n: "outbound", w: it.href });
});
};
window.tidings = (name, more = {}) => send({ n: name, v: more.value, c: more.currency, i: more.order });
page.prerendering ? page.addEventListener("prerenderingchange", start, { once: true }) : start();
}
