// Reads for all who ask at the same time once. Whoever asks gets what was read after they asked, never
// what was being read by then, so a change holds at once.

interface Reading<Answer> {
  readonly running: Promise<Answer>;
  /** Whoever asks before, in the same turn, shares it. */
  isBegun: boolean;
  /** For everybody who asks while it runs. */
  next: Promise<Answer> | null;
}

/** `read` is run once at a time for each key. */
export function readTogether<Answer>(
  read: (key: string) => Promise<Answer>,
): (key: string) => Promise<Answer> {
  const readings = new Map<string, Reading<Answer>>();

  function begin(key: string): Promise<Answer> {
    const answer = Promise.resolve().then(() => {
      reading.isBegun = true;
      return read(key);
    });
    const reading: Reading<Answer> = { running: answer, isBegun: false, next: null };
    readings.set(key, reading);
    const end = (): void => {
      if (reading.next === null) readings.delete(key);
    };
    answer.then(end, end);
    return answer;
  }

  return (key) => {
    const reading = readings.get(key);
    if (reading === undefined) return begin(key);
    if (!reading.isBegun) return reading.running;
    const again = (): Promise<Answer> => begin(key);
    reading.next ??= reading.running.then(again, again);
    return reading.next;
  };
}
