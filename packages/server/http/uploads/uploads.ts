// Reads arriving bytes up to a limit, in memory within shares, and ends uploads that arrive too
// slowly. Sending the same file again ends an earlier attempt, whose client may be gone. It stores
// nothing.
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
import { refuse } from '../problem/refusal.ts';
import { type UploadBytes, type UploadPayers, UploadShares } from './upload-shares.ts';

/**
 * The body of a request. Destroyed if the file is sent again, or some time after it was too slow.
 */
export interface Content extends AsyncIterable<unknown> {
  destroy(): unknown;
}

/**
 * Throws `tooLarge` beyond the limit, `server.overloaded` if its payers have no room, and `tooSlow` if
 * it arrives too slowly.
 */
export type Read = (
  content: Content,
  limitBytes: number,
  payers: UploadPayers,
) => Promise<Uint8Array>;

/** With what a file is refused. */
export interface UploadRefusals {
  readonly tooLarge: ErrorCode;
  readonly tooSlow: ErrorCode;
}

export interface Uploads {
  /** Runs alone for its name. Its memory is released when it ends. */
  run<Answer>(name: string, work: (read: Read) => Promise<Answer>): Promise<Answer>;
}

interface Try {
  /** Null until it is read. */
  held: UploadBytes | null;
  over: boolean;
  content: Content | null;
  done: Promise<unknown>;
  /** Resolves if others need its memory. */
  readonly noRoom: PromiseWithResolvers<'no-room'>;
}

/**
 * How long after the too-slow response the connection is cut, so that the response arrives first.
 */
const cutMs = 1000;

export interface UploadsParts {
  /** Of all files together. */
  readonly roomBytes: number;
  /** Everything that is on its way through the process. */
  readonly passing: HeldBytes;
  readonly schedule: Schedule;
}

export function createUploads(
  { roomBytes, passing, schedule }: UploadsParts,
  { tooLarge, tooSlow }: UploadRefusals,
): Uploads {
  const underWay = new Map<string, Try>();
  const shares = new UploadShares(roomBytes, passing);

  async function read(
    attempt: Try,
    ...[content, limitBytes, payers]: Parameters<Read>
  ): Promise<Uint8Array> {
    if (attempt.over) throw refuse('request.conflict');
    attempt.content = content;
    const { noRoom } = attempt;
    const held = (attempt.held ??= shares.begin(payers, () => noRoom.resolve('no-room')));
    const pace = keepPace(schedule);
    const incoming = content[Symbol.asyncIterator]();
    const parts: Uint8Array[] = [];
    let bytes = 0;
    try {
      for (;;) {
        const next = await Promise.race([incoming.next(), pace.tooSlow, noRoom.promise]);
        if (next === 'too-slow' || next === 'no-room') {
          cutLater(content, schedule);
          throw refuse(next === 'too-slow' ? tooSlow : 'server.overloaded');
        }
        if (next.done === true) {
          held.settle();
          return Buffer.concat(parts);
        }
        const part: unknown = next.value;
        if (!(part instanceof Uint8Array)) continue;
        pace.arrived(part.length);
        bytes += part.length;
        if (bytes > limitBytes) throw refuse(tooLarge);
        if (!held.take(part.length)) throw refuse('server.overloaded');
        parts.push(part);
      }
    } finally {
      pace.end();
      // Releases the request as `for await` would. Not awaited, because a part may be arriving.
      void incoming.return?.().then(undefined, () => {});
    }
  }

  return {
    async run(name, work) {
      const earlier = underWay.get(name);
      if (earlier !== undefined) end(earlier);
      const attempt: Try = {
        ...{ held: null, over: false, content: null, done: Promise.resolve() },
        noRoom: Promise.withResolvers(),
      };
      underWay.set(name, attempt);
      const running = (async () => {
        await earlier?.done.catch(() => {});
        return work((...of) => read(attempt, ...of));
      })();
      attempt.done = running;
      try {
        return await running;
      } finally {
        attempt.held?.close();
        if (underWay.get(name) === attempt) underWay.delete(name);
      }
    },
  };
}

function end(attempt: Try): void {
  attempt.over = true;
  attempt.content?.destroy();
}

function cutLater(content: Content, schedule: Schedule): void {
  schedule(cutMs, () => content.destroy());
}

interface Pace {
  /**
   * Resolves once too little arrived within an interval, or the whole takes too long. Never
   * rejects.
   */
  readonly tooSlow: Promise<'too-slow'>;
  arrived(bytes: number): void;
  end(): void;
}

/** Checks after each interval that enough has arrived. */
function keepPace(schedule: Schedule): Pace {
  const { paceMs, paceBytes, transferMs } = attachmentLimits;
  let inSpan = 0;
  let spans = 0;
  let cancel = (): void => {};
  const tooSlowSaid = new Promise<'too-slow'>((resolve) => {
    const look = (): void => {
      spans += 1;
      if (inSpan < paceBytes || spans * paceMs >= transferMs) return resolve('too-slow');
      inSpan = 0;
      cancel = schedule(paceMs, look);
    };
    cancel = schedule(paceMs, look);
  });
  return {
    tooSlow: tooSlowSaid,
    arrived: (bytes) => void (inSpan += bytes),
    end: () => cancel(),
  };
}
