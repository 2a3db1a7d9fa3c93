// A terminal as a custom channel: typed lines become a customer's messages, and agents' answers are
// printed. It adds the channel with an administrator's API token. Opportune must be allowed to
// reach this address: OPPORTUNE_ALLOW_PRIVATE_DELIVERY=on.
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const [opportune = 'http://localhost:7700', token = '', address = 'terminal'] =
  process.argv.slice(2);
const seen = new Set<string>();
const say = (line: string) => process.stdout.write(`${line}\n`);
const receiver = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const { 'webhook-id': id, 'webhook-timestamp': time } = request.headers;
  const wanted = sign(`${id}.${time}.${body}`);
  const given = String(request.headers['webhook-signature']).split(' ');
  const isTheirs = given.some((one) => sign(one) === sign(wanted)); // signed: reveals no timing
  const isFresh = Math.abs(Date.now() / 1000 - Number(time)) < 300;
  response.writeHead(isTheirs && isFresh ? 204 : 401).end();
  if (!isTheirs || !isFresh) return;
  const message = JSON.parse(body);
  if (!seen.has(message.id)) say(`${message.from.name}: ${message.text}`);
  seen.add(message.id);
});
await new Promise<void>((listening) => receiver.listen(0, listening));
const deliverTo = `http://localhost:${Object(receiver.address()).port}/`;
const made = await fetch(`${opportune}/api/v1/channels`, {
  method: 'POST',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: JSON.stringify({ kind: 'custom', name: 'Terminal', deliverTo }),
});
const { secret, webhookUrl, message } = await made.json();
if (!made.ok) throw new Error(message);
/** As Standard Webhooks defines it: HMAC-SHA256 of id, time and body. */
function sign(signed: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

say('Write to us:');
for await (const text of createInterface({ input: process.stdin })) {
  const [id, time] = [`msg_${randomUUID()}`, String(Math.floor(Date.now() / 1000))];
  const body = JSON.stringify({ id, from: { address }, text });
  const signature = sign(`${id}.${time}.${body}`);
  const headers = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
  const answer = await fetch(webhookUrl, { method: 'POST', headers, body });
  if (answer.status !== 202) say(await answer.text());
}
process.exit();
