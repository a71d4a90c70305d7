// Paste isSigned into your handler; its body is a Buffer as it came (express.raw()), not JSON.
// Try it: WEBHOOK_SECRET=whsec_… node verify.js SIGNATURE < body
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');

/** Whether `signature`, the X-Webhook-Signature header, is that of `rawBody`, a Buffer. */
function isSigned(rawBody, signature, secret) {
  if (typeof signature !== 'string') return false; // no header, or one that came several times
  const expected = Buffer.from(crypto.createHmac('sha256', secret).update(rawBody).digest('hex'));
  const given = Buffer.from(signature);
  // timingSafeEqual throws when the lengths differ.
  return given.length === expected.length && crypto.timingSafeEqual(given, expected);
}

function main() {
  const secret = process.env.WEBHOOK_SECRET;
  if (!secret) {
    console.error('WEBHOOK_SECRET is not set');
    return 2;
  }
  const rawBody = fs.readFileSync(0);
  if (!isSigned(rawBody, process.argv[2], secret)) {
    console.log('invalid'); // answer 401
    return 1;
  }
  console.log('valid');
  // Only what is signed is parsed.
  try {
    console.error('event:', JSON.parse(rawBody.toString('utf8'))?.type);
  } catch {
    console.error('the body is not JSON'); // answer 400
  }
  return 0;
}

if (require.main === module) process.exitCode = main();
