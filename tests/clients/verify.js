// The API document's own example, run as a receiver would: `node verify.js sign|verify FILE [SIGNATURE]`
// with the secret in SECRET. Says the signature, or true or false.

const crypto = require('crypto');
const fs = require('fs');

function verifyWebhookSignature(payload, signature, secret) {
  const expectedSignature = crypto
    .createHmac('sha256', secret)
    .update(payload)
    .digest('hex');
  
  return crypto.timingSafeEqual(
    Buffer.from(signature),
    Buffer.from(expectedSignature)
  );
}

const [mode, file, signature] = process.argv.slice(2);
const payload = fs.readFileSync(file);
const secret = process.env.SECRET;
if (mode === 'sign') {
  console.log(crypto.createHmac('sha256', secret).update(payload).digest('hex'));
} else {
  console.log(verifyWebhookSignature(payload, signature, secret));
}
