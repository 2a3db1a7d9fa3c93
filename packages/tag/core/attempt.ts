// Guards calls that a browser may refuse.

/**
 * Null if it throws: storage that is full, closed, or in a sandboxed frame; text that is not JSON.
 */
export function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
