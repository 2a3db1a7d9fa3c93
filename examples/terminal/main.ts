// A terminal that talks to the inbox: what is typed is a customer's message, what agents answer is
// printed. It adds a custom channel, with an API token of an administrator. Opportune has to reach it
// here: OPPORTUNE_ALLOW_PRIVATE_DELIVERY=on.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
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
  const given = Buffer.from(String(request.headers['webhook-signature']));
  const wanted = Buffer.from(sign(`${id}.${time}.${body}`));
  const isTheirs = given.length === wanted.length && timingSafeEqual(given, wanted);
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
/** By the convention of Standard Webhooks: HMAC-SHA256 of id, time and body. */
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
