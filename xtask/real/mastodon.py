"""Posts at an emulator of Mastodon: mastodon_mock of PyPI. Prints a line of JSON for each target; see xtask/src/prove/real.rs.

mastodon.py PROGRAM SCRATCH, by the Python beside which mastodon_mock is installed.
"""

import hashlib
import http.client
import json
import re
import sys
import urllib.parse
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

from ground import Shop, Wire, ended, note, picture, tell, until
from program import House, now
from servers import mastodon

TOKEN, POST = "mock_token", "POST /api/v1/statuses HTTP/1.1"


class Server:
    def __init__(self, folder):
        self.child, self.port = mastodon(sys.executable, folder)
        self.wire = Wire(self.port)

    def ask(self, method, path, body=None, headers=None, statuses=(200,)):
        """Another client of the same account."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        head = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", **(headers or {})}
        link.request(method, path, None if body is None else json.dumps(body), head)
        answer = link.getresponse()
        said = answer.read()
        assert answer.status in statuses, f"{method} {path}: {answer.status} {said[:300]}"
        return json.loads(said) if said[:1] in (b"{", b"[") else said

    def posts(self):
        me = self.ask("GET", "/api/v1/accounts/verify_credentials")["id"]
        return self.ask("GET", f"/api/v1/accounts/{me}/statuses?limit=40")

    def asked(self):
        """When the program posted, and with which key, as the wire saw it."""
        key = lambda head: re.search(r"(?mi)^idempotency-key: (\S+)", head)[1]
        return [(at, key(head)) for at, first, head in self.wire.asked if first == POST]

    def limits(self, headers):
        """The next post is one too many."""
        rule = {"match": {"methods": ["POST"], "path": "/api/v1/statuses"}, "effect": {"type": "status", "status": 429, "headers": headers}, "count": 1}
        self.ask("POST", "/api/v1/_mock/faults", rule)


def main():
    program, scratch = sys.argv[1:]
    folder = Path(scratch)
    house = House(program, folder)
    server, shop = Server(folder), Shop()
    try:
        house.site(shop.address)
        account = house.account("mastodon", {"server": f"http://{server.wire.host}", "secret": TOKEN})
        tell("an account connected with an access token", "@testuser@127.0.0.1 posts by itself", f"{account['name']} {'posts by itself' if account['stands'] == 'well' else account['stands']}")

        draft = house.drafted(f"{shop.address}/rye")
        at, it, late = house.published(draft, account)
        posts = server.posts()
        tell("published once, at its time", "1 post, less than 5 s late", f"{len(posts)} post, {late:.1f} s late", len(posts) == 1 and late < 5)
        tell("where the receipt leads", posts[0]["url"], it["url"])
        code = it["address"].split("?")[1]
        tell("the link in it, with the delivery’s own code", code, code if code in posts[0]["content"] else posts[0]["content"])

        loaf, crumb = house.picture(picture(300, 200), "A loaf"), house.picture(picture(200, 300), "Its crumb")
        house.published({"text": "Two pictures", "media": [loaf, crumb]}, account)
        there = [post for post in server.posts() if "Two pictures" in post["content"]][0]["media_attachments"]
        tell("two pictures in their order, with what is said of them", "A loaf, Its crumb", ", ".join(str(media["description"]) for media in there))
        urls = [urllib.parse.urlsplit(media["url"]).path for media in there]
        digests = [hashlib.sha256(server.ask("GET", url)).hexdigest()[:12] for url in urls]
        tell("their SHA-256 there, and as they were given", f"{loaf['digest'][:12]}, {crumb['digest'][:12]}", ", ".join(digests))

        for n, (name, lost) in enumerate([("the answer is lost", lambda: None), ("the program is killed before it hears the answer", house.kill)]):
            mark = f"Loaf {n} is out of the oven"
            server.wire.loses(lambda part: part.startswith(POST.encode()), lost)
            lost_at, _ = house.planned({"text": mark}, account)
            until(lambda: not server.wire.rules, "the request whose answer is lost")
            if lost == house.kill:
                house.child.wait(30)
                house.start()
            stands = house.comes_to(lost_at, ["live"])["state"]
            posts = [post for post in server.posts() if mark in post["content"]]
            tell(f"{name}: the delivery, posts of it", "live, 1", f"{stands}, {len(posts)}")
        key = server.asked()[-1][1]
        again = server.ask("POST", "/api/v1/statuses", {"status": mark}, {"Idempotency-Key": key})
        many = sum(mark in post["content"] for post in server.posts())
        tell("another client sends it with the key that the program sent: the same post, posts of it", "yes, 1", f"{'yes' if again['id'] == posts[0]['id'] else 'no'}, {many}")

        for name, headers in [
            ("as Mastodon says when (a date in X-RateLimit-Reset)", lambda at: {"X-RateLimit-Reset": datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}),
            ("as others do (seconds in Retry-After)", lambda at: {"Retry-After": str(int(at - now()))}),
        ]:
            before, until_then = len(server.asked()), int(now()) + 15
            server.limits(headers(until_then))
            limited_at, _ = house.planned({"text": f"One too many, {before}"}, account)
            waits = house.comes_to(limited_at, ["limited", "live"])["state"]
            stands = house.comes_to(limited_at, ["live"])["state"]
            times = [at for at, _ in server.asked()[before:]]
            apart = times[1] - until_then if len(times) == 2 else -1
            tell(f"429, {name}: the delivery, requests, the second", "limited, then live, 2, not before it may", f"{waits}, then {stands}, {len(times)}, {apart:.1f} s after it", waits == "limited" and len(times) == 2 and apart > -1.5)

        tell("the next look, while it stands", "live", house.looked_at(at)["state"])
        server.ask("DELETE", f"/api/v1/statuses/{urllib.parse.urlsplit(it['url']).path.rsplit('/', 1)[-1]}")
        stands = house.looked_at(at)
        told = "post_gone" if "post_gone" in house.notices() else "no notice"
        tell("another client deletes it; the look after that: state, notice", "gone, post_gone", f"{stands['state']}, {told}")
        note(f"mastodon_mock {version('mastodon_mock')} from PyPI: an emulator that one author wrote, not Mastodon itself; between it and the program a wire that loses answers. `tidings up` on SQLite, asked through its API. A lost answer is settled by reading the account's latest posts; the key is the second lock. Looks are made due in the database, where months would pass; what two looks miss was taken away. Never run against a live server.")
    finally:
        house.kill()
        ended(server.child)


if __name__ == "__main__":
    main()
