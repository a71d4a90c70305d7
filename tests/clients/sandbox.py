"""Drives a running sandbox as a program that knows only the API document: URL TOKEN READ_ONLY_TOKEN.

Every check is an assertion; the last line of output says how many calls were made.
"""

import contextlib
import hashlib
import hmac
import http.client
import http.server
import json
import re
import socket
import sys
import threading
import urllib.parse

URL, TOKEN, READ_ONLY = sys.argv[1:]
HOST = urllib.parse.urlsplit(URL).netloc
HOOKS = "/api/v1/webhooks"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
calls = 0


def call(method, path, body=None, *, token=TOKEN, headers=None, raw=None):
    """One request on a connection of its own: (status, headers, JSON)."""
    global calls
    calls += 1
    sent = {"Content-Type": "application/json"} | (headers or {})
    if token is not None:
        sent["Authorization"] = f"Bearer {token}"
    payload = raw if raw is not None else None if body is None else json.dumps(body)
    connection = http.client.HTTPConnection(HOST, timeout=60)
    with contextlib.closing(connection):
        connection.request(method, path, payload, sent)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.headers["Content-Type"] == "application/json", (method, path, text)
        return answer.status, answer.headers, json.loads(text)


def ok(method, path, body=None, *, status=200, **options):
    got, _, answer = call(method, path, body, **options)
    assert got == status, (method, path, body, got, answer)
    return answer


def refused(status, code, method, path, body=None, **options):
    """An error in the one shape that the sandbox has; returns the headers."""
    got, headers, answer = call(method, path, body, **options)
    assert got == status, (method, path, body, got, answer)
    assert set(answer) == {"error"} and set(answer["error"]) == {"code", "message"}, answer
    assert answer["error"]["code"] == code and answer["error"]["message"], answer
    return headers


def create(url, events, **fields):
    return ok("POST", HOOKS, {"url": url, "events": events, **fields}, status=201)["data"]


def shown(webhook_id):
    return ok("GET", f"{HOOKS}/{webhook_id}")["data"]


class Target(http.server.BaseHTTPRequestHandler):
    """Answers as its path says, and keeps what came."""

    deliveries = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Target.deliveries.append((self.path, self.headers, body))
        self.send_response(int(self.path[1:]))
        if self.path == "/302":
            self.send_header("Location", "/200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


@contextlib.contextmanager
def target():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Target)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def check_an_empty_list():
    assert ok("GET", HOOKS) == {
        "data": [],
        "meta": {"total": 0, "page": 1, "limit": 20, "pages": 1},
    }


def check_create_get_and_list():
    hook = create(
        "https://example.com/data", ["data.created", "data.deleted", "data.created"], description="D"
    )
    assert list(hook) == ["id", "url", "events", "status", "created_at", "secret", "description"]
    assert re.fullmatch(r"wh_[A-Za-z0-9]{16}", hook["id"]), hook
    assert re.fullmatch(r"whsec_[A-Za-z0-9]{30}", hook["secret"]), "the secret's form"
    assert hook["events"] == ["data.created", "data.deleted"], "doubled events collapse"
    assert (hook["status"], hook["description"]) == ("active", "D")
    assert MOMENT.fullmatch(hook["created_at"]), hook

    got = shown(hook["id"])
    assert list(got) == [
        "id", "url", "events", "status", "created_at", "updated_at", "last_triggered", "secret",
        "description",
    ]
    assert got["secret"] == "whsec_" + "•" * 30, got
    assert (got["updated_at"], got["last_triggered"]) == (None, None), got
    assert all(got[key] == hook[key] for key in hook if key != "secret")

    (row,) = ok("GET", HOOKS)["data"]
    assert list(row) == ["id", "url", "events", "status", "created_at", "last_triggered"], row
    return hook


def check_update(hook):
    path = f"{HOOKS}/{hook['id']}"
    updated = ok("PUT", path, {"status": "inactive"})["data"]
    assert list(updated) == [
        "id", "url", "events", "status", "created_at", "updated_at", "description",
    ]
    kept = ("id", "url", "events", "created_at", "description")
    assert all(updated[key] == hook[key] for key in kept), "a partial PUT merges"
    assert updated["status"] == "inactive" and MOMENT.fullmatch(updated["updated_at"])
    updated = ok("PUT", path, {"events": ["user.created", "user.created"], "url": "http://a"})
    assert updated["data"]["events"] == ["user.created"] and updated["data"]["url"] == "http://a"
    assert updated["data"]["status"] == "inactive", "an earlier update stays"
    assert ok("PUT", path, {"description": None})["data"]["description"] is None
    got = shown(hook["id"])
    assert got["created_at"] == hook["created_at"] and got["updated_at"] >= got["created_at"]


def check_pages_and_filters():
    hooks = [create(f"https://example.com/{n}", ["user.created"]) for n in range(24)]
    hooks.append(create("https://example.com/24", ["system.alert"]))
    ok("PUT", f"{HOOKS}/{hooks[0]['id']}", {"status": "inactive"})
    total = 26  # with the one of the checks before
    first = ok("GET", HOOKS)
    assert len(first["data"]) == 20
    assert first["meta"] == {"total": total, "page": 1, "limit": 20, "pages": 2}
    pages = [ok("GET", f"{HOOKS}?page={page}&limit=10") for page in (1, 2, 3)]
    assert [len(page["data"]) for page in pages] == [10, 10, 6]
    assert [page["meta"]["page"] for page in pages] == [1, 2, 3]
    ids = [row["id"] for page in pages for row in page["data"]]
    assert len(set(ids)) == total and ids[1:] == [hook["id"] for hook in hooks], "in making order"
    beyond = ok("GET", f"{HOOKS}?page=4&limit=10")
    assert beyond["data"] == [] and beyond["meta"]["pages"] == 3
    assert len(ok("GET", f"{HOOKS}?limit=100")["data"]) == total

    def listed(query):
        answer = ok("GET", f"{HOOKS}?limit=100&{query}")
        assert answer["meta"]["total"] == len(answer["data"])
        return [row["id"] for row in answer["data"]]

    assert listed("event=system.alert") == [hooks[24]["id"]]
    assert listed("status=inactive") == [ids[0], hooks[0]["id"]]
    assert listed("status=active&event=user.created") == [hook["id"] for hook in hooks[1:24]]
    assert listed("status=inactive&event=system.alert") == []
    return hooks


def check_bad_parameters(hook):
    path = f"{HOOKS}/{hook['id']}"
    for query in (
        "page=0", "page=-1", "page=abc", "page=", "page=1.5", "limit=0", "limit=101", "limit=ten",
        "status=paused", "status=", "event=user.exploded",
    ):
        refused(400, "bad_request", "GET", f"{HOOKS}?{query}")
    good = {"url": "https://example.com/", "events": ["user.created"]}
    for change in (
        {"events": []}, {"events": "user.created"}, {"events": ["user.exploded"]}, {"events": [1]},
        {"events": None}, {"status": "paused"}, {"description": 7}, {"url": 7}, {"url": None},
    ):
        refused(400, "bad_request", "POST", HOOKS, good | change)
        refused(400, "bad_request", "PUT", path, change)
    for missing in good:
        fields = {key: value for key, value in good.items() if key != missing}
        refused(400, "bad_request", "POST", HOOKS, fields)
    for raw in ("", "{", "[]", "null", '"text"', b"\xff\xfe"):
        refused(400, "bad_request", "POST", HOOKS, raw=raw)
        refused(400, "bad_request", "PUT", path, raw=raw)
        refused(400, "bad_request", "POST", f"{path}/test", raw=raw)
    for event in ({}, {"event": "user.exploded"}, {"event": None}):
        refused(400, "bad_request", "POST", f"{path}/test", event)
    for url in ("", "/hook", "example.com/hook", "ftp://example.com/", "javascript:alert(1)"):
        refused(422, "unprocessable_entity", "POST", HOOKS, good | {"url": url})
        refused(422, "unprocessable_entity", "PUT", path, {"url": url})


def check_who_may_what(hook):
    path = f"{HOOKS}/{hook['id']}"
    writes = (("POST", HOOKS), ("PUT", path), ("DELETE", path), ("POST", f"{path}/test"))
    for method, where in (*writes, ("GET", HOOKS), ("GET", path)):
        for options in ({"token": None}, {"token": "sbx_wrong"}, {"token": ""}):
            headers = refused(401, "unauthorized", method, where, {}, **options)
            assert headers["WWW-Authenticate"] == "Bearer"
    basic = {"Authorization": f"Basic {TOKEN}"}
    refused(401, "unauthorized", "GET", HOOKS, token=None, headers=basic)
    for method, where in writes:
        refused(403, "forbidden", method, where, {}, token=READ_ONLY)
    assert ok("GET", path, token=READ_ONLY)["data"]["id"] == hook["id"]
    ok("GET", HOOKS, token=READ_ONLY)
    for host in ("example.com", "evil.example:80", "127.0.0.1.example.com", "10.0.0.1"):
        refused(403, "forbidden", "GET", HOOKS, headers={"Host": host})
    port = HOST.rsplit(":", 1)[1]
    ok("GET", HOOKS, headers={"Host": f"localhost:{port}"})
    ok("GET", HOOKS, headers={"Host": f"[::1]:{port}"})


def check_what_is_not_there():
    for method, path, body in (
        ("GET", "", None), ("PUT", "", {"status": "active"}), ("DELETE", "", None),
        ("POST", "/test", {"event": "user.created"}),
    ):
        for unknown in ("wh_0000000000000000", "nothing", "%2e%2e"):
            refused(404, "not_found", method, f"{HOOKS}/{unknown}{path}", body)
    for path in ("/", "/api", "/api/v1", "/api/v2/webhooks", f"{HOOKS}/", f"{HOOKS}/a/b/c"):
        refused(404, "not_found", "GET", path)
    for method, path, allowed in (
        ("PUT", HOOKS, {"GET", "HEAD", "POST"}),
        ("DELETE", HOOKS, {"GET", "HEAD", "POST"}),
        ("POST", f"{HOOKS}/wh_1", {"GET", "HEAD", "PUT", "DELETE"}),
        ("GET", f"{HOOKS}/wh_1/test", {"POST"}),
    ):
        headers = refused(405, "method_not_allowed", method, path)
        assert set(re.split(r",\s*", headers["Allow"])) == allowed, headers["Allow"]


def check_test_deliveries():
    with target() as url:
        hook = create(f"{url}/200", ["user.created"])
        path = f"{HOOKS}/{hook['id']}"
        answer = ok("POST", f"{path}/test", {"event": "report.generated"})
        assert list(answer) == ["success", "message", "details"], answer
        assert answer["success"] is True and answer["message"] == "Test event sent successfully"
        assert list(answer["details"]) == ["status_code", "response_time", "timestamp"]
        assert answer["details"]["status_code"] == 200
        assert isinstance(answer["details"]["response_time"], int)
        assert MOMENT.fullmatch(answer["details"]["timestamp"])
        assert shown(hook["id"])["last_triggered"] == answer["details"]["timestamp"]

        ((_, headers, body),) = Target.deliveries
        expected = hmac.new(hook["secret"].encode(), body, hashlib.sha256).hexdigest()
        assert hmac.compare_digest(headers["X-Webhook-Signature"], expected)
        assert headers["Content-Type"] == "application/json"
        payload = json.loads(body)
        assert list(payload) == ["id", "type", "created", "data"], payload
        assert payload["id"].startswith("evt_") and payload["type"] == "report.generated"
        assert MOMENT.fullmatch(payload["created"]) and isinstance(payload["data"], dict)

        for status in (500, 302, 404):
            ok("PUT", path, {"url": f"{url}/{status}"})
            answer = ok("POST", f"{path}/test", {"event": "user.created"})
            assert answer["success"] is False and answer["message"], answer
            assert answer["details"]["status_code"] == status, answer
        paths = [path for path, _, _ in Target.deliveries]
        assert paths == ["/200", "/500", "/302", "/404"], "tried once, redirects not followed"

    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = closed.getsockname()[1]
    ok("PUT", path, {"url": f"http://127.0.0.1:{dead}/"})
    answer = ok("POST", f"{path}/test", {"event": "user.created"})
    assert answer["success"] is False and answer["details"]["status_code"] is None, answer
    assert shown(hook["id"])["last_triggered"] is not None


def check_delete(hook):
    path = f"{HOOKS}/{hook['id']}"
    before = ok("GET", HOOKS)["meta"]["total"]
    answer = ok("DELETE", path)
    assert answer == {"success": True, "message": "Webhook deleted successfully"}
    refused(404, "not_found", "GET", path)
    refused(404, "not_found", "DELETE", path)
    assert ok("GET", HOOKS)["meta"]["total"] == before - 1


check_an_empty_list()
first = check_create_get_and_list()
check_update(first)
check_pages_and_filters()
check_bad_parameters(first)
check_who_may_what(first)
check_what_is_not_there()
check_test_deliveries()
check_delete(first)
print(f"{calls} calls, all as documented")
