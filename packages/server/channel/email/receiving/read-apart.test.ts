// Letters read in a process of their own: what is read is the same, a letter beyond a bound harms neither
// another nor the server and is kept as a file, and the server's event loop does not wait.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { examine } from '@opportune/core/attachment/examine.ts';
import { letterLimits } from '@opportune/protocol/limits/mail.ts';
import { Refusal } from '../../../http/problem/refusal.ts';
import { composed, html, message, part } from '../reading/corpus/build.test-support.ts';
import { charsets } from '../reading/corpus/charsets.test-support.ts';
import { headers } from '../reading/corpus/headers.test-support.ts';
import { hostile } from '../reading/corpus/hostile.test-support.ts';
import { kinds } from '../reading/corpus/kinds.test-support.ts';
import { parts } from '../reading/corpus/parts.test-support.ts';
import { quotes } from '../reading/corpus/quotes.test-support.ts';
import { enclosedFile } from './enclosed-file.ts';
import { heldQuickMs } from './held-reading.test-support.ts';
import { letterItems } from './letter-items.ts';
import { packedLetter } from './packed-letter.ts';
import { createLetterReaders, type LetterReader, type ReadingBounds } from './read-apart.ts';
import { readFile, readPacked } from './read-packed.ts';

const createLetterReader = (bounds?: ReadingBounds) => createLetterReaders(bounds).of('a');
const own = { addresses: ['help@aldermoor.example'], authservId: 'mx.aldermoor.example' };
const mac = (): Buffer => Buffer.alloc(32, 7);
const MiB = 1024 * 1024;
const packed = (raw: string | Uint8Array): string =>
  packedLetter(typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw, 1_790_000_000_000);
const all = [charsets, headers, parts, quotes, kinds, hostile].flat();
const hello = packed(message({}, 'Hello'));
/** Takes half a second of the processor and 50 MB, as no letter of the corpus does. */
const slow = packed(
  composed(
    'mixed',
    Array.from({ length: 80 }, () => html('<div><i>x</i>'.repeat(4000))),
  ),
);
/** Takes three times as much memory: what nearly fits is long cleared away before it is given up. */
const greedy = packed(
  composed(
    'mixed',
    Array.from({ length: 240 }, () => html('<div><i>x</i>'.repeat(4000))),
  ),
);

/** Of little memory, so that a test ends one with a small letter. */
const narrow = { ...letterLimits, readingBytes: 32 * MiB, quickMs: 60_000, readingMs: 60_000 };
const strange = packed(message({}, 'x \xe9\x01'.repeat(MiB)));

interface ReadHere {
  readonly name: string;
  readonly packed: string;
  readonly read: ReturnType<typeof readPacked>;
  /** Of the processor. */
  readonly tookMs: number;
}

/** All letters, read in this process, once for all tests. */
const readHere: () => readonly ReadHere[] = once(() =>
  [
    ...all.map(({ name, raw }) => ({ name, packed: packed(raw) })),
    { name: 'slow', packed: slow },
  ].map((letter) => {
    const before = process.threadCpuUsage();
    const read = readPacked(letter.packed, own);
    const { user, system } = process.threadCpuUsage(before);
    return { ...letter, read, tookMs: (user + system) / 1000 };
  }),
);

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

test('[EM45] each letter of the corpus is read as it is read here, and so are files', async () => {
  const reader = createLetterReader();
  for (const { name, packed: raw, read } of readHere())
    assert.deepEqual(await reader.letter(raw, own), read, name);
  const attached = part({ 'Content-Type': 'image/png; name=tea.png' }, 'png');
  const letter = packed(composed('mixed', [html('<p>Hello</p>'), attached]));
  const [here, there] = [readFile(letter, own, 0), await reader.file(letter, own, 0)];
  assert.ok(here !== null && there !== null);
  assert.deepEqual(Buffer.from(there.bytes), Buffer.from(here.bytes));
  assert.equal(await reader.file(letter, own, 7), null);
  assert.equal(await reader.letter('no letter', own), null);
});

test('[EM45] a letter that exhausts memory twice is kept as a file, and the others are read', async () => {
  const reader = createLetterReader(narrow);
  const [before, read, after] = await Promise.all([
    reader.letter(hello, own),
    reader.letter(greedy, own),
    reader.letter(hello, own),
  ]);
  assert.equal(before?.letter.text.trim(), 'Hello');
  assert.equal(after?.letter.text.trim(), 'Hello');
  assert.equal(read?.key, readPacked(greedy, own)?.key);
  const [item] = letterItems(greedy, read, own, mac);
  assert.ok(item?.type === 'message');
  assert.equal(item.address, 'bea@example.com');
  assert.deepEqual(item.content.letter?.head.unread, [{ what: 'too-hard', name: '' }]);
  const [file] = item.content.media;
  assert.match(file?.name ?? '', /\.eml$/);
  await isWhole(reader, file?.reference ?? '');
});

/** It is a file that the inbox takes, cut to what a file may have. */
async function isWhole(reader: LetterReader, reference: string): Promise<void> {
  const mostBytes = MiB;
  const fetched = await enclosedFile({ reader, own }, strange, reference, {
    mostBytes,
    withinMs: 1000,
  });
  assert.ok(fetched.type === 'media');
  const chunks: Uint8Array[] = [];
  for await (const chunk of fetched.bytes) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  assert.ok(bytes.length <= mostBytes && bytes.length > mostBytes - 4, `${bytes.length}`);
  assert.equal(examine(bytes)?.mediaType, 'text/plain');
  assert.match(bytes.toString(), /^X-Unread: .*\r\n[\s\S]*x é\u2401x é/);
}

test('[EM45] a letter whose process cannot be started is read later', async () => {
  const programs = ['./no-such-program.ts', './letter-items.ts'].map(
    (run) => new URL(run, import.meta.url),
  );
  // For the last one `fork` throws, as without memory for a process.
  for (const run of [...programs, new URL('https://aldermoor.example/reading.ts')]) {
    const readers = createLetterReaders(letterLimits, run);
    await assert.rejects(readers.of('a').letter(hello, own), (error: unknown) => {
      assert.ok(error instanceof Refusal);
      return error.problem.code === 'server.overloaded' && (error.problem.retryAfterMs ?? 0) > 0;
    });
  }
});

test('[EM45] a letter that takes too long is not read, and neither is its head', async () => {
  const reader = createLetterReader({ ...letterLimits, quickMs: 1, readingMs: 1 });
  assert.equal(await reader.letter(slow, own), null);
  const [item] = letterItems(slow, null, own, mac);
  assert.deepEqual([item?.type, item?.key.startsWith('unknown:')], ['unknown', true]);
});

test('[EM45] [OP11] letters beyond the bound are refused, and taken later', async () => {
  const readers = createLetterReaders({ ...letterLimits, waitingBytes: hello.length * 4 });
  const reader = readers.of('a');
  const two = [reader.letter(hello, own), reader.letter(hello, own)];
  await assert.rejects(reader.letter(hello, own), (error: unknown) => {
    assert.ok(error instanceof Refusal);
    return error.problem.code === 'server.overloaded';
  });
  const another = readers.of('b').letter(hello, own);
  await Promise.all([...two, another]);
  assert.ok((await reader.letter(hello, own)) !== null);
});

test('[EM45] letters that take long delay no letter of another account, and are read', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'opportune-letters-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const end = join(folder, 'end');
  const long = packed(message({ 'X-Held-Until': end }, 'Long'));
  const readers = createLetterReaders(
    { ...letterLimits, quickMs: heldQuickMs, readingMs: 60_000 },
    new URL('./held-reading.test-support.ts', import.meta.url),
  );
  let read = 0;
  const letters = ['hostile', 'greedy', 'rude'].map(async (account) => {
    const letter = await readers.of(account).letter(long, own);
    read += 1;
    return letter?.letter.text.trim();
  });
  const calm = await readers.of('calm').letter(hello, own);
  assert.equal(calm?.letter.text.trim(), 'Hello');
  assert.equal(read, 0);
  writeFileSync(end, '');
  assert.deepEqual(await Promise.all(letters), ['Long', 'Long', 'Long']);
});

test('[EM45] a letter that needs more than the first reading has is read by the second', async () => {
  const reader = createLetterReader({ ...letterLimits, quickMs: 100, readingMs: 60_000 });
  assert.ok((await reader.letter(slow, own)) !== null);
});

/**
 * The most processor time of this thread between two turns of its event loop, in ms. Unlike a delay, it
 * does not depend on what else the machine does.
 */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = process.threadCpuUsage();
  let isOver = false;
  const working = work().finally(() => (isOver = true));
  while (!isOver) {
    // A turn without a pause would take the processor from whoever reads.
    await setTimeout(1);
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.threadCpuUsage();
  }
  await working;
  return longest;
}

test('[EM45] nobody else waits while the worst letters are read', async (t) => {
  const worst = readHere()
    .toSorted((one, other) => other.tookMs - one.tookMs)
    .slice(0, 3);
  const here = worst[0]?.tookMs ?? 0;
  const reader = createLetterReader();
  await reader.letter(hello, own);
  const apart = await longestTurn(() =>
    Promise.all(worst.map((each) => reader.letter(each.packed, own))),
  );
  t.diagnostic(`longest turn: ${here.toFixed(1)} ms here, ${apart.toFixed(1)} ms apart`);
  assert.ok(apart < here / 2, `${apart} ms apart, ${here} ms here`);
});
