// Reads for all who ask at the same time once. Whoever asks gets what was read after they asked, never
// what was being read by then, so a change holds at once.

interface Reading<Answer> {
  readonly running: Promise<Answer>;
  /** Whoever asks before, in the same turn, shares it. */
  isBegun: boolean;
  /** For everybody who asks while it runs. */
  next: Promise<Answer> | null;
}

/** `read` is run once at a time for all who ask for the same. */
export function readTogether<Asked extends readonly string[], Answer>(
  read: (...asked: Asked) => Promise<Answer>,
): (...asked: Asked) => Promise<Answer> {
  const readings = new Map<string, Reading<Answer>>();

  function begin(key: string, asked: Asked): Promise<Answer> {
    const answer = Promise.resolve().then(() => {
      reading.isBegun = true;
      return read(...asked);
    });
    const reading: Reading<Answer> = { running: answer, isBegun: false, next: null };
    readings.set(key, reading);
    const end = (): void => {
      if (reading.next === null) readings.delete(key);
    };
    answer.then(end, end);
    return answer;
  }

  return (...asked) => {
    const key = asked.join(' ');
    const reading = readings.get(key);
    if (reading === undefined) return begin(key, asked);
    if (!reading.isBegun) return reading.running;
    const again = (): Promise<Answer> => begin(key, asked);
    reading.next ??= reading.running.then(again, again);
    return reading.next;
  };
}
