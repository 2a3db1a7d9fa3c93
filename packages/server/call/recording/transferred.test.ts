// A recorded call that is handed over to a colleague who was asked first: one file, in which the visitor and
// the team keep their tracks, and nothing of what was said apart.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as rest } from 'node:timers/promises';
import {
  type CallStage,
  joins,
  sideOfAgent,
  until,
  withCalls,
} from '../call-stage.test-support.ts';
import { asks, say } from '../colleague/consulting.test-support.ts';
import {
  fileOf,
  heardIn,
  pieces,
  rowsOf,
  said,
  speaking,
  switchOn,
  toneOf,
  tones,
  tracksOf,
} from './recorded.test-support.ts';

const ofBen = 1310;

/** Bytes of all logs. */
const bytesIn = ({ parts: { recordings } }: CallStage): number =>
  readdirSync(recordings).reduce(
    (sum, name) => sum + statSync(path.join(recordings, name)).size,
    0,
  );

test(
  '[CX22.1] [CX23.2] a call that is handed over is one recording, each side on its track',
  withCalls(async (of) => {
    await switchOn(of);
    const talk = await of.talk();
    const { ada, conversation } = talk;
    const { id, one, two } = await speaking(of, talk, true);
    const ben = await (await of.stage.agent(`ben-${randomUUID()}`)).online();
    const three = sideOfAgent(ben);
    await until(two, ({ recording }) => recording === 'on');
    await said(of, 4);
    assert.equal(await asks(ada, id, ben.user), null);
    await until(three, ({ state }) => state === 'asked');
    three.say({ type: 'call.accept', call: id });
    await joins(three, of.talker('ben', await toneOf(ofBen)), id, 'of ben');
    await until(two, ({ aside }) => aside?.is === 'here');
    await rest(1500);
    say(ada, 'hand-over', id);
    await until(three, ({ leads, state }) => leads === true && state === 'connected');
    const before = bytesIn(of);
    await until(three, ({ recording }) => recording === 'on');
    for (let tries = 0; tries < 1200 && bytesIn(of) < before + 16_000; tries += 1) await rest(50);
    one.say({ type: 'call.leave', call: id });

    const [visitor, team] = await tracksOf((await fileOf(of, conversation)).bytes);
    assert.ok(visitor && team);
    assert.equal((await rowsOf(of, conversation)).length, 1);
    const [first, second] = [heardIn(team, tones.ada), heardIn(team, ofBen)];
    const theirs = heardIn(visitor, tones.visitor);
    const tenths = (heard: readonly boolean[]): number => heard.filter(Boolean).length;
    assert.ok(tenths(first) >= 10 && tenths(second) >= 10, `${tenths(first)}, ${tenths(second)}`);
    // Ada, then at least a second of silence while both spoke apart, then Ben.
    assert.ok(first.lastIndexOf(true) + 10 < second.indexOf(true));
    assert.ok(pieces(theirs) >= 2);
    const apart = theirs.slice(first.lastIndexOf(true) + 3, second.indexOf(true) - 3);
    assert.ok(apart.length > 4 && !apart.includes(true), 'the visitor on hold');
    for (const hertz of [tones.ada, ofBen]) assert.equal(tenths(heardIn(visitor, hertz)), 0);
    assert.equal(tenths(heardIn(team, tones.visitor)), 0);
  }),
);
