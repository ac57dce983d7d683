"""The demo with servers that others wrote beside its stand-ins: starts them, and has a browser post to all. Prints a line of JSON
for each target; see xtask/src/prove/real.rs.

demo.py PROGRAM SCRATCH APP PDS RELAY MASTODON: the console's sources, the folder with Bluesky's server, and the Pythons beside which
the relay and the emulator are installed.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ground import ended, note
from servers import mastodon, relay
from wordpress import Blog


def main():
    program, scratch, app, pds, relay_python, mastodon_python = sys.argv[1:]
    folder = Path(scratch)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    blog = Blog(folder / "blog")
    bluesky = subprocess.Popen(["node", "serve.mjs"], cwd=pds, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    children = []
    try:
        child, nostr = relay(relay_python, folder)
        children.append(child)
        child, server = mastodon(mastodon_python, folder)
        children.append(child)
        four = {
            "bluesky": json.loads(next(line for line in bluesky.stdout if line.startswith("{"))),
            "mastodon": {"server": f"http://127.0.0.1:{server}", "secret": "mock_token"},
            "wordpress": {"server": f"http://{blog.host}", "name": "baker", "secret": blog.password},
            "nostr": {"server": f"http://127.0.0.1:{nostr}", "secret": f"{'baker'.encode().hex():0>64}"},
        }
        env = {**os.environ, "TIDINGS_PROGRAM": program, "SERVERS": json.dumps(four)}
        subprocess.run(["node", "tests/demo-real.mjs"], cwd=app, env=env, check=True)
        note("Bluesky's own server, nostr-relay, Debian's WordPress and the emulator mastodon_mock, each as in its own proof, are connected in `tidings up --demo --allow-private 127.0.0.1` beside the demo's three stand-ins. The demo's readers come to the stand-ins; what stands at the four servers is read there by another client, and the link in it is opened in Chromium. Screenshots lie in the cache, in `screenshots/demo-real`.")
    finally:
        bluesky.stdin.close()
        bluesky.wait(30)
        for child in children:
            ended(child)
        blog.stop()


if __name__ == "__main__":
    main()
