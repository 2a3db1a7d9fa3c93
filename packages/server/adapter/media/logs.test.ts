// The logs of recordings: whose packets are written, that a recording goes on in another file, and
// what happens at their bounds.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { logHead, readLog } from '@opportune/core/sound/log.ts';
import { CallId, LegId } from '@opportune/protocol/ids.ts';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';
import { testDataFolder } from '../engines.test-support.ts';
import { createLogs } from './logs.ts';

const call = CallId.parse('c');
const leg = LegId.parse('l');
const packet = (word: string, at = 1) => ({
  ...{ sequence: at, timestamp: at * 960, payload: Buffer.from(word) },
});

function open(each: TestContext) {
  const folder = testDataFolder();
  each.after(() => folder.remove());
  const full: CallId[] = [];
  const clock = { ms: 0 };
  const logs = createLogs(
    folder.path,
    (of) => full.push(of),
    () => clock.ms,
  );
  const wordsIn = (file: string) =>
    [...readLog([readFileSync(path.join(folder.path, file))])].map(({ payload, track }) => [
      track,
      Buffer.from(payload).toString(),
    ]);
  return { folder: folder.path, clock, full, logs, wordsIn };
}

test('[CX22.1] only the legs that are named are written, each on its track', async (each) => {
  const { logs, wordsIn } = open(each);
  logs.take({ call, leg }, packet('before'));
  await logs.record(call, { file: 'r', tracks: [{ leg, track: 1 }] });
  logs.take({ call, leg }, packet('one'));
  logs.take({ call, leg: LegId.parse('other') }, packet('other'));
  logs.take({ call: CallId.parse('d'), leg }, packet('elsewhere'));
  await logs.record(call, { file: 'r', tracks: [] });
  logs.take({ call, leg }, packet('paused'));
  await logs.record(call, { file: 'r', tracks: [{ leg, track: 0 }] });
  logs.take({ call, leg }, packet('two'));
  await logs.record(call, null);
  logs.take({ call, leg }, packet('after'));
  assert.deepEqual(wordsIn('r-0.log'), [
    [1, 'one'],
    [0, 'two'],
  ]);
});

test('[CX24.1] a recording goes on in another file, from the same beginning', async (each) => {
  const { folder, logs, wordsIn } = open(each);
  writeFileSync(path.join(folder, 'r-0.log'), logHead(Date.now() - 5000));
  await logs.record(call, { file: 'r', tracks: [{ leg, track: 0 }] });
  logs.take({ call, leg }, packet('again'));
  await logs.record(call, null);
  assert.deepEqual(wordsIn('r-1.log'), [[0, 'again']]);
  const [entry] = readLog([readFileSync(path.join(folder, 'r-1.log'))]);
  assert.ok(entry !== undefined && entry.atMs >= 5000 && entry.atMs < 10_000);
});

test('[CX22.3] a log that is full takes no more, and says so once', async (each) => {
  const { folder, full, logs } = open(each);
  const former = path.join(folder, 'r-0.log');
  writeFileSync(former, logHead(Date.now()));
  truncateSync(former, mediaLimits.recordingBytes - 200);
  await logs.record(call, { file: 'r', tracks: [{ leg, track: 0 }] });
  logs.take({ call, leg }, packet('x'.repeat(100)));
  assert.deepEqual(full, []);
  for (let at = 0; at < 3; at += 1) logs.take({ call, leg }, packet('x'.repeat(100)));
  assert.deepEqual(full, [call]);
  await logs.record(call, null);
});

test('[CX23.1] the clock of the day, set anew, moves nothing in a recording', async (each) => {
  const { folder, clock, logs } = open(each);
  await logs.record(call, { file: 'r', tracks: [{ leg, track: 0 }] });
  logs.take({ call, leg }, packet('one'));
  const day = Date.now;
  Date.now = () => day() - 3_600_000;
  each.after(() => (Date.now = day));
  clock.ms += 20;
  logs.take({ call, leg }, packet('two', 2));
  await logs.record(call, null);
  const entries = [...readLog([readFileSync(path.join(folder, 'r-0.log'))])];
  assert.deepEqual(
    entries.map(({ atMs }) => atMs),
    [0, 20],
  );
});

test('[CX22.3] a recording that lasts longer than any call takes no more', async (each) => {
  const { clock, full, logs, wordsIn } = open(each);
  await logs.record(call, { file: 'r', tracks: [{ leg, track: 0 }] });
  clock.ms = mediaLimits.recordingMs;
  logs.take({ call, leg }, packet('last'));
  clock.ms += 1;
  logs.take({ call, leg }, packet('beyond'));
  assert.deepEqual(full, [call]);
  await logs.record(call, null);
  assert.deepEqual(wordsIn('r-0.log'), [[0, 'last']]);
});

test('[CX22.3] what a disk does not take soon enough ends the recording', async (each) => {
  const { full, logs, wordsIn } = open(each);
  await logs.record(call, { file: 'r', tracks: [{ leg, track: 0 }] });
  const piece = packet('x'.repeat(60_000));
  for (let at = 0; at < 20; at += 1) logs.take({ call, leg }, piece);
  assert.deepEqual(full, [call]);
  await logs.record(call, null);
  // What was taken before is there.
  assert.equal(wordsIn('r-0.log').length, 17);
});

test('[CX22.3] a folder that cannot be read ends the recording, and not the host', async (each) => {
  const { folder, full, logs } = open(each);
  // A folder where a log should be: it has no head to read.
  mkdirSync(path.join(folder, 'r-0.log'));
  await logs.record(call, { file: 'r', tracks: [{ leg, track: 0 }] });
  assert.deepEqual(full, [call]);
  logs.take({ call, leg }, packet('one'));
  await logs.record(call, null);
});

test('[CX22.3] a disk that takes nothing ends the recording, and not the host', async (each) => {
  const { folder, full, logs } = open(each);
  await logs.record(call, { file: 'no-such-folder/r', tracks: [{ leg, track: 0 }] });
  logs.take({ call, leg }, packet('one'));
  await logs.record(call, null);
  assert.deepEqual(full, [call]);
  assert.deepEqual(readdirSync(folder), []);
});
