"""A gateway for looking at short messages without a provider: scripts/sms_sink.py PORT prints what it is handed and takes it.

SMS_URL=http://any@127.0.0.1:PORT/ leads here. It listens on this machine only and keeps nothing.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Sink(BaseHTTPRequestHandler):
    """Takes every message; one that comes again is printed again, with its reference."""

    def do_POST(self) -> None:
        """Print the message and accept it."""
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        print(f"{message['to']} ({len(message['text'])}) {message['text']} [{message['reference']}]", flush=True)
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_facts: object) -> None:
        """Say nothing more."""


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Sink).serve_forever()
