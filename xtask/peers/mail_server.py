"""A mail server that takes a mail or not, as the recipient's name says: gone@ never (550), busy@ the second time (451).

It prints its port, then each mail that it took as a line of JSON, and ends when its standard input does.
"""

import json
import socket
import sys

from aiosmtpd.controller import Controller


class Handler:
    def __init__(self):
        self.busy = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "gone":
            return "550 5.1.1 no such mailbox"
        if name == "busy" and address not in self.busy:
            self.busy.add(address)
            print(json.dumps({"later": address}), flush=True)
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        text = envelope.content.decode("utf-8", "replace")
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "text": text}), flush=True)
        return "250 2.0.0 taken"


# It has to be told a port: one that is free just now.
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
controller = Controller(Handler(), hostname="127.0.0.1", port=port)
controller.start()
print(port, flush=True)
sys.stdin.read()
controller.stop()
