// Frees memory: closes the sockets whose readers are furthest behind. Their browsers resume.

export interface UnreadLine {
  /** What was sent to it and not read yet. */
  readonly unreadBytes: number;
  drop(): void;
}

/** What has to be worth a reconnection. */
const usualLeastBytes = 16 * 1024;

/** Closes those that have most, until this many bytes are free. */
export function shedUnread(
  lines: Iterable<UnreadLine>,
  bytes: number,
  leastBytes = usualLeastBytes,
): void {
  const behind = [...lines]
    .map((line) => ({ line, unreadBytes: line.unreadBytes }))
    .filter(({ unreadBytes }) => unreadBytes >= leastBytes)
    .toSorted((one, other) => other.unreadBytes - one.unreadBytes);
  let left = bytes;
  for (const { line, unreadBytes } of behind) {
    if (left <= 0) return;
    line.drop();
    left -= unreadBytes;
  }
}
