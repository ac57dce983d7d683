"""Articles on a real WordPress: that of Debian. Prints a line of JSON for each target; see xtask/src/prove/real.rs.

wordpress.py PROGRAM SCRATCH
"""

import base64
import hashlib
import json
import re
import sys
import urllib.parse
from html import unescape
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "deploy/wordpress/proof"))

from ground import Shop, Wire, note, picture, tell, until
from house import Site
from program import House

# Over plain HTTP it offers no such passwords, except where somebody says that this is his own machine.
OWN_MACHINE = "<?php\nadd_filter('wp_is_application_passwords_available', '__return_true');\n"


class Blog(Site):
    """A WordPress that knows itself under the address of a wire."""

    def __init__(self, folder):
        def behind(port):
            self.wire = Wire(port)
            return self.wire.host

        super().__init__(folder, behind)
        (self.root / "wp-content/mu-plugins/own-machine.php").write_text(OWN_MACHINE)
        self.password = self.do("application_password", "baker")

    def rest(self, method, route, body=None):
        """Another client of the same user."""
        word = base64.b64encode(f"baker:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {word}", "Content-Type": "application/json", "Host": self.host}
        status, _, text = self.get(f"/wp-json/wp/v2{route}", headers, method, None if body is None else json.dumps(body))
        assert status < 400, f"{method} {route}: {status} {text[:300]}"
        return json.loads(text)

    def articles(self, word):
        """Those whose content has that word, whatever their state."""
        found = self.rest("GET", f"/posts?context=edit&status=any&per_page=100&search={urllib.parse.quote(word)}")
        return [it for it in found if word in it["content"]["raw"]]

    def page(self, url):
        """A page as a visitor sees it, from the address that the receipt names."""
        path = urllib.parse.unquote(urllib.parse.urlsplit(url).path)
        return self.get(path, {"Host": self.host})


def request(method, path):
    """Whether a part of what passes begins such a request."""
    pattern = re.compile(rf"^{method} {path} HTTP".encode())
    return lambda part: pattern.match(part) is not None


def main():
    program, scratch = sys.argv[1:]
    folder = Path(scratch)
    blog = Blog(folder / "blog")
    house, shop = House(program, folder / "house"), Shop()
    try:
        house.site(shop.address)
        account = house.account("wordpress", {"server": f"http://{blog.host}", "name": "baker", "secret": blog.password})
        tell("an account connected with an application password", "127.0.0.1 as baker posts by itself", f"{account['name']} {'posts by itself' if account['stands'] == 'well' else account['stands']}")

        draft = house.drafted(f"{shop.address}/rye")
        at, it, late = house.published({**draft, "text": f"Out of the oven\n\n{draft['text']}"}, account)
        mine = blog.articles(it["address"].split("?")[1])
        tell("published once, at its time", "1 article, less than 5 s late", f"{len(mine)} article, {late:.1f} s late", len(mine) == 1 and late < 5)
        article = mine[0]
        status, _, page = blog.page(it["url"])
        tell("the receipt’s address, opened: status, title there", "200, Out of the oven", f"{status}, {'Out of the oven' if 'Out of the oven</h1>' in page else 'another'}")
        links = [unescape(link) for link in re.findall(r'<a href="([^"]*)"', page)]
        tell("the link in it, with the delivery’s own code", it["address"], it["address"] if it["address"] in links else "none")
        media = blog.rest("GET", f"/media/{article['featured_media']}")
        tell("the page’s picture is the article’s own, in its library and on its page", "1200 × 630, shown", f"{media['media_details']['width']} × {media['media_details']['height']}, {'shown' if media['source_url'].rsplit('.', 1)[0] in page else 'not shown'}")

        loaf, crumb = house.picture(picture(300, 200), "A loaf"), house.picture(picture(200, 300), "Its crumb")
        _, two, _ = house.published({"text": "Two pictures\n\nOf this morning.", "media": [loaf, crumb]}, account)
        raw = blog.articles("Of this morning")[0]
        first = blog.rest("GET", f"/media/{raw['featured_media']}")
        _, _, page = blog.page(two["url"])
        below = re.search(r'alt="(Its crumb)"', page)
        tell("two pictures: alt text of the first, of the one below the text", "A loaf, Its crumb", f"{first['alt_text']}, {below[1] if below else 'none'}")
        there = (blog.root / urllib.parse.urlsplit(first["source_url"]).path.lstrip("/")).read_bytes()
        tell("SHA-256 of the first there, and as it was given", loaf["digest"][:12], hashlib.sha256(there).hexdigest()[:12])

        draft_made, shown = request("POST", "/wp-json/wp/v2/posts"), request("POST", r"/wp-json/wp/v2/posts/\d+")
        for n, (name, which, lost) in enumerate([
            ("the answer to the draft is lost", draft_made, lambda: None),
            ("the answer to showing it is lost", shown, lambda: None),
            ("the program is killed while the draft is made", draft_made, house.kill),
            ("the program is killed while it is shown", shown, house.kill),
        ]):
            word = f"batch-{n}-of-the-morning"
            blog.wire.loses(which, lost)
            lost_at, _ = house.planned({"text": f"Rolls\n\n{word}"}, account)
            until(lambda: not blog.wire.rules, "the request whose answer is lost")
            if lost == house.kill:
                house.child.wait(30)
                house.start()
            stands = house.comes_to(lost_at, ["live"])["state"]
            there = [one["status"] for one in blog.articles(word)]
            tell(f"{name}: the delivery, articles of it", "live, publish", f"{stands}, {', '.join(there)}")

        tell("the next look, while it stands", "live", house.looked_at(at)["state"])
        blog.rest("POST", f"/posts/{article['id']}", {"title": "Out of the oven at six"})
        tell("the look after somebody edited it there", "live", house.looked_at(at)["state"])
        binned = blog.rest("DELETE", f"/posts/{article['id']}")
        status, _, _ = blog.page(it["url"])
        tell("somebody puts it into the bin: its state there, its page", "trash, 404", f"{binned['status']}, {status}")
        stands = house.looked_at(at)
        told = "post_gone" if "post_gone" in house.notices() else "no notice"
        tell("the look after that: state, notice", "gone, post_gone", f"{stands['state']}, {told}")
        version = re.search(r"\$wp_version = '([^']+)'", (blog.root / "wp-includes/version.php").read_text())[1]
        note(f"WordPress {version} and PHP of Debian 12, MariaDB and PHP's own server with four workers, which know themselves under the address of a wire that loses answers; `tidings up` on SQLite, asked through its API. Looks are made due in the database, where months would pass; what two looks miss was taken away. An edit there changes nothing that is noticed. Never run against somebody's site.")
    finally:
        house.kill()
        blog.stop()


if __name__ == "__main__":
    main()
