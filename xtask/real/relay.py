"""Posts at a real relay of Nostr: nostr-relay of PyPI. Prints a line of JSON for each target; see xtask/src/prove/relay.rs.

relay.py PROGRAM SCRATCH, by the Python beside which nostr-relay is installed.
"""

import asyncio
import json
import sys
from importlib.metadata import version
from pathlib import Path

from aiohttp import ClientSession
from aionostr.event import Event
from ground import Shop, Wire, ended, note, picture, tell, until
from program import House
from servers import relay

# A key that stands in no other place: that of `baker` in letters.
KEY = f"{'baker'.encode().hex():0>64}"


class Relay:
    def __init__(self, folder):
        self.child, self.port = relay(sys.executable, folder)

    def hears(self, message, ends):
        """What a client hears that says `message`, up to what `ends` it."""

        async def asked():
            async with ClientSession() as session, session.ws_connect(f"ws://127.0.0.1:{self.port}") as line:
                await line.send_str(json.dumps(message))
                heard = []
                while not heard or heard[-1][0] != ends:
                    heard.append(json.loads((await line.receive(timeout=30)).data))
                return heard

        return asyncio.run(asked())

    def events(self, **filter):
        return [heard[2] for heard in self.hears(["REQ", "proof", filter], "EOSE") if heard[0] == "EVENT"]

    def takes(self, event):
        """Whether it takes an event, and what it says of it."""
        answer = self.hears(["EVENT", event], "OK")[-1]
        return answer[2], answer[3]


def main():
    program, scratch = sys.argv[1:]
    folder = Path(scratch)
    house = House(program, folder)
    relay, shop = Relay(folder), Shop()
    wire = Wire(relay.port)
    try:
        house.site(shop.address)
        account = house.account("nostr", {"server": f"ws://{wire.host}", "secret": KEY})
        tell("an account connected with a private key", "npub1… posts by itself", f"{account['name'][:5]}… {'posts by itself' if account['stands'] == 'well' else account['stands']}")

        draft = house.drafted(f"{shop.address}/rye")
        at, it, late = house.published({**draft, "text": f"{draft['text']} #Rye"}, account)
        posts = relay.events(kinds=[1])
        tell("published once, at its time", "1 event, less than 5 s late", f"{len(posts)} event, {late:.1f} s late", len(posts) == 1 and late < 5)
        event = posts[0]
        tell("read back by its id", event["id"], ", ".join(again["id"] for again in relay.events(ids=[event["id"]])))
        tell("the link in its text, with the delivery’s own code", it["address"], it["address"] if it["address"] in event["content"] else event["content"])
        tags = {tag[0]: tag[1] for tag in event["tags"]}
        tell("link and hashtag as tags", f"{it['address']} rye", f"{tags.get('r')} {tags.get('t')}")
        tell("where the receipt leads", "https://njump.me/note1…", it["url"][:22] + "…")

        taken, says = relay.takes(event)
        tell("sent once more as it is: what the relay says, events there", "no, duplicate: exists, 1", f"{'yes' if taken else 'no'}, {says}, {len(relay.events(kinds=[1]))}")
        taken, says = relay.takes({**event, "content": event["content"].replace("Rye", "Wheat")})
        tell("with another word in it: what the relay says", "no, invalid: Bad signature", f"{'yes' if taken else 'no'}, {says}")

        for name, lost in [("the answer is lost", lambda: None), ("the program is killed before it hears the answer", house.kill)]:
            mark = f"Loaf {len(posts)} is out of the oven"
            wire.loses(lambda part: part[:1] == b"\x81", lost)
            lost_at, _ = house.planned({"text": mark}, account)
            until(lambda: not wire.rules, "the request whose answer is lost")
            if lost == house.kill:
                house.child.wait(30)
                house.start()
            stands = house.comes_to(lost_at, ["live"])["state"]
            posts = relay.events(kinds=[1])
            there = sum(mark in post["content"] for post in posts)
            tell(f"{name}: the delivery, events of it", "live, 1", f"{stands}, {there}")
        tell("events in the end", 3, len(posts))

        seen = house.picture(picture(300, 200), "A loaf")
        refused_at, _ = house.planned({"text": "A picture", "media": [seen]}, account)
        refused = house.comes_to(refused_at, ["refused"])
        tell("with a picture, from a house without a public address", "refused, picture_needs_address", f"{refused['state']}, {refused['cause']}")

        tell("the next look, while it stands", "live", house.looked_at(at)["state"])
        removal = Event(pubkey=event["pubkey"], kind=5, content="", tags=[["e", event["id"]]])
        removal.sign(KEY)
        taken, _ = relay.takes(removal.to_json_object())
        tell("another client of the same key deletes it (NIP-09): taken, events with its id", "yes, 0", f"{'yes' if taken else 'no'}, {len(relay.events(ids=[event['id']]))}")
        stands = house.looked_at(at)
        told = "post_gone" if "post_gone" in house.notices() else "no notice"
        tell("the look after that: state, notice", "gone, post_gone", f"{stands['state']}, {told}")
        note(f"nostr-relay {version('nostr-relay')} from PyPI, on SQLite, with its own configuration but for port and file; between it and the program a wire that loses answers. `tidings up` on SQLite, asked through its API. Looks are made due in the database, where months would pass; what two looks miss was taken away. Never run against a public relay.")
    finally:
        house.kill()
        ended(relay.child)


if __name__ == "__main__":
    main()
