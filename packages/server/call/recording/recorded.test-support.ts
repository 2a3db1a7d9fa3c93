// Recorded calls, on a real media host: people with a tone each, and what is heard in the file.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { createDecoder, createEncoder } from 'libopus-wasm';
import { soundIn, splitStreams } from '@opportune/core/sound/ogg.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import type { CallRecording } from '@opportune/protocol/rest/conversation/recordings.ts';
import { whateverItIs } from '../../http/rest/whole-document.ts';
import {
  type CallStage,
  joins,
  proposes,
  sideOfAgent,
  sideOfVisitor,
  type Talk,
  until,
} from '../call-stage.test-support.ts';
import { recordingsIn } from './recording-rows.ts';
import { createRecordings } from './recordings.ts';

export const tones = { visitor: 440, ada: 940 } as const;

export async function toneOf(hertz: number): Promise<readonly Uint8Array[]> {
  using encoder = await createEncoder({ channels: 1, sampleRate: 48_000, bitrate: 24_000 });
  // A whole number of waves, so that it goes on over and over.
  return Array.from({ length: 50 }, (_, packet) =>
    encoder
      .encodeFloat(
        Float32Array.from({ length: 960 }, (__, at) =>
          Math.sin((2 * Math.PI * hertz * (packet * 960 + at)) / 48_000),
        ).map((each) => each * 0.3),
      )
      .slice(),
  );
}

/** Asked, answered, accepted and joined. */
export async function speaking(of: CallStage, talk: Talk, agrees: boolean) {
  const [one, two] = [sideOfVisitor(talk.visitor), sideOfAgent(talk.ada)];
  const { id, recording } = await proposes(one, talk.conversation);
  assert.equal(recording, 'asks');
  one.say({ type: 'call.consent', call: id, agrees, language: 'de' });
  await until(one, (call) => call.recording === (agrees ? 'agreed' : 'refused'));
  await until(two, ({ state }) => state === 'asked');
  two.say({ type: 'call.accept', call: id });
  const talkers = {
    visitor: of.talker('visitor', await toneOf(tones.visitor)),
    ada: of.talker('ada', await toneOf(tones.ada)),
  };
  await joins(one, talkers.visitor, id, 'page');
  await joins(two, talkers.ada, id, 'console');
  await until(two, ({ state }) => state === 'connected');
  return { id, one, two, talkers };
}

export const switchOn = ({ parts, stage }: CallStage) =>
  parts.rules.change(stage.account, { on: true, keepDays: 30 }, whateverItIs);

export async function madeOf(of: CallStage, conversation: ConversationId): Promise<CallRecording> {
  for (let tries = 0; tries < 200; tries += 1) {
    const [found] = await rowsOf(of, conversation);
    if (found?.file != null) return found;
    await rest(50);
  }
  return assert.fail('no recording was made');
}

export const rowsOf = ({ engines, stage }: CallStage, conversation: ConversationId) =>
  engines.records.withAccount(stage.account, (sql) => recordingsIn(sql, conversation));

/** Reads it as people do. */
export function readerOf(of: CallStage) {
  const { engines, parts, stage } = of;
  const { clock, schedule, log } = stage.use;
  return createRecordings({ ...parts, records: engines.records, clock, schedule, log });
}

export const filesIn = ({ parts: { recordings } }: CallStage): readonly string[] =>
  existsSync(recordings) ? readdirSync(recordings) : [];

/** Waits until so many seconds of both sides, at least, are in the log. */
export async function said(of: CallStage, seconds: number): Promise<void> {
  const sizeOf = (name: string): number => statSync(path.join(of.parts.recordings, name)).size;
  // A tone takes more than 40 bytes a packet, of which each side says 50 a second.
  for (let tries = 0; tries < 1200; tries += 1) {
    if (filesIn(of).some((name) => sizeOf(name) > 2 * 50 * 40 * seconds)) return;
    await rest(50);
  }
  assert.fail('nothing is recorded');
}

export const manager = { id: 'm', role: 'manager' } as unknown as User;

export async function fileOf(
  of: CallStage,
  conversation: ConversationId,
  as: 'ogg' | 'wav' = 'ogg',
) {
  const { id } = await madeOf(of, conversation);
  const whose = { account: of.stage.account, conversation, id };
  const file = await readerOf(of).open(manager, whose, as);
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.read(0, file.sizeBytes - 1)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  assert.equal(bytes.length, file.sizeBytes);
  return { bytes, file };
}

/** The samples of each track, at 16 kHz. */
export async function tracksOf(bytes: Uint8Array): Promise<readonly Float32Array[]> {
  const packets = soundIn(bytes);
  return Promise.all(
    [0, 1].map(async (track) => {
      using decoder = await createDecoder({ channels: 1, sampleRate: 16_000 });
      const frames = packets.map((each) =>
        decoder.decodeFloat(splitStreams(each, 2)[track] ?? new Uint8Array()).slice(),
      );
      return Float32Array.from(frames.flatMap((frame) => [...frame]));
    }),
  );
}

/** How much of a tone is in the samples, dB. */
export function toneIn(samples: Float32Array, hertz: number, rate = 16_000): number {
  let [real, imaginary] = [0, 0];
  for (const [at, sample] of samples.entries()) {
    const angle = (2 * Math.PI * hertz * at) / rate;
    real += sample * Math.cos(angle);
    imaginary -= sample * Math.sin(angle);
  }
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / samples.length + 1e-9);
}

/** For each tenth of a second whether the tone is there. */
export function heardIn(samples: Float32Array, hertz: number): readonly boolean[] {
  const span = 1600;
  return Array.from(
    { length: Math.floor(samples.length / span) },
    (_, at) => toneIn(samples.subarray(at * span, (at + 1) * span), hertz) > -30,
  );
}

/** How often it begins to sound. A busy machine may lose a few tenths, which are no silence. */
export const pieces = (heard: readonly boolean[]): number =>
  heard.filter((is, at) => is && !heard.slice(Math.max(0, at - 5), at).includes(true)).length;
