// The line of one call to a page: sound in µ-law both ways, 20 ms in a message, the keys that somebody
// presses, and the sentences that the carrier says, which the page speaks. The page hangs up by closing it.
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { CarrierCall, Voice } from '../../test/twins/carrier-twin.test-support.ts';

/** What a page wants of the line that it opened. */
export type Wanted = 'call' | 'answer' | 'decline';

const frameBytes = 160;
/** Frames that wait to be said. Beyond: the oldest is left out. */
const waiting = 10;
/** Messages within a second. Beyond: the line is closed. */
const messagesASecond = 200;
/** Bytes that wait for the page. Beyond: sound is left out. */
const unsentBytes = 64 * 1024;
/** How long a page may take to say a sentence. Then the call goes on. */
const sentenceMs = 30_000;

const Message = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['call', 'answer', 'decline']) }),
  z.object({ type: z.literal('press'), key: z.string().regex(/^[0-9*#]$/) }),
  /** The sentence was said. */
  z.object({ type: z.literal('said') }),
]);

export class Line implements Voice {
  readonly #socket: WebSocket;
  readonly #begin: (line: Line, what: Wanted) => void;
  readonly #frames: Uint8Array[] = [];
  readonly #silent: NodeJS.Timeout;
  #isBegun = false;
  #call: CarrierCall | null = null;
  #said = (): void => {};
  #second = 0;
  #messages = 0;

  /** `begin` is called once, when the page says what it wants. One that does not within `silentMs` is closed. */
  constructor(socket: WebSocket, silentMs: number, begin: (line: Line, what: Wanted) => void) {
    this.#socket = socket;
    this.#begin = begin;
    this.#silent = setTimeout(() => socket.close(1008), silentMs);
    socket.on('message', (data: Buffer, isBinary) => this.#take(data, isBinary));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#closed());
  }

  carries(call: CarrierCall): void {
    this.#call = call;
    call.streaming.then(
      () => this.#tell({ type: 'speaking' }),
      () => undefined,
    );
  }

  next(): Uint8Array | null {
    return this.#frames.shift() ?? null;
  }

  hear(sound: Uint8Array): void {
    if (this.#isOpen && this.#socket.bufferedAmount < unsentBytes) this.#socket.send(sound);
  }

  async listen(said: Parameters<Voice['listen']>[0]): Promise<void> {
    if (!this.#isOpen) return;
    this.#tell({ type: 'say', ...said });
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, sentenceMs);
      this.#said = () => {
        clearTimeout(late);
        resolve();
      };
    });
  }

  hush(): void {
    this.#said();
    this.#tell({ type: 'hush' });
  }

  over(why: 'over' | 'busy' | 'failed'): void {
    this.#tell({ type: 'over', why });
    this.#socket.close(1000);
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  #tell(message: object): void {
    if (this.#isOpen) this.#socket.send(JSON.stringify(message));
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (this.#isTooMuch()) return this.#socket.close(1008);
    if (isBinary) return this.#hear(data);
    const message = Message.safeParse(jsonOf(String(data))).data;
    if (message === undefined) return this.#socket.close(1008);
    if (message.type === 'said') return this.#said();
    if (message.type === 'press') return this.#call?.press(message.key);
    if (this.#isBegun) return;
    this.#isBegun = true;
    clearTimeout(this.#silent);
    this.#begin(this, message.type);
  }

  #hear(sound: Uint8Array): void {
    if (sound.length !== frameBytes) return this.#socket.close(1008);
    this.#frames.push(sound);
    if (this.#frames.length > waiting) this.#frames.shift();
  }

  #isTooMuch(): boolean {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) [this.#second, this.#messages] = [second, 0];
    this.#messages += 1;
    return this.#messages > messagesASecond;
  }

  #closed(): void {
    clearTimeout(this.#silent);
    this.#call?.hangUp();
    this.#said();
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
