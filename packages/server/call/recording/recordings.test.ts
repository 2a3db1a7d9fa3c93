// Recorded calls, on a real media host: two people with a tone each, and what is heard in the file.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as rest } from 'node:timers/promises';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { accountRemoved, sessionsEnded } from '@opportune/protocol/bus/changes.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { whateverItIs } from '../../http/rest/whole-document.ts';
import {
  joins,
  proposes,
  sideOfAgent,
  sideOfVisitor,
  until,
  withCalls,
} from '../call-stage.test-support.ts';
import { findRecording } from './recording-rows.ts';
import { createRecordings } from './recordings.ts';
import { partKey } from './keep-file.ts';
import {
  fileOf,
  filesIn,
  heardIn,
  madeOf,
  manager,
  pieces,
  readerOf,
  rowsOf,
  said,
  speaking,
  switchOn,
  toneOf,
  tones,
  tracksOf,
} from './recorded.test-support.ts';
import { wholeRun } from '../../../../test/support/whole-run.test-support.ts';

test(
  '[CX21.1] [CX22.1] [CX23.2] a call is recorded once the visitor agreed, each side on a track of its own',
  withCalls(async (of) => {
    await switchOn(of);
    const talk = await of.talk('cx21-ada');
    const { id, one, two } = await speaking(of, talk, true);
    await until(two, ({ recording }) => recording === 'on');
    await until(one, ({ recording }) => recording === 'on');
    await said(of, 4);
    one.say({ type: 'call.leave', call: id });
    const made = await madeOf(of, talk.conversation);
    assert.equal(made.language, 'de');
    assert.ok(made.file !== null && made.file.durationMs > 1000, `${made.file?.durationMs} ms`);
    const { bytes } = await fileOf(of, talk.conversation);
    const [visitor, ada] = await tracksOf(bytes);
    assert.ok(visitor && ada);
    const tenths = (samples: Float32Array, hertz: number) =>
      heardIn(samples, hertz).filter(Boolean).length;
    assert.ok(tenths(visitor, tones.visitor) >= 10 && tenths(ada, tones.ada) >= 10);
    assert.equal(tenths(visitor, tones.ada), 0);
    assert.equal(tenths(ada, tones.visitor), 0);
    const { loudness } = made.file;
    assert.ok(Math.max(...loudness.visitor) > 50 && Math.max(...loudness.team) > 50);
    // Nothing is left where recordings are made, and the transcript shows it.
    await of.parts.making.idle();
    const aside = await talk.ada.inbox.next('message', ({ message: { body } }) => {
      return body.type === 'aside' && body.aside.type === 'recorded';
    });
    assert.equal(aside.message.id, made.id);
  }),
);

test(
  '[CX21.5] an account records nothing unless it is switched on, and nobody is asked',
  withCalls(async (of) => {
    const unsaid = await of.parts.rules.of(AccountId.parse('an-account-without-settings'));
    assert.deepEqual(unsaid, { on: false, keepDays: 90 });
    const off = { on: false, keepDays: 30 };
    await of.parts.rules.change(of.stage.account, off, whateverItIs);
    const { visitor, conversation } = await of.talk('cx21-off');
    const one = sideOfVisitor(visitor);
    const { id, recording } = await proposes(one, conversation);
    assert.equal(recording, 'off');
    one.say({ type: 'call.consent', call: id, agrees: true, language: 'en' });
    assert.equal((await one.inbox.next('problem')).problem.code, 'request.conflict');
    one.say({ type: 'call.leave', call: id });
  }),
);

test(
  '[CX21.2] a visitor who refuses is not recorded, not by a byte, and speaks all the same',
  withCalls(async (of) => {
    await switchOn(of);
    const talk = await of.talk('cx21-no');
    const { id, one, two, talkers } = await speaking(of, talk, false);
    await talkers.ada.hearing(['music']);
    await rest(500);
    talk.ada.send({ type: 'call.record', call: id, isPaused: false });
    assert.equal((await two.inbox.next('problem')).problem.code, 'request.conflict');
    // Only the visitor can agree.
    two.say({ type: 'call.consent', call: id, agrees: true, language: 'en' } as never);
    await two.inbox.next('problem');
    one.say({ type: 'call.leave', call: id });
    await two.inbox.next('call.over');
    assert.deepEqual(readdirSync(of.parts.recordings), []);
    assert.deepEqual(await rowsOf(of, talk.conversation), []);
  }),
);

test(
  '[CX17.9] who waits in the queue is asked meanwhile, and is recorded once both hear each other',
  withCalls(async (of) => {
    await switchOn(of);
    const ada = await (await of.stage.agent('cx17-queue')).online();
    const visitor = of.stage.visitor();
    const conversation = await visitor.start(undefined, randomUUID(), { speaks: true });
    const [one, two] = [sideOfVisitor(visitor), sideOfAgent(ada)];
    const { id, recording } = await proposes(one, conversation);
    assert.equal(recording, 'asks');
    await joins(one, of.talker('visitor', await toneOf(tones.visitor)), id, 'page');
    await ada.inbox.next('ring.began', ({ ring }) => ring.conversation === conversation);
    assert.equal(await ada.command({ type: 'conversation.accept', conversation }), null);
    await joins(two, of.talker('ada', await toneOf(tones.ada)), id, 'console');
    await until(two, (call) => call.state === 'connected');
    // Both hear each other, and not a byte is recorded before the answer.
    await rest(500);
    assert.deepEqual(filesIn(of), []);
    one.say({ type: 'call.consent', call: id, agrees: true, language: 'en' });
    await until(two, (call) => call.recording === 'on');
    await said(of, 1);
    one.say({ type: 'call.leave', call: id });
    const { file } = await madeOf(of, conversation);
    assert.ok(file !== null && file.durationMs > 500);
  }),
);

test(
  '[CX22.2] only the agent who leads the call and is connected can pause the recording',
  withCalls(async (of) => {
    await switchOn(of);
    const talk = await of.talk('cx22-lost');
    const { id, two } = await speaking(of, talk, true);
    await until(two, ({ recording }) => recording === 'on');
    const { account, use } = of.stage;
    const ended = { account, user: talk.ada.user, only: null, except: 'another' };
    publish(use.bus, sessionsEnded, ended);
    await until(two, ({ state }) => state === 'lost');
    talk.ada.send({ type: 'call.record', call: id, isPaused: true });
    assert.equal((await two.inbox.next('problem')).problem.code, 'request.conflict');
  }),
);

test(
  '[CX22.2] a pause by the agent, a request for a private value and a hold are silent',
  withCalls(async (of) => {
    await switchOn(of);
    const talk = await of.talk('cx22-ada');
    const { id, one, two } = await speaking(of, talk, true);
    const { conversation, ada } = talk;
    await until(two, ({ recording }) => recording === 'on');
    const quiet = async (begin: () => void, end: () => void, state: string): Promise<void> => {
      await rest(1000);
      begin();
      await until(two, (call) => call.recording === state || call.state === state);
      await rest(1200);
      two.inbox.frames.splice(0);
      end();
      await until(two, (call) => call.recording === 'on' && call.state === 'connected');
    };
    const pause = (isPaused: boolean) => ada.send({ type: 'call.record', call: id, isPaused });
    await quiet(
      () => pause(true),
      () => pause(false),
      'paused',
    );
    const ask = 'a-private-value' as never;
    await quiet(
      () =>
        ada.send({
          ...{ type: 'private.ask', request: 'r1', conversation, ask },
          ...{ label: 'Number', kind: 'text' },
        }),
      () => ada.send({ type: 'private.close', request: 'r2', conversation, ask }),
      'paused',
    );
    const hold = (isHeld: boolean) => ada.send({ type: 'call.hold', call: id, isHeld });
    await quiet(
      () => hold(true),
      () => hold(false),
      'held',
    );
    await rest(1000);
    one.say({ type: 'call.leave', call: id });
    const [visitor, team] = await tracksOf((await fileOf(of, conversation)).bytes);
    assert.ok(visitor && team);
    assert.equal(pieces(heardIn(visitor, tones.visitor)), 4);
    assert.equal(pieces(heardIn(team, tones.ada)), 4);
  }),
);

test(
  '[CX24.1] after the media host was killed, what was said before is kept and the recording goes on',
  wholeRun,
  withCalls(async (of) => {
    await switchOn(of);
    const talk = await of.talk('cx24-ada');
    const { id, one, two, talkers } = await speaking(of, talk, true);
    await until(two, ({ recording }) => recording === 'on');
    await said(of, 4);
    const pid = of.media.pid();
    assert.ok(pid !== null);
    for (const side of [one, two]) side.inbox.frames.splice(0);
    process.kill(pid, 'SIGKILL');
    await Promise.all([one, two].map((side) => until(side, ({ state }) => state === 'lost')));
    await Promise.all([
      joins(one, talkers.visitor, id, 'page'),
      joins(two, talkers.ada, id, 'console'),
    ]);
    await until(two, ({ state }) => state === 'connected');
    await rest(2500);
    one.say({ type: 'call.leave', call: id });
    const [visitor, team] = await tracksOf((await fileOf(of, talk.conversation)).bytes);
    assert.ok(visitor && team);
    const heard = heardIn(visitor, tones.visitor);
    assert.ok(heard.filter(Boolean).length >= 20, `${heard.filter(Boolean).length} tenths`);
    // A busy machine may lose more than what the host took with it.
    assert.ok(pieces(heard) >= 2);
  }),
);

test(
  '[CX24.2] what a server that was killed left behind is made into a file, once',
  wholeRun,
  withCalls(async (of) => {
    await switchOn(of);
    const talk = await of.talk('cx24-left');
    const { two } = await speaking(of, talk, true);
    await until(two, ({ recording }) => recording === 'on');
    await said(of, 4);
    // As at kill -9: the host ends, and nobody says that the call is over.
    const pid = of.media.pid();
    assert.ok(pid !== null);
    process.kill(pid, 'SIGKILL');
    await rest(100);
    await of.parts.making.makeLeft(of.stage.account);
    await of.parts.making.makeLeft(of.stage.account);
    const made = await madeOf(of, talk.conversation);
    assert.ok((made.file?.durationMs ?? 0) >= 1000);
    await of.parts.making.idle();
    assert.deepEqual(readdirSync(of.parts.recordings), []);
    assert.equal((await rowsOf(of, talk.conversation)).length, 1);
  }),
);

test(
  '[CX25.3] of a call whose account is removed, nothing is left',
  withCalls(async (of) => {
    await switchOn(of);
    const talk = await of.talk('cx25-gone');
    const { two } = await speaking(of, talk, true);
    await until(two, ({ recording }) => recording === 'on');
    await said(of, 1);
    assert.ok(readdirSync(of.parts.recordings).length > 0);
    publish(of.stage.use.bus, accountRemoved, { account: of.stage.account });
    for (let tries = 0; readdirSync(of.parts.recordings).length > 0; tries += 1) {
      assert.ok(tries < 100, 'the log is removed');
      await rest(50);
    }
  }),
);

test(
  '[CX25] managers hear a recording, and the agent of its conversation; for others it does not exist',
  withCalls(async (of) => {
    await switchOn(of);
    const talk = await of.talk('cx25-ada');
    const { id, one } = await speaking(of, talk, true);
    await until(one, ({ recording }) => recording === 'on');
    await said(of, 4);
    one.say({ type: 'call.leave', call: id });
    const { id: recording } = await madeOf(of, talk.conversation);
    const { account } = of.stage;
    const whose = { account, conversation: talk.conversation, id: recording };
    const agent = (user: string) => ({ id: user, role: 'agent' }) as unknown as User;
    const recordings = readerOf(of);
    assert.equal(
      (await recordings.list(agent(talk.ada.user), account, talk.conversation)).length,
      1,
    );
    assert.equal((await recordings.list(manager, account, talk.conversation)).length, 1);
    const none = (error: unknown) =>
      error instanceof Refusal && error.problem.code === 'request.not_found';
    await assert.rejects(recordings.list(agent('ben'), account, talk.conversation), none);
    await assert.rejects(recordings.open(agent('ben'), whose, 'ogg'), none);

    // The same sound as WAV, and any piece of it.
    const { bytes, file } = await fileOf(of, talk.conversation, 'wav');
    assert.equal(file.mediaType, 'audio/wav');
    assert.equal(bytes.toString('latin1', 0, 4), 'RIFF');
    const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44));
    const side = (at: number) =>
      Float32Array.from(
        { length: samples.length / 2 },
        (_, each) => (samples[each * 2 + at] ?? 0) / 32768,
      );
    const sounds = (at: number, hertz: number) => heardIn(side(at), hertz).filter(Boolean).length;
    assert.ok(sounds(0, tones.visitor) >= 5 && sounds(0, tones.ada) === 0);
    assert.ok(sounds(1, tones.ada) >= 5 && sounds(1, tones.visitor) === 0);
    const pieceFrom = 30_001;
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.read(pieceFrom, 40_000)) chunks.push(chunk);
    assert.equal(Buffer.concat(chunks).length, 40_000 - pieceFrom + 1);

    // Its time is over, or a manager removes it: not a byte is left.
    const { parts } = (await of.engines.records.withAccount(account, (sql) =>
      findRecording(sql, whose),
    )) ?? { parts: [] };
    assert.ok(parts.length > 0);
    await recordings.remove(whose);
    assert.equal(await of.parts.store.get(partKey(whose, 0)), null);
    assert.deepEqual(await rowsOf(of, talk.conversation), []);
    await assert.rejects(recordings.open(manager, whose, 'ogg'), none);
  }),
);

test(
  '[CX25.3] recordings are removed when their time is over, and not before',
  withCalls(async (of) => {
    await switchOn(of);
    const talk = await of.talk('cx25-old');
    const { id, one } = await speaking(of, talk, true);
    await until(one, ({ recording }) => recording === 'on');
    await said(of, 1);
    one.say({ type: 'call.leave', call: id });
    const made = await madeOf(of, talk.conversation);
    const day = 24 * 3600_000;
    const at = async (days: number): Promise<number> => {
      const { engines, parts, stage } = of;
      const { schedule, log } = stage.use;
      const clock = { now: () => made.beganAt + days * day };
      const use = { ...parts, records: engines.records, clock, schedule, log };
      const recordings = createRecordings(use);
      await recordings.keepClean(async () => [stage.account])();
      return (await rowsOf(of, talk.conversation)).length;
    };
    assert.equal(await at(29), 1);
    assert.equal(await at(31), 0);
    const whose = { account: of.stage.account, id: made.id };
    assert.equal(await of.parts.store.get(partKey(whose, 0)), null);
  }),
);
