# Paste the functions into your handler; pipe the body as it came: a variable can't hold NUL bytes.
# Try it: WEBHOOK_SECRET=whsec_… bash verify.sh SIGNATURE < body    (bash and openssl)
export LC_ALL=C # bytes, not characters

sha256() { openssl dgst -sha256 -r | cut -d ' ' -f 1; }

# Writes the bytes that hexadecimal digits stand for, each changed by xor.
bytes() {
    local digits=$1 mask=${2:-0} at byte
    for ((at = 0; at < ${#digits}; at += 2)); do
        printf -v byte '\\x%02x' $((16#${digits:at:2} ^ mask))
        printf %b "$byte"
    done
}

# The HMAC of standard input, keyed with $1 (RFC 2104). Built from plain hashes, because
# `openssl dgst -hmac KEY` would show the key to everyone who lists the processes.
hmac_sha256() {
    local key inner
    key=$(printf %s "$1" | od -An -v -tx1 | tr -d ' \n')
    if ((${#key} > 128)); then key=$(printf %s "$1" | sha256); fi
    while ((${#key} < 128)); do key+=00; done
    inner=$({ bytes "$key" 0x36; cat; } | sha256)
    { bytes "$key" 0x5c; bytes "$inner"; } | sha256
}

# Whether $1, the X-Webhook-Signature header, is the signature of standard input with the secret $2.
# Both sides are hashed again with a key of this moment, so that the time that == takes tells
# nothing about the right signature.
is_signed() {
    local given=$1 secret=$2 expected once
    [[ $given =~ ^[0-9a-f]{64}$ ]] || return 1
    expected=$(hmac_sha256 "$secret")
    once=$(openssl rand -hex 32)
    # An openssl that fails must not make two empty texts equal.
    [[ ${#expected} == 64 && ${#once} == 64 ]] || return 1
    given=$(printf %s "$given" | hmac_sha256 "$once")
    expected=$(printf %s "$expected" | hmac_sha256 "$once")
    [[ ${#expected} == 64 && $given == "$expected" ]]
}

# Only when it is run by itself, not when it is sourced.
if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    if [[ -z ${WEBHOOK_SECRET:-} ]]; then
        echo "WEBHOOK_SECRET is not set" >&2
        exit 2
    fi
    # A pipe of our own would take the place of an input that is closed, and never end.
    if ! { : 3<&0; } 2> /dev/null; then
        echo "the body can't be read" >&2
        exit 2
    fi
    if ! is_signed "${1:-}" "$WEBHOOK_SECRET"; then
        echo invalid # answer 401
        exit 1
    fi
    echo valid
    # Only what is signed is parsed: from here on, jq and the like may read the body.
fi
