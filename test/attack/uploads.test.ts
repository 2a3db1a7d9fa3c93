// Senders of files who stall, over real sockets and with a clock that the test turns. They hold
// only a share of the room, other accounts go on, and a stalled upload is ended with an error code.
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import { openTurns } from '@opportune/server/http/turns.ts';
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { placeBudgets } from '@opportune/protocol/budgets.ts';
import { AccountId, ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
import { openAttachmentsFolder } from '@opportune/server/adapter/attachments/attachments-folder.ts';
import { openMemoryBudgets } from '@opportune/server/adapter/budgets-memory.ts';
import {
  testDataFolder,
  testEngines,
  testLog,
} from '@opportune/server/adapter/engines.test-support.ts';
import { serveVisitorAttachments } from '@opportune/server/collect/visitor/visitor-attachments.ts';
import {
  type Attachments,
  createAttachments,
} from '@opportune/server/writing/attachments/attachments.ts';
import { visitorFiles } from '@opportune/server/writing/attachments/visitor-files.ts';
import { createRawRoutes, pathOf } from '@opportune/server/http/raw-routes.ts';

const MiB = 1024 * 1024;
const folder = testDataFolder();
const timers = new Set<{ readonly at: number; readonly run: () => void }>();
let now = 1_790_000_000_000;
const clock = { now: () => now };
const budgets = openMemoryBudgets(clock);
let engines: Awaited<ReturnType<typeof testEngines>>;
let attachments: Attachments;
let server: Server;

function turn(ms: number): void {
  now += ms;
  for (const timer of [...timers]) if (timer.at <= now && timers.delete(timer)) timer.run();
}

before(async () => {
  engines = await testEngines();
  attachments = createAttachments({
    ...{ turns: openTurns(), passing: new HeldBytes(Infinity) },
    masks: cardMasks,
    records: engines.records,
    bus: engines.bus,
    store: openAttachmentsFolder(folder.path),
    budgets,
    clock,
    schedule(delayMs, run) {
      const timer = { at: now + delayMs, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    ids: { next: () => randomBytes(16).toString('base64url') },
    secret: 'a secret of thirty-two characters',
  });
  const raw = createRawRoutes();
  serveVisitorAttachments({
    http: {
      homes: onlyHome,
      raw: (prefix, handler) => raw.add(prefix, handler),
      upgrade: () => {},
    },
    budgets,
    log: testLog(),
    // The test sets the address that a request comes from.
    clientAddress: (request) => String(request.headers['x-test-address']),
    files: visitorFiles(attachments),
  });
  server = createServer((request, response) => raw.find(pathOf(request))?.(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await engines.close();
  folder.remove();
});

async function newAccount(): Promise<AccountId> {
  const account = AccountId.parse(`a-${randomUUID()}`);
  await engines.records.withAccount(account, async (sql) => {
    await sql.run(
      "INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())",
      [account],
    );
    await sql.run("INSERT INTO contacts (account, id, created_at) VALUES ($1, 'bo', now())", [
      account,
    ]);
  });
  return account;
}

/** Opens a request for a file of this size, without sending any of it. */
async function openUpload(
  account: AccountId,
  { visitor, address, bytes }: { visitor: string; address: string; bytes: number },
): Promise<{ readonly socket: Socket; readonly answer: Promise<string> }> {
  const conversation = ConversationId.parse(randomUUID());
  await engines.records.withAccount(account, (sql) =>
    sql.run(
      `INSERT INTO conversations (account, id, channel, contact, address, site, visitor, visitor_name,
         status, started_at, queued_at, last_at)
       VALUES ($1, $2, 'web', 'bo', $3, 'shop', $3, '', 'active', now(), now(), now())`,
      [account, conversation, visitor],
    ),
  );
  const file = { account, conversation, message: MessageId.parse(randomUUID()) };
  const of = { sender: { visitor }, name: 'notes.txt', sizeBytes: bytes };
  assert.equal(await attachments.begin(file, of), null);
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  const answer = new Promise<string>((resolve) => {
    let heard = '';
    socket.on('data', (data) => {
      heard += String(data);
      if (heard.includes('\r\n\r\n') && heard.trimEnd().endsWith('}')) resolve(heard);
    });
    socket.on('close', () => resolve(heard));
  });
  socket.write(
    `POST /${attachments.addressToSend(file)} HTTP/1.1\r\nHost: x\r\nx-test-address: ${address}\r\n` +
      `Content-Length: ${bytes}\r\n\r\n`,
  );
  return { socket, answer };
}

/** Sends as much as the server reads. The rest waits at the sender. */
async function pour(socket: Socket, bytes: number): Promise<void> {
  const chunk = Buffer.alloc(MiB, 'a');
  // Not `once` of node:events, which rejects if the server resets the connection.
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += chunk.length) {
    const written = new Promise<void>((resolve) => void socket.write(chunk, () => resolve()));
    await Promise.race([written, closed]);
  }
}

const statusOf = (answer: string): string => answer.split(' ')[1] ?? '';

test('[AT15] stalled files of one account hold only a share and end, and other accounts can send theirs', async () => {
  const [hostile, ordinary] = [await newAccount(), await newAccount()];
  const stalled = await Promise.all(
    Array.from({ length: 6 }, (_, nth) =>
      openUpload(hostile, { visitor: `v${nth}`, address: `192.0.2.${nth}`, bytes: 10 * MiB }),
    ),
  );
  await Promise.all(stalled.map(({ socket }) => pour(socket, 9 * MiB)));

  const other = await openUpload(ordinary, {
    ...{ visitor: 'w', address: '198.51.100.7', bytes: 10 * MiB },
  });
  await pour(other.socket, 10 * MiB);
  assert.equal(statusOf(await other.answer), '200');
  other.socket.destroy();

  const heard: string[] = [];
  for (const { answer } of stalled) void answer.then((text) => heard.push(statusOf(text)));
  // Nothing more is sent, so each upload ends by its second span at the latest.
  while (heard.length < stalled.length) {
    turn(attachmentLimits.paceMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(new Set(heard), new Set(['408', '503']));
  assert.ok(heard.filter((status) => status === '408').length >= 3);
  for (const { socket } of stalled) socket.destroy();
});

test('[AT15] one visitor may have only a limited number of files in flight, and is told when to try again', async () => {
  const account = await newAccount();
  const most = placeBudgets['files.sender'];
  const of = { visitor: 'v', address: '203.0.113.9', bytes: MiB };
  const open = await Promise.all(Array.from({ length: most }, () => openUpload(account, of)));
  const place = { budget: 'files.sender', payer: `${account} visitor v` } as const;
  for (let leave = budgets.enter([place]); leave !== null; leave = budgets.enter([place])) {
    leave();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const next = await openUpload(account, of);
  const answer = await next.answer;
  assert.equal(statusOf(answer), '429');
  assert.match(answer, /retry-after: 1\r\n/i);
  assert.match(answer, /"rate\.files"/);
  for (const { socket } of [...open, next]) socket.destroy();
});
