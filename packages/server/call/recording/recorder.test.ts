// The recorder of a call beside a media host that only notes what it is told: what becomes of a
// recording whose row cannot be stored, or whose call is over while something is on its way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newCall } from '@opportune/core/call/call.ts';
import { step } from '@opportune/core/call/step.ts';
import type { Media, Recorded } from '@opportune/core/ports/media.ts';
import { CallId, ConversationId, LegId, UserId } from '@opportune/protocol/ids.ts';
import { type CallStage, withCalls } from '../call-stage.test-support.ts';
import { newRunning, type Running } from '../running.ts';
import { Recorder } from './recorder.ts';
import { newRecording, stateOf } from './recording.ts';
import { findRecording } from './recording-rows.ts';
import { createRecordings } from './recordings.ts';

const visitor = LegId.parse('visitor');
const agent = LegId.parse('agent');
const yes = { at: 0, language: 'en' };

function open(of: CallStage, conversation: ConversationId) {
  const { stage, engines, parts } = of;
  const call = newCall(CallId.parse(`call-${conversation}`), 0);
  step(call, { type: 'leg.join', leg: visitor, party: { type: 'visitor' } }, 0);
  const ada = { type: 'agent', user: UserId.parse('u') } as const;
  step(call, { type: 'leg.join', leg: agent, party: ada }, 0);
  const running: Running = newRunning(call, {
    ...{ account: stage.account, conversation, address: null, proposedBy: 'visitor' },
    ...{ about: { site: null, visitor: null, origin: null }, proposer: visitor, isQueued: false },
    recording: newRecording(true),
  });
  const told: (Recorded | null)[] = [];
  const media = {
    record: async (_: CallId, recorded: Recorded | null) => void told.push(recorded),
  };
  const states: string[] = [];
  const use = {
    ...stage.use,
    ...parts,
    records: engines.records,
    media: media as unknown as Media,
  };
  const recorder = new Recorder(
    use,
    ({ recording }) => states.push(stateOf(recording)),
    () => states.push('tone'),
  );
  const connect = (): void => {
    for (const leg of [visitor, agent]) step(call, { type: 'leg.connected', leg }, 0);
    recorder.follow(running);
  };
  return { running, recorder, told, states, connect };
}

test(
  '[CX21.4] a call is told as recorded once its row is stored',
  withCalls(async (of) => {
    const { conversation } = await of.talk();
    const { running, recorder, told, states, connect } = open(of, conversation);
    recorder.answer(running, yes);
    connect();
    assert.deepEqual([states, stateOf(running.recording)], [['agreed'], 'agreed']);
    await recorder.idle();
    assert.deepEqual(states, ['agreed', 'on', 'tone']);
    assert.equal(told.length, 1);
  }),
);

test(
  '[CX21.4] if its row cannot be stored, nothing is recorded and both sides are told',
  withCalls(async (of) => {
    const nowhere = ConversationId.parse('no-such-conversation');
    const { running, recorder, told, states, connect } = open(of, nowhere);
    recorder.answer(running, yes);
    connect();
    await recorder.idle();
    assert.deepEqual(states, ['agreed', 'full']);
    // A yes again changes nothing: none of it would be kept.
    recorder.answer(running, null);
    recorder.answer(running, yes);
    assert.equal(states.at(-1), 'full');
    assert.deepEqual(told, []);
  }),
);

test(
  '[CX22.3] who agrees again after the host took no more is told so again',
  withCalls(async (of) => {
    const { conversation } = await of.talk();
    const { running, recorder, states, connect } = open(of, conversation);
    recorder.answer(running, yes);
    connect();
    await recorder.idle();
    recorder.answer(running, null);
    recorder.full(running);
    recorder.answer(running, yes);
    assert.deepEqual(states.slice(-2), ['refused', 'full']);
  }),
);

test(
  '[CX21.2] who stops it before it began is not recorded, and hears no tone',
  withCalls(async (of) => {
    const { conversation } = await of.talk();
    const { running, recorder, told, states, connect } = open(of, conversation);
    recorder.answer(running, yes);
    connect();
    recorder.answer(running, null);
    await recorder.idle();
    assert.deepEqual([states, told.at(-1)?.tracks ?? []], [['agreed', 'refused'], []]);
    // Nor later, unless they agree after all.
    recorder.answer(running, yes);
    assert.deepEqual(states.slice(2), ['tone', 'on']);
  }),
);

test(
  '[CX21.4] a recording that goes on after the visitor stopped it says so with its tone again',
  withCalls(async (of) => {
    const { conversation } = await of.talk();
    const { running, recorder, states, connect } = open(of, conversation);
    recorder.answer(running, yes);
    connect();
    await recorder.idle();
    recorder.answer(running, null);
    recorder.answer(running, yes);
    assert.deepEqual(states.slice(2), ['tone', 'refused', 'tone', 'on']);
  }),
);

test(
  '[CX21.1] the answer that counts is stored, not one that was withdrawn before',
  withCalls(async (of) => {
    const { conversation } = await of.talk();
    const { running, recorder, connect } = open(of, conversation);
    recorder.answer(running, { at: 1, language: 'de' });
    recorder.answer(running, null);
    recorder.answer(running, { at: 2, language: 'fr' });
    connect();
    await recorder.idle();
    const rows = await of.engines.records.withAccount(of.stage.account, (sql) =>
      sql.rows<{ language: string; agreed_at: Date }>(
        'SELECT language, agreed_at FROM call_recordings WHERE conversation = $1',
        [conversation],
      ),
    );
    assert.deepEqual(
      rows.map(({ language, agreed_at: at }) => [language, at.getTime()]),
      [['fr', 2]],
    );
  }),
);

test(
  '[CX25.2] a recording that is removed while it runs is over: nothing more is recorded, and both sides see so',
  withCalls(async (of) => {
    const { conversation } = await of.talk();
    const { running, recorder, told, states, connect } = open(of, conversation);
    recorder.answer(running, yes);
    connect();
    await recorder.idle();
    const { id } = running.recording;
    assert.ok(id !== null);
    const { engines, parts, stage } = of;
    const { clock, schedule, log } = stage.use;
    const use = { ...parts, records: engines.records, clock, schedule, log };
    const { account } = stage;
    await createRecordings(use).remove({ account, conversation, id });
    assert.deepEqual([told.at(-1), states.at(-1)], [null, 'off']);
    // Nor does it go on after the host has ended, or another yes.
    recorder.follow(running, true);
    assert.equal(recorder.answer(running, yes), false);
    assert.equal(told.length, 2);
    const find = () =>
      engines.records.withAccount(account, (sql) => findRecording(sql, { conversation, id }));
    assert.equal(await find(), null);
    recorder.ended(running);
    await recorder.idle();
    await parts.making.idle();
    assert.equal(await find(), null);
  }),
);

test(
  '[CX22.1] a call that is over begins no log, whoever was still on the way',
  withCalls(async (of) => {
    const { conversation } = await of.talk();
    const { running, recorder, told, connect } = open(of, conversation);
    recorder.answer(running, yes);
    connect();
    await recorder.idle();
    recorder.ended(running);
    await recorder.idle();
    recorder.follow(running, true);
    assert.deepEqual(told.slice(1), [null]);
    await of.parts.making.idle();
  }),
);
