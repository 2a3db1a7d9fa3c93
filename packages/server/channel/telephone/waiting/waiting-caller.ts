// Somebody who waits in the queue by telephone. Words come from the carrier, which speaks only while no
// stream is open: so their stream is closed, the carrier asks what to do (answering/answer-after.ts), says
// the words and opens the next stream. Their call goes on meanwhile. In the same way they are led to leave
// a message, when they press one key or have waited for long enough, and hear whether a code is right.
// https://www.twilio.com/docs/voice/twiml/stream, checked 2026-11-27
import type { Caller, Telephone } from '@opportune/core/ports/dialling.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { callerCodeLimits, telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import type { CallKeys } from '../proof/call-keys.ts';
import type { Proved } from '../proof/caller-proof.ts';
import type { Turn } from '../seams.ts';
import { refusal } from '../recorded/told.ts';

/** What comes after a stream. `nothing`: their call is over. `away`: they may leave no message any more. */
export type Next =
  | { readonly type: 'position'; readonly position: number }
  | { readonly type: 'code'; readonly result: Proved }
  | { readonly type: 'voicemail' }
  | { readonly type: 'away' }
  | { readonly type: 'nothing' };

export interface WaitingParts {
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly turn: () => Turn;
  readonly saysPosition: boolean;
  /** Seconds after which they are asked to leave a message. Null: the channel takes none. */
  readonly voicemailAfterS: number | null;
  readonly keys: Pick<CallKeys, 'press'>;
  /** Whether they may leave one now. */
  readonly mayLeave: () => Promise<boolean>;
  /** Their call is over. Whether the carrier asks once more, so that they leave a message. */
  readonly gone: (isAskedOnce: boolean) => void;
}

export class WaitingCaller {
  readonly #use: WaitingParts;
  readonly #began: number;
  /** Since when they wait, or were last to be asked for a message. */
  #since: number;
  #caller: Caller | null = null;
  /** Null while words are said. */
  #stream: Telephone | null = null;
  #next: Next = { type: 'nothing' };
  #said: { readonly position: number; readonly at: number } | null = null;
  #isOver = false;
  #isAsking = false;
  #cancelLook = (): void => {};
  #cancelReturn = (): void => {};
  /** Keys without a pause between them. */
  #pressed = 0;
  #cancelAlone = (): void => {};

  constructor(use: WaitingParts) {
    this.#use = use;
    this.#began = use.clock.now();
    this.#since = this.#began;
  }

  /** What their call tells them, whichever stream is open. */
  readonly telephone: Telephone = {
    hear: (sound) => this.#stream?.hear(sound),
    hangUp: () => this.#end(),
  };

  /** What the carrier does now that a stream has ended. */
  get next(): Next {
    return this.#next;
  }

  /** Their call has begun. */
  began(caller: Caller): void {
    if (this.#isOver) return caller.leave();
    this.#caller = caller;
    this.#look();
  }

  /** Takes the sound of a stream: the first, and each that comes after words. Null: it is over. */
  attach(stream: Telephone): Caller | null {
    if (this.#isOver) return null;
    this.#cancelReturn();
    this.#next = { type: 'nothing' };
    this.#stream = stream;
    return {
      say: (sound) => this.#caller?.say(sound),
      press: (key) => void this.press(key),
      leave: () => {
        // One that we closed for words is not theirs any more.
        if (this.#stream === stream) this.#leave();
      },
    };
  }

  /**
   * They press a key, also while words are said. It refuses a recording, or belongs to a code; alone it means
   * that they leave a message instead, if they may.
   */
  async press(key: string): Promise<void> {
    if (key === refusal && this.#caller?.refuse?.() === true) return;
    this.#cancelAlone();
    this.#pressed += 1;
    this.#cancelAlone = this.#use.schedule(callerCodeLimits.keyMs, () => {
      const isAlone = this.#pressed === 1;
      this.#pressed = 0;
      if (isAlone) void this.leaveMessage();
    });
    const proved = await this.#use.keys.press(key);
    // Whoever speaks with an agent already hears no words of ours.
    if (proved === null || this.#isOver || this.#use.turn() === null) return;
    this.#tell({ type: 'code', result: proved });
  }

  /** They leave a message instead, if they may. */
  async leaveMessage(): Promise<void> {
    const { voicemailAfterS, turn, mayLeave } = this.#use;
    if (voicemailAfterS === null || this.#isAsking || this.#isOver || turn() === null) return;
    this.#isAsking = true;
    const may = await mayLeave().catch(() => false);
    this.#isAsking = false;
    // An agent may have been quicker.
    if (!may || this.#isOver || turn() === null) return;
    this.#pause({ type: 'voicemail' });
    this.#stop();
  }

  #look(): void {
    this.#cancelLook = this.#use.schedule(telephoneLimits.lookMs, () => {
      const turn = this.#use.turn();
      if (turn === null || this.#isOver) return;
      this.#look();
      if (this.#stream !== null) this.#wait(turn);
    });
  }

  #wait(turn: number | 'rings'): void {
    const now = this.#use.clock.now();
    if (this.#isToLeave(now, turn)) {
      this.#since = now;
      return void this.leaveMessage();
    }
    if (turn !== 'rings') this.#tellPosition(turn, now);
  }

  /**
   * Whether they are asked for a message now. It rings on at an agent, but not beyond the longest wait:
   * then their call would end before they are asked.
   */
  #isToLeave(now: number, turn: number | 'rings'): boolean {
    const { voicemailAfterS } = this.#use;
    if (voicemailAfterS === null) return false;
    const last = this.#began + telephoneLimits.longestWaitS * 1000;
    if (now >= last) return this.#since < last;
    return turn !== 'rings' && now >= this.#since + voicemailAfterS * 1000;
  }

  #tellPosition(position: number, now: number): void {
    const { saysPosition } = this.#use;
    if (!saysPosition || this.#isAsking || position === this.#said?.position) return;
    if (this.#said !== null && now - this.#said.at < telephoneLimits.positionMs) return;
    // A code that is being typed is not cut off.
    if (this.#pressed > 0) return;
    this.#said = { position, at: now };
    this.#tell({ type: 'position', position });
  }

  #tell(next: Next): void {
    this.#cancelReturn();
    this.#pause(next);
    // Whoever hangs up while the words are said opens no stream any more.
    this.#cancelReturn = this.#use.schedule(telephoneLimits.saidMs, () => this.#leave());
  }

  /** Their stream is closed, and the carrier asks what comes next. */
  #pause(next: Next): void {
    const stream = this.#stream;
    this.#next = next;
    this.#stream = null;
    stream?.hangUp();
  }

  /** The call is over. */
  #end(): void {
    if (this.#isOver) return;
    this.#pause({ type: 'nothing' });
    this.#stop();
  }

  /** They hung up. */
  #leave(): void {
    this.#next = { type: 'nothing' };
    this.#stop();
  }

  #stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelLook();
    this.#cancelReturn();
    this.#cancelAlone();
    this.#caller?.leave();
    this.#use.gone(this.#next.type !== 'nothing');
  }
}
