// Recordings as they are made: what legs say is appended to a file of their call as it arrives, and
// nothing is decoded. A process that ends loses a fifth of a second at most. Each time that a
// recording goes on after that, it has another file, so that what was cut off spoils nothing.
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import type { LegOf, Recorded } from '@opportune/core/ports/media.ts';
import { logEntry, logHead, logHeadBytes } from '@opportune/core/sound/log.ts';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';
import type { CallId, LegId } from '@opportune/protocol/ids.ts';
import type { Packet } from './voices.ts';

export interface Logs {
  /** Null: it is over. Resolves once what was said is written. Never rejects. */
  record(call: CallId, recorded: Recorded | null): Promise<void>;
  take(of: LegOf, packet: Packet): void;
}

interface Log {
  readonly file: string;
  /** Ms since the recording began, by a clock that is never set. */
  readonly now: () => number;
  tracks: ReadonlyMap<LegId, number>;
  bytes: number;
  waiting: Uint8Array[];
  /** With those that are being written. */
  waitingBytes: number;
  writing: Promise<void> | null;
  isFull: boolean;
}

const flushMs = 200;
/** While a disk is slow. Beyond: the rest of the call is not recorded. */
const mostWaiting = 1024 * 1024;

/**
 * `full`: no more of this call is recorded, because it is too large or too long, or because the disk
 * takes no more. Said once a log. `elapsed`: a clock in ms that is never set.
 */
export function createLogs(
  folder: string,
  full: (call: CallId) => void,
  elapsed: () => number = () => performance.now(),
): Logs {
  const logs = new Map<CallId, Log>();
  let timer: NodeJS.Timeout | null = null;

  function begin(call: CallId, recorded: Recorded): Log | null {
    try {
      const log = openLog(folder, recorded, elapsed);
      logs.set(call, log);
      timer ??= setInterval(() => {
        for (const [id, each] of logs) void flush(id, each);
      }, flushMs);
      return log;
    } catch {
      full(call);
      return null;
    }
  }

  /** One write at a time. What comes meanwhile waits. */
  function flush(call: CallId, log: Log): Promise<void> {
    if (log.writing !== null) return log.writing;
    if (log.waiting.length === 0) return Promise.resolve();
    const bytes = Buffer.concat(log.waiting);
    log.waiting = [];
    log.writing = appendFile(log.file, bytes, { mode: 0o600 })
      .then(
        () => void (log.waitingBytes -= bytes.length),
        () => {
          log.waiting = [];
          end(call, log);
        },
      )
      .finally(() => (log.writing = null));
    return log.writing;
  }

  function end(call: CallId, log: Log): void {
    if (!log.isFull) full(call);
    log.isFull = true;
  }

  async function close(call: CallId, log: Log): Promise<void> {
    logs.delete(call);
    if (logs.size === 0) {
      clearInterval(timer ?? undefined);
      timer = null;
    }
    while (log.writing !== null || log.waiting.length > 0) await flush(call, log);
  }

  return {
    async record(call, recorded) {
      const known = logs.get(call);
      if (recorded === null) return known === undefined ? undefined : close(call, known);
      const log = known ?? begin(call, recorded);
      if (log !== null) log.tracks = new Map(recorded.tracks.map(({ leg, track }) => [leg, track]));
    },
    take({ call, leg }, { timestamp, payload }) {
      const log = logs.get(call);
      const track = log?.tracks.get(leg);
      if (log === undefined || track === undefined || log.isFull) return;
      const atMs = Math.floor(log.now());
      const entry = logEntry({ track, atMs, timestamp, payload });
      if (isBeyond(log, atMs, entry.length)) return end(call, log);
      log.bytes += entry.length;
      log.waitingBytes += entry.length;
      log.waiting.push(entry);
    },
  };
}

function isBeyond({ bytes, waitingBytes }: Log, atMs: number, more: number): boolean {
  return (
    atMs > mediaLimits.recordingMs ||
    bytes + more > mediaLimits.recordingBytes ||
    waitingBytes + more > mostWaiting
  );
}

/** A recording that goes on is placed by the clock of the day once, and by its own from then on. */
function openLog(
  folder: string,
  { file: name, codec = 'opus' }: Recorded,
  elapsed: () => number,
): Log {
  const former: string[] = [];
  const at = (number: number): string => path.join(folder, `${name}-${number}.log`);
  while (existsSync(at(former.length))) former.push(at(former.length));
  const wallNow = Date.now();
  const beganAt = beganIn(former[0]) ?? wallNow;
  const from = elapsed() - Math.max(0, wallNow - beganAt);
  return {
    ...{ file: at(former.length), now: () => elapsed() - from, tracks: new Map() },
    ...{ isFull: false, writing: null },
    bytes: former.reduce((sum, each) => sum + statSync(each).size, 0),
    ...{ waiting: [logHead(beganAt, codec)], waitingBytes: logHeadBytes },
  };
}

/** Null: there is no such file, or it has no head. */
function beganIn(log: string | undefined): number | null {
  if (log === undefined) return null;
  const head = Buffer.alloc(logHeadBytes);
  const file = openSync(log, 'r');
  const bytes = readSync(file, head);
  closeSync(file);
  return bytes < logHeadBytes ? null : head.readDoubleBE(4);
}
