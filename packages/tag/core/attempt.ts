// What a browser may refuse.

/** Null where it throws: storage that is full, closed, or of a sandboxed frame; text that is no JSON. */
export function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
