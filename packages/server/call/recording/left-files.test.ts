// Recordings that could not be made, and files that nobody needs: tried again, removed, and left
// neither in the folder nor in the store. No media host runs.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createEncoder } from 'libopus-wasm';
import { logEntry, logHead } from '@opportune/core/sound/log.ts';
import { CallId, type ConversationId, RecordingId } from '@opportune/protocol/ids.ts';
import { recordingLimits } from '@opportune/protocol/limits/calls.ts';
import { createCalls } from '../feature.ts';
import { type CallStage, withCalls } from '../call-stage.test-support.ts';
import { removeLeft } from './left-files.ts';
import { partKey } from './keep-file.ts';
import { createMaking, keepMaking } from './making.ts';
import { insertRecording, noteParts, recordingsIn, removeRecording } from './recording-rows.ts';
import { createRecordings } from './recordings.ts';

const hour = 3_600_000;

/** A second of a tone, as the media host writes it. */
async function log(): Promise<Uint8Array> {
  using encoder = await createEncoder({ channels: 1, sampleRate: 48_000, bitrate: 24_000 });
  const entries = Array.from({ length: 50 }, (_, at) => {
    const samples = Float32Array.from({ length: 960 }, (__, each) => Math.sin(each / 10) * 0.3);
    const payload = encoder.encodeFloat(samples).slice();
    return logEntry({ track: at % 2, atMs: at * 20, timestamp: at * 960, payload });
  });
  return Buffer.concat([logHead(0), ...entries]);
}

/** As a server leaves it that is killed during a call. */
async function begun(of: CallStage, name: string, beganAt: number) {
  const { conversation } = await of.talk();
  const id = RecordingId.parse(name);
  const agreed = { at: beganAt, language: 'en' };
  const row = { id, conversation, call: CallId.parse(`call-${name}`), agreed, beganAt };
  await of.engines.records.withAccount(of.stage.account, (sql) =>
    insertRecording(sql, of.stage.account, row),
  );
  mkdirSync(of.parts.recordings, { recursive: true });
  writeFileSync(path.join(of.parts.recordings, `${id}-0.log`), await log());
  return { account: of.stage.account, conversation, id };
}

const rowsOf = ({ engines, stage }: CallStage, conversation: ConversationId) =>
  engines.records.withAccount(stage.account, (sql) => recordingsIn(sql, conversation));

const filesIn = ({ parts }: CallStage) => readdirSync(parts.recordings).toSorted();

const accountsOf = (of: CallStage) => async () => [of.stage.account];

function readerOf(of: CallStage, now?: number) {
  const { engines, parts, stage } = of;
  const { clock, schedule, log: logger } = stage.use;
  const at = now === undefined ? clock : { now: () => now };
  return createRecordings({ ...parts, records: engines.records, clock: at, schedule, log: logger });
}

test(
  '[CX24.2] a recording whose file could not be made is made later',
  withCalls(async (of) => {
    const whose = await begun(of, 'again', 0);
    // Where its file should be written, nothing can be.
    const blocked = path.join(of.parts.recordings, 'again-file.ogg');
    mkdirSync(blocked);
    await of.parts.making.makeLeft(whose.account);
    await of.parts.making.idle();
    assert.equal((await rowsOf(of, whose.conversation))[0]?.file, null);
    rmdirSync(blocked);
    await of.parts.making.makeLeft(whose.account);
    await of.parts.making.idle();
    assert.ok(((await rowsOf(of, whose.conversation))[0]?.file?.durationMs ?? 0) >= 900);
    assert.deepEqual(filesIn(of), []);
  }),
);

/** Makes what is left, and says how to do so again and how to stop. */
async function hourly(of: CallStage) {
  const { engines, parts, stage } = of;
  const { promise: isDone, resolve } = Promise.withResolvers<() => void>();
  const schedule = (_: number, again: () => void) => {
    resolve(again);
    return () => {};
  };
  const use = { ...parts, records: engines.records, log: stage.use.log, schedule };
  const stop = keepMaking(use, accountsOf(of));
  const again = await isDone;
  await parts.making.idle();
  return { again, stop };
}

test(
  '[CX24.2] a recording that could not be made is made an hour later, and one that runs is left alone',
  withCalls(async (of) => {
    const { making, recordings } = of.parts;
    const now = of.stage.use.clock.now();
    const [failed, runs] = [await begun(of, 'failed', now), await begun(of, 'runs', now)];
    making.began(runs.id, async () => {});
    const blocked = path.join(recordings, 'failed-file.ogg');
    mkdirSync(blocked);
    const { again, stop } = await hourly(of);
    rmdirSync(blocked);
    again();
    await stop();
    await making.idle();
    assert.ok((await rowsOf(of, failed.conversation))[0]?.file);
    assert.equal((await rowsOf(of, runs.conversation))[0]?.file, null);
    assert.deepEqual(filesIn(of), ['runs-0.log']);
    making.make(runs);
    await making.idle();
    assert.ok((await rowsOf(of, runs.conversation))[0]?.file);
  }),
);

test(
  '[CX25.2] a recording that is removed while its file is stored leaves nothing in the store',
  withCalls(async (of) => {
    const whose = await begun(of, 'midway', 0);
    const { engines, parts, stage } = of;
    const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // It stores the part, and its answer is lost.
    const store: typeof parts.store = {
      get: (key) => parts.store.get(key),
      remove: (key) => parts.store.remove(key),
      async put(key, bytes) {
        reached.resolve();
        await released.promise;
        await parts.store.put(key, bytes);
        throw new Error('no answer');
      },
    };
    const { records } = engines;
    const { desks } = stage.converse;
    const making = createMaking({
      ...{ ...stage.use, records, store, desks },
      folder: parts.recordings,
    });
    const { schedule, log: logger, clock } = stage.use;
    const reader = createRecordings({ ...parts, making, records, clock, schedule, log: logger });
    making.make(whose);
    await reached.promise;
    const removed = reader.remove(whose);
    released.resolve();
    await Promise.all([removed, making.idle()]);
    assert.equal(await parts.store.get(partKey(whose, 0)), null);
    assert.deepEqual(await rowsOf(of, whose.conversation), []);
    assert.deepEqual(filesIn(of), []);
  }),
);

test(
  '[CX25.3] a recording that goes with its conversation while its file is stored leaves nothing there',
  withCalls(async (of) => {
    const whose = await begun(of, 'cascade', 0);
    const { engines, parts, stage } = of;
    const { records } = engines;
    const store: typeof parts.store = {
      get: (key) => parts.store.get(key),
      remove: (key) => parts.store.remove(key),
      async put(key, bytes) {
        await parts.store.put(key, bytes);
        await records.withAccount(whose.account, (sql) => removeRecording(sql, whose));
        throw new Error('no answer');
      },
    };
    const { desks } = stage.converse;
    const use = { ...stage.use, records, store, desks, folder: parts.recordings };
    const making = createMaking(use);
    making.make(whose);
    await making.idle();
    assert.equal(await parts.store.get(partKey(whose, 0)), null);
  }),
);

test(
  '[CX25.3] a recording that cannot be removed does not keep the others',
  withCalls(async (of) => {
    const [stuck, other] = [await begun(of, 'stuck', 0), await begun(of, 'other', 1)];
    const { engines, parts, stage } = of;
    const { records } = engines;
    for (const whose of [stuck, other])
      await records.withAccount(whose.account, (sql) =>
        noteParts(sql, whose, [{ bytes: 3, slots: 1 }]),
      );
    const store: typeof parts.store = {
      get: (key) => parts.store.get(key),
      put: (key, bytes) => parts.store.put(key, bytes),
      async remove(key) {
        if (key === partKey(stuck, 0)) throw new Error('no answer');
        await parts.store.remove(key);
      },
    };
    const { schedule, log: logger } = stage.use;
    const clock = { now: () => 91 * 24 * hour };
    const reader = createRecordings({ ...parts, store, records, clock, schedule, log: logger });
    await reader.keepClean(accountsOf(of))();
    assert.equal((await rowsOf(of, stuck.conversation)).length, 1);
    assert.deepEqual(await rowsOf(of, other.conversation), []);
  }),
);

test(
  '[CX24.3] files of recordings that are made or removed go, and those that are still to be made stay',
  withCalls(async (of) => {
    const whose = await begun(of, 'open', 0);
    for (const name of ['made-0.log', 'made-file.ogg', 'a-b-12.log', 'read me.txt'])
      writeFileSync(path.join(of.parts.recordings, name), '');
    const use = { ...of.parts, records: of.engines.records };
    await removeLeft(use, accountsOf(of));
    assert.deepEqual(filesIn(of), ['open-0.log', 'read me.txt']);
    await readerOf(of).remove(whose);
    assert.deepEqual(filesIn(of), ['read me.txt']);
  }),
);

test(
  '[CX25.2] a recording without a file is removed by hand, with what of it is in the store',
  withCalls(async (of) => {
    const whose = await begun(of, 'half', 0);
    const { records } = of.engines;
    // As a server leaves it that is killed while it stores the file.
    const parts = [{ bytes: 3, slots: 1 }];
    await records.withAccount(whose.account, (sql) => noteParts(sql, whose, parts));
    await of.parts.store.put(partKey(whose, 0), Buffer.from('one'));
    await readerOf(of).remove(whose);
    assert.equal(await of.parts.store.get(partKey(whose, 0)), null);
    assert.deepEqual(await rowsOf(of, whose.conversation), []);
    assert.deepEqual(filesIn(of), []);
    // Whoever makes it meanwhile adds nothing.
    of.parts.making.make(whose);
    await of.parts.making.idle();
    assert.equal(await of.parts.store.get(partKey(whose, 0)), null);
  }),
);

test(
  '[CX25.3] all whose time is over are removed at once, with or without a file',
  withCalls(async (of) => {
    const { account, conversation } = await begun(of, 'old-0', 0);
    await of.engines.records.withAccount(account, async (sql) => {
      const agreed = { at: 0, language: 'en' };
      for (let at = 1; at <= 120; at += 1) {
        const id = RecordingId.parse(`old-${at}`);
        const call = CallId.parse(`call-${at}`);
        await insertRecording(sql, account, { id, conversation, call, agreed, beganAt: at });
      }
    });
    await readerOf(of, 91 * 24 * hour).keepClean(accountsOf(of))();
    assert.deepEqual(await rowsOf(of, conversation), []);
    assert.deepEqual(filesIn(of), []);
  }),
);

test(
  '[OP11] fills: recordings to be made',
  withCalls(async (of) => {
    const last = await begun(of, 'beyond', 0);
    const { account, conversation } = last;
    // None of them has a row, so nothing is made.
    const whose = (at: number) => ({ account, conversation, id: RecordingId.parse(`none-${at}`) });
    for (let at = 0; at < recordingLimits.making; at += 1) of.parts.making.make(whose(at));
    of.parts.making.make(last);
    await of.parts.making.idle();
    assert.equal((await rowsOf(of, last.conversation))[0]?.file, null);
    of.parts.making.make(last);
    await of.parts.making.idle();
    assert.ok((await rowsOf(of, last.conversation))[0]?.file);
  }),
);

test(
  '[CX24.3] a server that offers no calls makes what is left, and removes what nobody needs',
  withCalls(async (of) => {
    const { stage, engines, parts } = of;
    const { account, conversation } = await begun(of, 'left', stage.use.clock.now() - hour);
    writeFileSync(path.join(parts.recordings, 'gone-0.log'), '');
    const { bus, clock, ids, schedule, log: logger, budgets, tellVisitor } = stage.use;
    const feature = createCalls({
      ...{ world: { bus, clock, ids, schedule, log: logger }, records: engines.records, budgets },
      ...{ desks: stage.converse.desks, tellVisitor, ...parts, voice: null, homes: onlyHome },
      isOn: async () => true,
    });
    await feature.start?.([account]);
    for (let tries = 0; filesIn(of).length > 0; tries += 1) {
      assert.ok(tries < 1200, filesIn(of).join());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.ok((await rowsOf(of, conversation))[0]?.file);
    await feature.close();
  }),
);
