// Which versions of the cluster's frames a build reads and writes: its own, and that of the build
// before it. So a cluster is upgraded, and set back, one process at a time.

export interface Versions {
  readonly oldest: number;
  readonly newest: number;
}

/** The version in which two builds talk: the newest that both know. Null if there is none. */
export function commonVersion(one: Versions, other: Versions): number | null {
  const version = Math.min(one.newest, other.newest);
  return version < one.oldest || version < other.oldest ? null : version;
}

/** The newest version that all of them know. Null if there is none. */
export function versionOfAll(all: readonly Versions[]): number | null {
  const version = Math.min(...all.map(({ newest }) => newest));
  return all.every(({ oldest }) => oldest <= version) ? version : null;
}
