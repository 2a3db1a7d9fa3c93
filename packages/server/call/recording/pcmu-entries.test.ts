// The file of a call by telephone: what was said in PCMU is played as any other recording is, each side on its
// channel and together in time.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { type LogEntry, logEntry, logHead } from '@opportune/core/sound/log.ts';
import { pcmuOf, pcmuPerPacket, pcmuPerSecond } from '@opportune/core/sound/pcmu.ts';
import { makeFile } from './make-file.ts';
import { wavFile } from './sound-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'opportune-pcmu-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const tones = [450, 720] as const;

interface Said {
  readonly track: number;
  readonly fromMs: number;
  readonly seconds: number;
  /** Packets of 20 ms in one. */
  readonly together?: number;
}

/** A tone as packets of a telephone, or of a browser in its call. */
function said({ track, fromMs, seconds, together = 1 }: Said): LogEntry[] {
  const samples = pcmuPerPacket * together;
  return Array.from({ length: (seconds * pcmuPerSecond) / samples }, (_, at) => {
    const payload = Uint8Array.from({ length: samples }, (__, each) => {
      const time = (at * samples + each) / pcmuPerSecond;
      return pcmuOf(9000 * Math.sin(2 * Math.PI * (tones[track] ?? 0) * time));
    });
    const atMs = fromMs + at * 20 * together;
    // A clock that passes its end on the way.
    const timestamp = (0xffff_fff0 + at * samples) >>> 0;
    return { track, atMs, timestamp, payload };
  });
}

/** As they arrive. */
function log(number: number, entries: readonly LogEntry[]): string {
  const file = path.join(folder, `r-${number}.log`);
  const all = entries.toSorted((one, other) => one.atMs - other.atMs).map(logEntry);
  writeFileSync(file, Buffer.concat([logHead(0, 'pcmu'), ...all]));
  return file;
}

/** How loud each tone is on the left and on the right from one second to another, in dB. */
async function levels(target: string, made: NonNullable<Awaited<ReturnType<typeof makeFile>>>) {
  const bytes = readFileSync(target);
  const sound = wavFile(
    made.parts,
    async (part) => {
      const from = made.parts.slice(0, part).reduce((sum, each) => sum + each.bytes, 0);
      return bytes.subarray(from, from + (made.parts[part]?.bytes ?? 0));
    },
    async () => {},
  );
  const chunks: Uint8Array[] = [];
  for await (const chunk of sound.read(0, sound.sizeBytes - 1)) chunks.push(chunk);
  const wav = Buffer.concat(chunks).subarray(44);
  return (second: number) =>
    [0, 1].map((channel) =>
      tones.map((hertz) => {
        let [real, imaginary] = [0, 0];
        for (let at = 0; at < 8000; at += 1) {
          const sample = wav.readInt16LE((second * 16_000 + 4000 + at) * 4 + channel * 2);
          const angle = (2 * Math.PI * hertz * at) / 16_000;
          real += sample * Math.cos(angle);
          imaginary += sample * Math.sin(angle);
        }
        return Math.round(20 * Math.log10(Math.hypot(real, imaginary) / 4000 / 32_768 + 1e-9));
      }),
    );
}

test('[CX42.3] [CX24.1] both sides are played, also after the media host ended, and silence between', async () => {
  const first = log(0, [
    ...said({ track: 0, fromMs: 0, seconds: 2 }),
    ...said({ track: 1, fromMs: 0, seconds: 2, together: 3 }),
  ]);
  const second = log(1, said({ track: 1, fromMs: 4000, seconds: 2 }));
  const target = path.join(folder, 'r-file.ogg');
  const made = await makeFile({ logs: [first, second], target });
  assert.ok(made);
  assert.ok(made.durationMs >= 5900 && made.durationMs <= 6200, String(made.durationMs));
  const at = await levels(target, made);
  const [caller = [], team = []] = at(0);
  assert.ok((caller[0] ?? -99) > -20 && (caller[1] ?? 0) < -40, JSON.stringify(at(0)));
  assert.ok((team[1] ?? -99) > -20 && (team[0] ?? 0) < -40, JSON.stringify(at(0)));
  assert.ok(
    at(2)
      .flat()
      .every((level) => level < -40),
    JSON.stringify(at(2)),
  );
  const [, later = []] = at(4);
  assert.ok((later[1] ?? -99) > -20, JSON.stringify(at(4)));
  assert.ok(made.loudness.visitor[0] !== 0 && made.loudness.team.at(-1) !== 0);
});

test('[CX23.3] what is shorter than 20 ms, or no sound at all, is silence', async () => {
  const broken = [1, 159, 0].map((bytes, at) => ({
    ...{ track: 0, atMs: at * 20, timestamp: at * 160, payload: new Uint8Array(bytes) },
  }));
  const made = await makeFile({ logs: [log(2, broken)], target: path.join(folder, 'b-file.ogg') });
  assert.equal(made, null);
});
