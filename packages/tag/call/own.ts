// What every view of a call has.
import type { CallWords } from '@opportune/words/en/call.ts';
import type { SpeakingWindow } from '../window/speaking.ts';
import type { Back } from './back.ts';
import type { DialIn } from './dial/dial-in.ts';
import type { Speak } from './speak.ts';

export interface Own {
  readonly speak: Speak;
  readonly back: Back;
  readonly dial: DialIn;
  readonly window: SpeakingWindow;
  readonly words: CallWords;
  /** Whom the visitor speaks with, set apart where the direction may be another. */
  name(): string;
  /** The visitor used a view of the call: only then it may move the focus. */
  acted: boolean;
}

/** Seconds since both sides first heard each other, by the server's clock. Null: they did not. */
export function spokenS({ speak }: Own): number | null {
  const { call, aheadMs } = speak.state();
  if (!call || call.connectedAt === null) return null;
  return (Date.now() + aheadMs - call.connectedAt) / 1000;
}
