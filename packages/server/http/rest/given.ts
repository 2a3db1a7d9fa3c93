// Reads a partial change: an undefined field keeps its value.

/** The fields of a change that have a value, to be spread over the existing ones. */
export function given(change: object): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
