"""Servers that others wrote, as PyPI has them: started beside the Python in whose environment they are installed."""

import subprocess
from pathlib import Path

from ground import free_port, started


def relay(python, folder):
    """nostr-relay: its process and its port."""
    port = free_port()
    said = subprocess.check_output([python, "-c", "import nostr_relay; print(nostr_relay.__file__)"], text=True)
    usual = (Path(said.strip()).parent / "config.yaml").read_text()
    config = folder / "relay.yaml"
    config.write_text(usual.replace("6969", str(port)).replace("sqlite+aiosqlite:///nostr.sqlite3", f"sqlite+aiosqlite:///{folder}/relay.sqlite3"))
    line = [str(Path(python).parent / "nostr-relay"), "-c", str(config), "serve"]
    return started(line, folder / "relay.log", port, "the relay", cwd=folder), port


def mastodon(python, folder):
    """mastodon_mock, an emulator of Mastodon: its process and its port."""
    port = free_port()
    line = [str(Path(python).parent / "mastodon_mock"), "serve", "--in-memory", "--host", "127.0.0.1", "--port", str(port)]
    return started(line, folder / "mastodon.log", port, "the emulator", cwd=folder), port
