// The engine host: the child process that contains ClickHouse, so that a crash in native code does
// not end the server. It answers on a Unix socket and serves no network. Arguments: the engine's
// data folder, that of its journal, and the path of the socket.
import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { AccountId } from '@opportune/protocol/ids.ts';
import { openChdbReader, openChdbWriter } from './chdb.ts';
import { EngineError, reasonOf } from '../engine-error.ts';
import { type FactTexts, factTexts } from './facts-clickhouse.ts';
import { openJournal } from './journal/journal.ts';
import { journaled } from './journal/journaled-facts.ts';
import { storeLeft } from './journal/restore-journal.ts';
import { type HostLine, HostLines } from './host-lines.ts';
import { ReusedBodies } from './reused-bodies.ts';
import { readFrames, type Request, type TablePart, writeFrame } from './host-frames.ts';
import { migrateFacts } from '../migrate-facts.ts';

const [folder, journalFolder, socketPath] = process.argv.slice(2);
if (folder === undefined || journalFolder === undefined || socketPath === undefined)
  throw new Error('engine-host FOLDER JOURNAL SOCKET');

const writer = openChdbWriter(folder);
await migrateFacts(writer.client);
const nothing: readonly Uint8Array[] = [];
const bodies = new ReusedBodies();
const lines = new HostLines();
const openReader = () => openChdbReader(folder);
const texts = await openTexts(journalFolder);

rmSync(socketPath, { force: true });
const server = createServer((socket) => {
  const line = lines.open();
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    line.isOpen = false;
    lines.changed(line);
  });
  readFrames<Request>(
    socket,
    (request, body) => take(line, socket, request, body),
    (sizeBytes) => bodies.take(sizeBytes),
  );
});
server.listen(socketPath, () => process.stderr.write('engine host ready\n'));

/** Once the lock of the engine's folder is ours, the journal is. */
async function openTexts(at: string): Promise<FactTexts> {
  const tell = (problem: string) => void process.stderr.write(`${problem}\n`);
  const journal = await openJournal(at);
  const { left } = journal;
  let owed: typeof left = [];
  try {
    await storeLeft(writer, left);
  } catch (error) {
    tell(`Facts wait in the journal: ${reasonOf(error)}`);
    owed = left.map((batch) => ({ ...batch, doubtful: true }));
  }
  if (owed.length === 0) await journal.discard();
  const stored = await factTexts(writer, openReader, 4, () => true);
  return journaled(stored, journal, owed, { tell });
}

function take(line: HostLine, socket: Socket, request: Request, body: Buffer<ArrayBuffer>): void {
  if (request.type === 'named') line.name = request.name;
  line.unanswered += 1;
  void answer(socket, request, body).finally(() => {
    bodies.give(body);
    line.unanswered -= 1;
    lines.changed(line);
  });
}

async function answer(socket: Socket, request: Request, body: Buffer): Promise<void> {
  try {
    const result = await perform(texts, request, body);
    writeFrame(socket, { id: request.id, type: 'done' }, result);
  } catch (error) {
    const code = error instanceof EngineError ? error.code : 'facts.failed';
    writeFrame(
      socket,
      { id: request.id, type: 'refused', code, message: reasonOf(error) },
      nothing,
    );
  }
}

async function perform(
  store: FactTexts,
  request: Request,
  body: Buffer,
): Promise<readonly Uint8Array[]> {
  if (request.type === 'ping' || request.type === 'named') return nothing;
  if (request.type === 'settled') {
    await lines.settled(request.name);
    return nothing;
  }
  if (request.type === 'query') {
    const { account, sql, params } = request;
    return [Buffer.from(await store.query(AccountId.parse(account), sql, params))];
  }
  if (request.type === 'remove') {
    await store.remove(AccountId.parse(request.account));
    return nothing;
  }
  await store.append(request.token, cut(request.parts, body), request.doubtful);
  return nothing;
}

function cut(parts: readonly TablePart[], body: Buffer) {
  let start = 0;
  return parts.map(({ sizeBytes, ...part }) => {
    const chunks = [body.subarray(start, start + sizeBytes)];
    start += sizeBytes;
    return { ...part, chunks };
  });
}

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  server.close();
  await texts.close();
  rmSync(socketPath ?? '', { force: true });
  process.exit(0);
}
process.on('SIGINT', () => void end());
process.on('SIGTERM', () => void end());
