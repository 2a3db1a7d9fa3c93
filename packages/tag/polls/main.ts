// The connection if sockets are blocked: frames go in POST requests, answers come back in them, and
// one request always waits for the server's next frame. Loads only when a socket did not open.
import type { Ears, Wire } from '../core/line/wire-kinds.ts';
import type { Hello, ServerFrame, VisitorFrame } from '../wire.ts';

const pollMs = 25_000;

interface Answer {
  readonly session: string;
  readonly frames: readonly ServerFrame[];
}

/** The same contract as a socket. `json` is the tag's own writer. */
export function openPolls(
  base: string,
  hello: () => Hello,
  ears: Ears,
  json: (value: unknown) => string,
): Wire {
  const cancel = new AbortController();
  let session: string | undefined;
  let waiting: VisitorFrame[] = [hello()];
  let sending = false;
  let over = false;
  const end = (refused: boolean): void => {
    if (over) return;
    over = true;
    cancel.abort();
    ears.gone(refused);
  };
  const post = async (frames: VisitorFrame[], wait: number): Promise<void> => {
    // Plain text, so that the browser sends no preflight request.
    const response = await fetch(`${base}/v1/frames`, {
      method: 'POST',
      credentials: 'omit',
      signal: cancel.signal,
      body: json({ session, frames, wait }),
    });
    if (!response.ok) return end(response.status === 401 || response.status === 403);
    const answer: Answer = await response.json();
    session = answer.session;
    for (const frame of answer.frames) if (!over) ears.frame(frame);
  };
  const push = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    while (waiting.length && !over) {
      const frames = waiting;
      waiting = [];
      await post(frames, 0);
    }
    sending = false;
  };
  const poll = async (): Promise<void> => {
    await push();
    while (!over) await post([], pollMs);
  };
  const failed = (): void => end(false);
  poll().catch(failed);
  return {
    send(frame) {
      waiting.push(frame);
      if (session) push().catch(failed);
    },
    close() {
      over = true;
      cancel.abort();
    },
  };
}
