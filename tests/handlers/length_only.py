"""The mistake: it checks the signature only where it knows the length of the body."""

import hashlib
import hmac
import http.server
import json
import os
import re

KEY = os.environ["SECRET"].encode()
LIMIT = 4 * 1024 * 1024


def is_genuine(body, header):
    expected = hmac.new(KEY, body, hashlib.sha256).hexdigest()
    given = header or ""
    return bool(re.fullmatch("[0-9a-f]{64}", given)) and hmac.compare_digest(given, expected)


def handle(body, headers):
    if not is_genuine(body, headers.get("X-Webhook-Signature")):
        return 401
    try:
        event = json.loads(body)
    except ValueError:
        return 400
    return 204 if isinstance(event, dict) and "type" in event else 400


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            return self.answer(204)
        if int(length) > LIMIT:
            return self.answer(413)
        self.answer(handle(self.rfile.read(int(length)), self.headers))

    def do_GET(self):
        self.answer(405)

    do_PUT = do_GET

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


server = Server(("127.0.0.1", int(os.environ["PORT"])), Handler)
print(server.server_port, flush=True)
server.serve_forever()
