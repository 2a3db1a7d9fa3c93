// The words by which somebody stops messages, wants them again or asks for help. Networks in the United
// States demand the English ones (CTIA, Messaging Principles and Best Practices, 5.1.3; Twilio's lists at
// https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out, both as of 2026-11-25). A word counts
// only if it is the whole message.

import type { AccountId } from '@opportune/protocol/ids.ts';

/** The answer to whoever asks for help, in the language of the account. */
export type HelpWords = (account: AccountId) => Promise<string>;

export type Wish = 'stop' | 'start' | 'help';

const words: Readonly<Record<Wish, readonly string[]>> = {
  stop: [
    ...['stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'optout', 'opt out'],
    'revoke',
    ...['stopp', 'abmelden', 'abbestellen', 'abbrechen'],
    ...['baja', 'parar', 'alto', 'cancelar', 'detener'],
  ],
  start: ['start', 'unstop', 'subscribe', 'anmelden', 'alta', 'iniciar'],
  help: ['help', 'info', 'hilfe', 'ayuda'],
};

const wishes: ReadonlyMap<string, Wish> = new Map(
  (['stop', 'start', 'help'] as const).flatMap((wish) =>
    words[wish].map((word) => [word, wish] as const),
  ),
);

/** Without regard to case, accents, and punctuation around it. Null: it is an ordinary message. */
export function wishOf(text: string): Wish | null {
  if (text.length > 40) return null;
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const word = plain.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return wishes.get(word) ?? null;
}
