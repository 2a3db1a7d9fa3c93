// The sounds that the host plays: what the files hold, by decoding them, and when their packets leave.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setTimeout as rest } from 'node:timers/promises';
import { createDecoder } from 'libopus-wasm';
import { samplesPerPacket, soundIn } from '@opportune/core/sound/ogg.ts';
import { CallId, LegId } from '@opportune/protocol/ids.ts';
import { createSounds } from './sounds.ts';
import type { Packet } from './voices.ts';

const fileOf = (name: string) => readFileSync(new URL(`./sounds/${name}.ogg`, import.meta.url));

/** Played so many times in a row. */
async function samplesOf(packets: readonly Uint8Array[], times = 1): Promise<Float32Array> {
  using decoder = await createDecoder({ channels: 1, sampleRate: 48_000 });
  const all = Array.from({ length: times }, () => packets).flat();
  return Float32Array.from(all.flatMap((packet) => [...decoder.decodeFloat(packet)]));
}

const loudness = (samples: Float32Array): number =>
  10 * Math.log10(samples.reduce((sum, each) => sum + each * each, 0) / samples.length);

describe('the music', () => {
  it('[CX20.3] is small, long enough, quiet and never silent', async () => {
    const file = fileOf('music');
    assert.ok(file.length <= 100 * 1024, `${file.length} bytes`);
    const packets = soundIn(file);
    assert.ok(packets.length >= 25 * 50);
    const samples = await samplesOf(packets);
    assert.equal(samples.length, packets.length * samplesPerPacket);
    for (let second = 1; second < samples.length / 48_000; second += 1) {
      const loud = loudness(samples.subarray(second * 48_000, (second + 1) * 48_000));
      assert.ok(loud > -40 && loud < -20, `${loud} dB in second ${second}`);
    }
  });

  it('[CX20.3] loops without a click', async () => {
    const packets = soundIn(fileOf('music'));
    const samples = await samplesOf(packets, 2);
    const step = (from: number, to: number): number => {
      let most = 0;
      for (let at = from + 1; at < to; at += 1)
        most = Math.max(most, Math.abs((samples[at] ?? 0) - (samples[at - 1] ?? 0)));
      return most;
    };
    const seam = packets.length * samplesPerPacket;
    assert.ok(step(seam - 960, seam + 1920) <= step(48_000, seam - 960));
  });
});

describe('what is played', () => {
  it('[CX20.2] leaves every 20 ms in order, once, and nothing runs when nobody hears', async () => {
    const sent: (Packet | null)[] = [];
    const over = Promise.withResolvers<void>();
    const sounds = createSounds(
      {
        isMusicHeard: () => false,
        playMusic: () => {},
        play: (_, packet) => void sent.push(packet),
        ...{ hasLines: false, tickLines: () => {}, codecOf: () => 'opus' },
      },
      () => over.resolve(),
    );
    const of = { call: CallId.parse('c'), leg: LegId.parse('tone') };
    const begun = performance.now();
    sounds.play(of, 'recorded');
    sounds.settle();
    await over.promise;
    const count = soundIn(fileOf('recorded')).length;
    assert.ok(performance.now() - begun >= (count - 1) * 20);
    assert.deepEqual(
      sent.map((packet) => packet?.sequence ?? null),
      [...Array.from({ length: count }, (_, at) => at), null],
    );
    await rest(100);
    assert.equal(sent.length, count + 1);
  });
});
