// The loudness of a side, as so many bars: each is the loudest of what it stands for, 0 to 1.

export function bars(loudness: readonly number[], count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * loudness.length) / count);
    const to = Math.max(from + 1, Math.floor(((at + 1) * loudness.length) / count));
    return Math.max(0, ...loudness.slice(from, to)) / 100;
  });
}
