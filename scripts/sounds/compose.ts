// The music that people hear while they wait, and the tone before a recording, as samples. A piece
// of our own, from sine waves: eight quiet chords under a few bells, half a minute long. Notes that
// go beyond its end ring on at its beginning, so that it loops without a click.

/** Of all that is composed here. */
export const sampleRate = 48_000;

/** In seconds and hertz. */
interface Note {
  readonly at: number;
  readonly hertz: number;
  readonly lasts: number;
  readonly loud: number;
  readonly voice: (seconds: number, hertz: number) => number;
  /** The share of its loudness at an instant, of its length. */
  readonly shape: (seconds: number, lasts: number) => number;
}

const barS = 4;
const [G2, C3, D3, E3, G3, B3, C4] = [98, 130.81, 146.83, 164.81, 196, 246.94, 261.63];
const [D4, E4, G4, B4, D5, E5] = [293.66, 329.63, 392, 493.88, 587.33, 659.26];

const chords: readonly (readonly number[])[] = [
  [C3, G3, B3, E4],
  [E3, G3, B3, D4],
  [G2, D3, B3, E4],
  [E3, B3, D4, G4],
  [C3, G3, D4, E4],
  [G2, B3, D4, G4],
  [C3, E3, B3, D4],
  [G2, D3, G3, C4],
];
/** The bar, the beat of it, and the note. */
const bells: readonly (readonly [number, number, number])[] = [
  ...([
    [0, 1, E5],
    [0, 2.5, D5],
    [1, 1, B4],
    [2, 0.5, D5],
    [2, 2, E5],
    [3, 1, G4],
  ] as const),
  ...([
    [4, 1, D5],
    [4, 3, E5],
    [5, 1.5, D5],
    [5, 3, B4],
    [6, 1, G4],
    [6, 2, B4],
    [7, 1, D5],
  ] as const),
];

export function music(): Float32Array {
  const length = chords.length * barS;
  const pads = chords.flatMap((chord, bar) =>
    chord.map((hertz): Note => ({ at: bar * barS, hertz, lasts: barS + 1.5, loud: 0.05, ...pad })),
  );
  const rung = bells.map(([bar, beat, hertz]): Note => ({
    at: bar * barS + beat,
    hertz,
    lasts: 3,
    loud: 0.035,
    ...bell,
  }));
  return render([...pads, ...rung], length);
}

/** Two soft notes, up. */
export function recordingTone(): Float32Array {
  const notes = [G4, D5].map((hertz, at): Note => ({
    at: 0.05 + at * 0.22,
    hertz,
    lasts: 0.6,
    loud: 0.14,
    ...bell,
  }));
  return render(notes, 1);
}

function render(notes: readonly Note[], seconds: number): Float32Array {
  const samples = new Float32Array(seconds * sampleRate);
  for (const { at, hertz, lasts, loud, voice, shape } of notes)
    for (let each = 0; each < lasts * sampleRate; each += 1) {
      const passed = each / sampleRate;
      const place = (Math.round(at * sampleRate) + each) % samples.length;
      samples[place] = (samples[place] ?? 0) + loud * shape(passed, lasts) * voice(passed, hertz);
    }
  return samples;
}

const wave = (seconds: number, hertz: number): number => Math.sin(2 * Math.PI * hertz * seconds);

/** Two strings that are not quite in tune, with a little of the octave. */
const pad = {
  voice: (seconds: number, hertz: number): number =>
    wave(seconds, hertz - 0.25) / 2 +
    wave(seconds, hertz + 0.25) / 2 +
    wave(seconds, 2 * hertz) / 20,
  shape: (seconds: number, lasts: number): number => Math.sin((Math.PI * seconds) / lasts) ** 2,
};

const bell = {
  voice: (seconds: number, hertz: number): number =>
    wave(seconds, hertz) + (wave(seconds, 2 * hertz) / 12) * Math.exp(-4 * seconds),
  shape: (seconds: number, lasts: number): number =>
    Math.min(1, seconds / 0.02) * Math.exp(-2.2 * seconds) * Math.min(1, (lasts - seconds) / 0.1),
};
