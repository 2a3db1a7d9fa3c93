// A receiver of webhooks: verifies each request, handles each event once and prints it. It needs the
// secret that Opportune showed when the webhook was added.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const [secret = '', port = '7800'] = process.argv.slice(2);
const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
const seen = new Set<string>();
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const { 'webhook-id': id, 'webhook-timestamp': time } = request.headers;
  const wanted = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest();
  const given = String(request.headers['webhook-signature']).split(' '); // one for each secret
  const isTheirs = given.some((each) => isSame(Buffer.from(each.slice(3), 'base64'), wanted));
  const isFresh = Math.abs(Date.now() / 1000 - Number(time)) < 300;
  response.writeHead(isTheirs && isFresh ? 204 : 401).end();
  if (!isTheirs || !isFresh || seen.has(String(id))) return;
  seen.add(String(id)); // in a real system: in the database, with what the event changes
  const { type, data } = JSON.parse(body);
  process.stdout.write(`${type} ${data.message?.body.text ?? data.delivery?.state ?? ''}\n`);
});
function isSame(given: Buffer, wanted: Buffer): boolean {
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
server.listen(Number(port), () =>
  process.stdout.write(`Listening on port ${Object(server.address()).port}\n`),
);
