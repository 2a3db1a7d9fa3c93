import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { exampleCall, exampleLetter } from './example-call.ts';

const run = promisify(execFile);

it('[CN5] the example call posts a message that is signed with the secret', async () => {
  const { body, isSigned } = await posted(exampleCall);
  assert.equal(isSigned, true);
  const { from, text } = JSON.parse(body);
  assert.deepEqual([from, text], [{ address: 'ada', name: 'Ada' }, 'Hello']);
});

it('[EM30] the example call of a mailbox posts a letter that is signed with the secret', async () => {
  const { body, isSigned } = await posted(exampleLetter);
  assert.equal(isSigned, true);
  assert.match(
    body,
    /^From: Ada <ada@example\.com>\nSubject: Hello\nMessage-ID: <msg_\d+@example\.com>\n\nHello$/,
  );
});

async function posted(example: typeof exampleCall) {
  const key = randomBytes(32);
  const told: { body: string; isSigned: boolean }[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const {
        'webhook-id': id,
        'webhook-timestamp': at,
        'webhook-signature': sign,
      } = request.headers;
      const wanted = createHmac('sha256', key).update(`${String(id)}.${String(at)}.${body}`);
      told.push({ body, isSigned: sign === `v1,${wanted.digest('base64')}` });
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const call = example(`http://127.0.0.1:${port}/in`, `whsec_${key.toString('base64')}`);
  const { stdout } = await run('bash', ['-c', call]);
  server.close();
  assert.equal(stdout, '{}');
  return told[0] ?? { body: '', isSigned: false };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}
