// Whether the visitor lets the call be recorded. Their last answer is kept until the server knows it, and
// sent again if the server states another: what was said while the connection was broken counts.
import type { SpokenCall } from './scene.ts';

export interface Answer {
  readonly call: string;
  readonly agrees: boolean;
}

export interface Answering {
  answer(answer: Answer): void;
  /**
   * The server states the call. Returns what the visitor answered that it does not know yet, which is
   * sent again. Null: it knows.
   */
  take(call: Pick<SpokenCall, 'id' | 'recording'>): boolean | null;
  /** The page is back. `successor`: what the page after it could not tell. */
  comeBack(successor: Answer | null): void;
}

/** `former`: what the page before could not tell. */
export function createAnswering(send: (answer: Answer) => void, former: Answer | null): Answering {
  let last = former;
  return {
    answer(answer) {
      last = answer;
      send(answer);
    },
    take({ id, recording }) {
      if (last?.call !== id) return null;
      const { agrees } = last;
      if (isKnown(agrees, recording)) last = null;
      else send(last);
      return last && agrees;
    },
    comeBack(successor) {
      // A yes may have been withdrawn in that page. A no is safe to repeat.
      if (successor || last?.agrees) last = successor;
    },
  };
}

/** Also if it makes no difference any more, and a yes if another page has said no since. */
function isKnown(agrees: boolean, recording: SpokenCall['recording']): boolean {
  if (agrees) return recording !== 'asks';
  return recording === 'off' || recording === 'full' || recording === 'refused';
}
