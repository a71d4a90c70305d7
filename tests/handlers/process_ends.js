// The mistake: a header that it does not expect throws, and that ends the process.
const crypto = require('node:crypto');
const http = require('node:http');

const key = process.env.SECRET;
const LIMIT = 4 * 1024 * 1024;

function isGenuine(body, header) {
  const expected = crypto.createHmac('sha256', key).update(body).digest();
  if (!/^[0-9a-f]{64}$/.test(header.trim())) return false;
  return crypto.timingSafeEqual(Buffer.from(header, 'hex'), expected);
}

function handle(request, body) {
  if (!isGenuine(body, request.headers['x-webhook-signature'])) return 401;
  let event;
  try {
    event = JSON.parse(body.toString('utf8'));
  } catch {
    return 400;
  }
  return event !== null && typeof event.type === 'string' ? 204 : 400;
}

const server = http.createServer((request, response) => {
  if (request.method !== 'POST') {
    response.writeHead(405, { Allow: 'POST' }).end();
    return;
  }
  const chunks = [];
  let size = 0;
  request.on('data', (chunk) => {
    size += chunk.length;
    if (size <= LIMIT) chunks.push(chunk);
  });
  request.on('end', () => {
    const status = size > LIMIT ? 413 : handle(request, Buffer.concat(chunks));
    response.writeHead(status).end();
  });
});

server.listen(process.env.PORT, '127.0.0.1', () => console.log(server.address().port));
