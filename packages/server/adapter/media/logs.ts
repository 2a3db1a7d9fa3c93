// Recordings as they are made: what legs say is appended to a file of their call as it arrives, and
// nothing is decoded. A process that ends loses a fifth of a second at most. Each time that a
// recording goes on after that, it has another file, so that what was cut off spoils nothing.
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { LegOf, Recorded } from '@opportune/core/ports/media.ts';
import { logEntry, logHead, logHeadBytes } from '@opportune/core/sound/log.ts';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';
import type { CallId, LegId } from '@opportune/protocol/ids.ts';
import type { Packet } from './voices.ts';

export interface Logs {
  /** Null: it is over. Resolves once what was said is written. */
  record(call: CallId, recorded: Recorded | null): Promise<void>;
  take(of: LegOf, packet: Packet): void;
}

interface Log {
  readonly file: Promise<FileHandle>;
  /** When the recording began, ms since 1970. */
  readonly beganAt: number;
  tracks: ReadonlyMap<LegId, number>;
  bytes: number;
  waiting: Uint8Array[];
  waitingBytes: number;
  writing: Promise<void>;
  isFull: boolean;
}

const flushMs = 200;
/** While a disk is slow. Beyond: what is said is missing. */
const mostWaiting = 1024 * 1024;

/** `full`: no more of this call is recorded, because it is too large or the disk takes no more. */
export function createLogs(folder: string, full: (call: CallId) => void): Logs {
  const logs = new Map<CallId, Log>();
  let timer: NodeJS.Timeout | null = null;

  function begin(call: CallId, name: string): Log {
    const log = openLog(folder, name);
    logs.set(call, log);
    timer ??= setInterval(() => {
      for (const [id, each] of logs) void flush(id, each);
    }, flushMs);
    return log;
  }

  function flush(call: CallId, log: Log): Promise<void> {
    const bytes = Buffer.concat(log.waiting);
    [log.waiting, log.waitingBytes] = [[], 0];
    if (bytes.length === 0) return log.writing;
    log.writing = log.writing
      .then(async () => void (await (await log.file).write(bytes)))
      .catch(() => end(call, log));
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
    await flush(call, log);
    await log.file.then((file) => file.close()).catch(() => undefined);
  }

  return {
    async record(call, recorded) {
      const known = logs.get(call);
      if (recorded === null) return known === undefined ? undefined : close(call, known);
      const log = known ?? begin(call, recorded.file);
      log.tracks = new Map(recorded.tracks.map(({ leg, track }) => [leg, track]));
    },
    take({ call, leg }, { timestamp, payload }) {
      const log = logs.get(call);
      const track = log?.tracks.get(leg);
      if (log === undefined || track === undefined || log.isFull) return;
      const atMs = Math.max(0, Date.now() - log.beganAt);
      const entry = logEntry({ track, atMs, timestamp, payload });
      if (log.bytes + entry.length > mediaLimits.recordingBytes) return end(call, log);
      if (log.waitingBytes + entry.length > mostWaiting) return;
      log.bytes += entry.length;
      log.waitingBytes += entry.length;
      log.waiting.push(entry);
    },
  };
}

function openLog(folder: string, name: string): Log {
  const former: string[] = [];
  const at = (number: number): string => path.join(folder, `${name}-${number}.log`);
  while (existsSync(at(former.length))) former.push(at(former.length));
  const beganAt = beganIn(former[0]) ?? Date.now();
  const file = open(at(former.length), 'ax', 0o600);
  file.catch(() => undefined);
  return {
    ...{ file, beganAt, tracks: new Map(), isFull: false, writing: Promise.resolve() },
    bytes: former.reduce((sum, each) => sum + statSync(each).size, 0),
    ...{ waiting: [logHead(beganAt)], waitingBytes: logHeadBytes },
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
