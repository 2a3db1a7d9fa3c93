// Bytes on their way in: read up to a limit, held in memory within a bound for all together. The same
// file sent anew while an earlier try is under way ends that try: nobody may be there any more.
import { refuse } from '../../http/refusal.ts';

/** What a request brings; destroyed where somebody sends it anew. */
export interface Content extends AsyncIterable<unknown> {
  destroy(): unknown;
}

/** Throws `attachment.too_large` beyond the limit, `server.overloaded` where there is no room. */
export type Read = (content: Content, limitBytes: number) => Promise<Uint8Array>;

export interface Uploads {
  /** Runs alone for its name; what is read there is given back when it ends. */
  run<Answer>(name: string, work: (read: Read) => Promise<Answer>): Promise<Answer>;
}

interface Try {
  bytes: number;
  over: boolean;
  content: Content | null;
  done: Promise<unknown>;
}

export function createUploads(roomBytes: number): Uploads {
  const underWay = new Map<string, Try>();
  let held = 0;

  async function read(attempt: Try, content: Content, limitBytes: number): Promise<Uint8Array> {
    if (attempt.over) throw refuse('request.conflict');
    attempt.content = content;
    const parts: Uint8Array[] = [];
    for await (const part of content) {
      if (!(part instanceof Uint8Array)) continue;
      attempt.bytes += part.length;
      held += part.length;
      if (attempt.bytes > limitBytes) throw refuse('attachment.too_large');
      if (held > roomBytes) throw refuse('server.overloaded');
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  function end(attempt: Try): void {
    attempt.over = true;
    attempt.content?.destroy();
  }

  return {
    async run(name, work) {
      const earlier = underWay.get(name);
      if (earlier !== undefined) end(earlier);
      const attempt: Try = { bytes: 0, over: false, content: null, done: Promise.resolve() };
      underWay.set(name, attempt);
      const running = (async () => {
        await earlier?.done.catch(() => {});
        return work((content, limitBytes) => read(attempt, content, limitBytes));
      })();
      attempt.done = running;
      try {
        return await running;
      } finally {
        held -= attempt.bytes;
        if (underWay.get(name) === attempt) underWay.delete(name);
      }
    },
  };
}
