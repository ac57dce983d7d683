"""What all proofs against real software stand on: lines of a sheet, free ports, a small shop, and a wire that loses answers."""

import json
import os
import random
import socket
import struct
import subprocess
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 90


def tell(what, target, measured, met=None):
    met = target == measured if met is None else met
    line = {"what": what, "target": str(target), "measured": str(measured).replace("|", "/")[:300], "met": bool(met)}
    print(json.dumps(line), flush=True)


def note(text):
    print(f"NOTE {text}", flush=True)


def until(condition, what, seconds=PATIENCE):
    """Looks again until `condition` holds, and gives what it holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        held = condition()
        if held:
            return held
        time.sleep(0.1)
    raise SystemExit(f"{what} did not come within {seconds} s")


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def is_up(port):
    with socket.socket() as it:
        it.settimeout(1)
        return it.connect_ex(("127.0.0.1", port)) == 0


def started(line, log, port, what, **more):
    """A server in a group of its own, once it listens."""
    out = open(log, "ab")
    child = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **more)
    until(lambda: is_up(port) or child.poll() is not None, what)
    if child.poll() is not None:
        raise SystemExit(f"{what} ended with {child.returncode}: see {log}")
    return child


def ended(child):
    """Ends it with all that it started, if it is there."""
    try:
        os.killpg(child.pid, 15)
    except ProcessLookupError:
        pass
    child.wait(30)


def picture(width, height):
    """A PNG of noise, which no format makes small."""
    draw = random.Random(width * height)
    rows = b"".join(b"\0" + draw.randbytes(width * 3) for _ in range(height))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Shop:
    """A website of one page, on loopback."""

    def __init__(self):
        shown = picture(1200, 630)

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self):
                host = self.headers["host"]
                html = (
                    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rye bread | Bakery</title>'
                    '<meta property="og:title" content="Rye bread"><meta property="og:description" content="Three days of leaven, one of patience.">'
                    f'<meta property="og:image" content="http://{host}/rye.png"></head><body><h1>Rye bread</h1></body></html>'
                ).encode()
                body, kind = (shown, "image/png") if self.path == "/rye.png" else (html, "text/html; charset=utf-8")
                self.send_response(200)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        # Whoever has read enough of a picture goes away.
        self.server.handle_error = lambda *_: None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"


class Wire:
    """Passes everything on to a port of this machine, notes each request's first line with the time, and loses answers."""

    def __init__(self, port):
        self.port, self.asked, self.rules = port, [], []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.host = "127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def loses(self, is_it, then=lambda: None):
        """Of the next request for which `is_it` holds no answer comes back; `then` is done when the server has answered it."""
        self.rules.append((is_it, then))

    def listen(self):
        while True:
            here, _ = self.listener.accept()
            threading.Thread(target=self.passes, args=(here,), daemon=True).start()

    def passes(self, here):
        """One connection. The program asks one thing at a time on each."""
        try:
            there = socket.create_connection(("127.0.0.1", self.port))
            lost = []
            threading.Thread(target=self.answers, args=(there, here, lost), daemon=True).start()
            while part := here.recv(65536):
                first = part.split(b"\r\n", 1)[0].decode("latin-1")
                if first.endswith("HTTP/1.1"):
                    head = part.split(b"\r\n\r\n", 1)[0].decode("latin-1")
                    self.asked.append((time.time(), first, head))
                rule = next((rule for rule in self.rules if rule[0](part)), None)
                if rule:
                    self.rules.remove(rule)
                    lost.append(rule[1])
                there.sendall(part)
            there.shutdown(socket.SHUT_WR)
        except OSError:
            here.close()

    def answers(self, there, here, lost):
        try:
            while part := there.recv(65536):
                if lost:
                    lost.pop()()
                    break
                here.sendall(part)
        except OSError:
            pass
        for it in (here, there):
            try:
                it.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
