// A message that a caller leaves while it is said: a tone, then what they say, stored as it comes. It ends
// by itself, by a key, or when they hang up. What is stored of it is made into a message (keeping.ts).
import { VoicemailTaking, voicemailTone } from '@opportune/core/sound/voicemail.ts';
import { pcmuPerPacket, pcmuPerSecond } from '@opportune/core/sound/pcmu.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import type { Telephone } from '@opportune/core/ports/dialling.ts';
import type { Schedule } from '@opportune/core/world/world.ts';

export interface Taking {
  /** What they say, in PCMU. */
  say(sound: Uint8Array): void;
  /** They end it by a key. */
  press(): void;
  /** They hung up. */
  leave(): void;
}

export interface TakingParts {
  readonly schedule: Schedule;
  /** Stores the next piece of it. */
  readonly append: Append;
  /** All of it is stored, or could not be. */
  readonly over: (error: unknown) => void;
}

type Append = (number: number, bytes: Uint8Array) => Promise<void>;

/** Stored together: what a crash may lose. */
const pieceBytes = pcmuPerSecond;
/** After the longest message has passed, also if its sound has not come, in ms. */
const lateMs = 5000;

export function takeVoicemail(
  telephone: Telephone,
  { schedule, append, over }: TakingParts,
): Taking {
  const tone = voicemailTone();
  for (let at = 0; at < tone.length; at += pcmuPerPacket)
    telephone.hear(tone.subarray(at, at + pcmuPerPacket));
  const taking = new VoicemailTaking();
  const pieces = new Pieces(append);
  /** What they say while they hear the tone does not belong to it. */
  let unheard = tone.length;
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    cancelLast();
    pieces.end().then(
      () => over(null),
      (error: unknown) => over(error),
    );
  };
  const hangUp = (): void => {
    end();
    telephone.hangUp();
  };
  const cancelLast = schedule(telephoneLimits.voicemailS * 1000 + lateMs, hangUp);
  return {
    say(sound) {
      if (isOver) return;
      const heard = sound.subarray(unheard);
      unheard = Math.max(0, unheard - sound.length);
      pieces.add(taking.take(heard));
      if (taking.isOver || pieces.waiting > telephoneLimits.waitingPieces) hangUp();
    },
    press: hangUp,
    leave: end,
  };
}

/** Stores sound in pieces, one after the other. However small its parts are, one piece is held. */
class Pieces {
  readonly #append: Append;
  readonly #open = new Uint8Array(pieceBytes);
  #filled = 0;
  #number = 0;
  #storing: Promise<unknown> = Promise.resolve();
  /** Those that wait to be stored. */
  waiting = 0;

  constructor(append: Append) {
    this.#append = append;
  }

  add(sound: Uint8Array): void {
    for (let at = 0; at < sound.length;) {
      const some = sound.subarray(at, at + pieceBytes - this.#filled);
      this.#open.set(some, this.#filled);
      this.#filled += some.length;
      at += some.length;
      if (this.#filled === pieceBytes) this.#store();
    }
  }

  /** Rejects if one of them could not be stored. */
  async end(): Promise<void> {
    if (this.#filled > 0) this.#store();
    await this.#storing;
  }

  #store(): void {
    const bytes = this.#open.slice(0, this.#filled);
    this.#filled = 0;
    this.#number += 1;
    const number = this.#number;
    this.waiting += 1;
    this.#storing = this.#storing
      .then(() => this.#append(number, bytes))
      .then(() => (this.waiting -= 1));
    this.#storing.catch(() => undefined);
  }
}
