// Messages that are left by telephone, as sound: when they end, what is kept of them, and their file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import fc from 'fast-check';
import { linearOf, pcmuOf, pcmuPerSecond } from './pcmu.ts';
import { levelOf, toneOf } from './tone.test-support.ts';
import { voicemailOf, VoicemailTaking, voicemailTone } from './voicemail.ts';
import { wavHeadBytes, wavOfPcmu } from './wav.ts';

const silent = (seconds: number): Uint8Array =>
  new Uint8Array(seconds * pcmuPerSecond).fill(pcmuOf(0));
const said = (seconds: number): Uint8Array => toneOf(450, seconds * pcmuPerSecond);
const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/** Takes sound in chunks, as a carrier sends it, and returns what is kept until it is over. */
function taken(sound: Uint8Array, chunkBytes: number): Uint8Array {
  const taking = new VoicemailTaking();
  const kept: number[] = [];
  for (let at = 0; at < sound.length && !taking.isOver; at += chunkBytes)
    kept.push(...taking.take(sound.subarray(at, at + chunkBytes)));
  return Uint8Array.from(kept);
}

test('[CX38.3] a message ends after so much silence, and not by a pause', () => {
  const { voicemailSilenceS } = telephoneLimits;
  const talk = joined(said(2), silent(voicemailSilenceS - 1), said(1));
  for (const chunk of [160, 161, 4000]) {
    assert.equal(taken(talk, chunk).length, talk.length);
    const ended = taken(joined(talk, silent(2 * voicemailSilenceS)), chunk);
    const most = talk.length + voicemailSilenceS * pcmuPerSecond;
    assert.ok(ended.length >= most - chunk && ended.length <= most + 2 * chunk, `${chunk}`);
  }
});

test('[CX38.3] a message has a longest duration, to the byte', () => {
  const most = telephoneLimits.voicemailS * pcmuPerSecond;
  for (const chunk of [160, 12_345])
    assert.equal(taken(said(telephoneLimits.voicemailS + 3), chunk).length, most);
});

test('[CX38.3] noise of the line and clicks are nothing that was said', () => {
  assert.equal(voicemailOf(silent(3), 90), null);
  assert.equal(voicemailOf(new Uint8Array(), 90), null);
  const noise = Uint8Array.from({ length: 24_000 }, (_, at) => pcmuOf(at % 2 === 0 ? 60 : -60));
  assert.equal(voicemailOf(noise, 90), null);
  const click = joined(silent(1), toneOf(450, 160), silent(1));
  assert.equal(voicemailOf(click, 90), null);
});

test('[CX39.1] what was said is kept without the silence at its end, with its loudness', () => {
  const found = voicemailOf(joined(silent(1), said(2), silent(5)), 90);
  assert.ok(found !== null && found.durationMs >= 3000 && found.durationMs <= 4000);
  const { loudness, durationMs } = found;
  assert.equal(loudness.length, 90);
  const spokenFrom = Math.ceil((1000 / durationMs) * 90);
  const spokenTo = Math.floor((3000 / durationMs) * 90);
  for (const [at, level] of loudness.entries())
    if (at < spokenFrom - 1 || at > spokenTo) assert.ok(level < 20, `${at}: ${level}`);
    else if (at > spokenFrom && at < spokenTo) assert.ok(level > 50, `${at}: ${level}`);
});

test('[CX39.1] the file holds every sample, as its head says', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (sound) => {
      const wav = Buffer.from(wavOfPcmu(sound));
      assert.equal(wav.length, wavHeadBytes + 2 * sound.length);
      assert.deepEqual(
        [
          wav.toString('latin1', 0, 4),
          wav.toString('latin1', 8, 16),
          wav.toString('latin1', 36, 40),
        ],
        ['RIFF', 'WAVEfmt ', 'data'],
      );
      assert.deepEqual(
        [wav.readUInt32LE(4), wav.readUInt32LE(24), wav.readUInt32LE(28), wav.readUInt32LE(40)],
        [wav.length - 8, pcmuPerSecond, 2 * pcmuPerSecond, 2 * sound.length],
      );
      assert.deepEqual(
        [wav.readUInt16LE(20), wav.readUInt16LE(22), wav.readUInt16LE(34)],
        [1, 1, 16],
      );
      for (const [at, byte] of sound.entries())
        assert.equal(wav.readInt16LE(wavHeadBytes + 2 * at), linearOf(byte));
    }),
  );
});

test('[CX38.1] the tone is one of 1000 Hz', () => {
  const tone = voicemailTone();
  assert.ok(levelOf(tone, 1000) > -20);
  assert.ok(levelOf(tone, 450) < -50);
});

test('[CX31.3] the longest message is made while calls go on, in less than what they may wait for', () => {
  const sound = said(telephoneLimits.voicemailS);
  const spentMs = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    const made = voicemailOf(sound, 90);
    assert.equal(wavOfPcmu(made?.sound ?? sound).length, wavHeadBytes + 2 * sound.length);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  assert.ok(Math.min(...spentMs) < 100, `${spentMs} ms of processor time`);
});
