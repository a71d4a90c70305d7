# Paste is_signed into your handler; its body is bytes as they came (Flask: request.get_data()).
# Try it: WEBHOOK_SECRET=whsec_… python3 verify.py SIGNATURE < body
import hashlib
import hmac
import json
import os
import sys


def is_signed(raw_body, signature, secret):
    """Whether signature, the X-Webhook-Signature header or None, is that of raw_body, bytes."""
    if signature is None:
        return False
    expected = hmac.new(secret.encode(), raw_body, hashlib.sha256).hexdigest().encode()
    # As bytes: compare_digest raises for text that is not ASCII.
    given = signature.encode("utf-8", "replace")
    return len(given) == len(expected) and hmac.compare_digest(given, expected)


def main():
    secret = os.environ.get("WEBHOOK_SECRET")
    if not secret:
        print("WEBHOOK_SECRET is not set", file=sys.stderr)
        return 2
    if sys.stdin is None:  # closed
        print("the body can't be read", file=sys.stderr)
        return 2
    raw_body = sys.stdin.buffer.read()
    signature = sys.argv[1] if len(sys.argv) > 1 else None
    if not is_signed(raw_body, signature, secret):
        print("invalid")  # answer 401
        return 1
    print("valid")
    # Only what is signed is parsed.
    try:
        event = json.loads(raw_body)
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or too deep
        print("the body is not JSON", file=sys.stderr)  # answer 400
    else:
        print("event:", event.get("type") if isinstance(event, dict) else None, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
