// What a change really says: a field that is undefined keeps what was there.

/** The fields of a change that have a value; to be spread over what is changed. */
export function given(change: object): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
