<?php
// Paste is_signed into your handler; its body is as it came: file_get_contents('php://input').
// Try it: WEBHOOK_SECRET=whsec_… php verify.php SIGNATURE < body
declare(strict_types=1);

/** Whether $signature, $_SERVER['HTTP_X_WEBHOOK_SIGNATURE'] ?? null, is that of $rawBody. */
function is_signed(string $rawBody, ?string $signature, string $secret): bool
{
    if ($signature === null) {
        return false;
    }
    // Constant-time; false when the lengths differ. The known value goes first.
    return hash_equals(hash_hmac('sha256', $rawBody, $secret), $signature);
}

function main(?string $signature): int
{
    $secret = getenv('WEBHOOK_SECRET');
    if ($secret === false || $secret === '') {
        fwrite(STDERR, "WEBHOOK_SECRET is not set\n");
        return 2;
    }
    $rawBody = stream_get_contents(STDIN);
    if ($rawBody === false) {
        fwrite(STDERR, "the body can't be read\n");
        return 2;
    }
    if (!is_signed($rawBody, $signature, $secret)) {
        echo "invalid\n"; // answer 401
        return 1;
    }
    echo "valid\n";
    // Only what is signed is parsed.
    try {
        $event = json_decode($rawBody, true, 512, JSON_THROW_ON_ERROR);
        fwrite(STDERR, 'event: ' . json_encode($event['type'] ?? null) . "\n");
    } catch (JsonException) {
        fwrite(STDERR, "the body is not JSON\n"); // answer 400
    }
    return 0;
}

// Only when it is run by itself, not when it is included.
if (PHP_SAPI === 'cli' && realpath($_SERVER['SCRIPT_FILENAME']) === __FILE__) {
    exit(main($argv[1] ?? null));
}
