// A message that a caller leaves while it is said: a tone, then what they say, stored as it comes. It ends
// by itself, by a key, or when they hang up. What is stored of it is made into a message (keeping.ts).
import { VoicemailTaking, voicemailTone } from '@opportune/core/sound/voicemail.ts';
import { pcmuPerPacket, pcmuPerSecond } from '@opportune/core/sound/pcmu.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import type { Telephone } from '@opportune/core/ports/dialling.ts';

export interface Taking {
  /** What they say, in PCMU. */
  say(sound: Uint8Array): void;
  /** They end it by a key. */
  press(): void;
  /** They hung up. */
  leave(): void;
}

export interface TakingParts {
  /** Stores the next piece of it. */
  readonly append: (number: number, bytes: Uint8Array) => Promise<void>;
  /** All of it is stored, or could not be. */
  readonly over: (error: unknown) => void;
}

/** Stored together: what a crash may lose. */
const pieceBytes = pcmuPerSecond;

export function takeVoicemail(telephone: Telephone, { append, over }: TakingParts): Taking {
  const tone = voicemailTone();
  for (let at = 0; at < tone.length; at += pcmuPerPacket)
    telephone.hear(tone.subarray(at, at + pcmuPerPacket));
  const taking = new VoicemailTaking();
  /** What they say while they hear the tone does not belong to it. */
  let unheard = tone.length;
  let open: Uint8Array[] = [];
  let number = 0;
  /** Pieces that wait to be stored. */
  let waiting = 0;
  let isOver = false;
  let storing: Promise<unknown> = Promise.resolve();
  const store = (): void => {
    const bytes = Buffer.concat(open);
    open = [];
    if (bytes.length === 0) return;
    number += 1;
    const of = number;
    waiting += 1;
    storing = storing.then(() => append(of, bytes)).then(() => (waiting -= 1));
    storing.catch(() => undefined);
  };
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    store();
    storing.then(
      () => over(null),
      (error: unknown) => over(error),
    );
  };
  const hangUp = (): void => {
    end();
    telephone.hangUp();
  };
  return {
    say(sound) {
      if (isOver) return;
      const heard = sound.subarray(unheard);
      unheard = Math.max(0, unheard - sound.length);
      open.push(taking.take(heard));
      if (open.reduce((sum, { length }) => sum + length, 0) >= pieceBytes) store();
      if (!taking.isOver && waiting <= telephoneLimits.waitingPieces) return;
      hangUp();
    },
    press: hangUp,
    leave: end,
  };
}
