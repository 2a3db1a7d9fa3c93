// Both ends of the calls of the bench of voice, in a process of its own: what else the bench does would delay
// its packets, and be measured as delay of the media host.
import { setPriority } from 'node:os';
import { Talker } from '@opportune/server/adapter/media/timed-talker.test-support.ts';

/** `number`: of the question. Ends are numbered by who asks. */
export type Asked = { readonly number: number } & (
  | { readonly type: 'offer'; readonly end: number }
  | { readonly type: 'accept'; readonly end: number; readonly sdp: string }
  | { readonly type: 'close'; readonly end: number }
  /** Whether they heard something yet. */
  | { readonly type: 'heard'; readonly ends: readonly number[] }
  /** All of them begin to count anew. */
  | { readonly type: 'count' }
  /** What all of them counted. */
  | { readonly type: 'tell' }
);

/** What came of one end since it was counted last. */
export interface End {
  readonly end: number;
  readonly sent: number;
  readonly received: number;
  /** When its first packet came, by the clock of the machine, in ms since 1970. */
  readonly firstAt: number | null;
  readonly delays: Float64Array<ArrayBuffer>;
}

export interface Told {
  readonly number: number;
  readonly sdp: string;
  readonly ends: readonly End[];
}

const nothing = { sdp: '', ends: [] } as const;
const talkers = new Map<number, Talker>();

if (process.send !== undefined) {
  try {
    // As the host.
    setPriority(-5);
  } catch {
    // Then it is as any other process.
  }
  process.on('disconnect', () => process.exit(0));
  process.on('message', (asked: Asked) => {
    void perform(asked).then((told) => process.send?.({ number: asked.number, ...told }));
  });
}

async function perform(asked: Asked): Promise<Omit<Told, 'number'>> {
  switch (asked.type) {
    case 'offer': {
      const talker = new Talker();
      talkers.set(asked.end, talker);
      return { sdp: await talker.offer(), ends: [] };
    }
    case 'accept':
      await talkers.get(asked.end)?.accept(asked.sdp);
      return nothing;
    case 'close':
      await talkers.get(asked.end)?.close();
      talkers.delete(asked.end);
      return nothing;
    case 'count':
      for (const talker of talkers.values()) talker.count();
      return nothing;
    case 'heard':
      return { sdp: '', ends: asked.ends.flatMap((end) => told(end, [])) };
    case 'tell':
      return { sdp: '', ends: [...talkers].flatMap(([end, { delays }]) => told(end, delays)) };
  }
}

function told(end: number, delays: readonly number[]): readonly End[] {
  const talker = talkers.get(end);
  if (talker === undefined) return [];
  const { sent, received, firstAt: at } = talker;
  const firstAt = at === null ? null : performance.timeOrigin + at;
  return [{ end, sent, received, firstAt, delays: Float64Array.from(delays) }];
}
