// Whether the visitor lets the call be recorded. Their last answer is kept until the server knows it, and
// sent again whenever the server states another: what was said while the connection was broken counts.
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
  };
}

/** Also if it makes no difference any more. */
function isKnown(agrees: boolean, recording: SpokenCall['recording']): boolean {
  if (recording === 'off' || recording === 'full') return true;
  return agrees === (recording !== 'asks' && recording !== 'refused') && recording !== 'asks';
}
