// For a day, a returned number selects the choice it stood for, and so do the choice's words.
// Anything else is an ordinary message.
import type { NumberedChoice } from '@opportune/protocol/channel/parts.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';

/** The newest message of a conversation with numbered choices, and when it left. */
export interface Asked {
  readonly choices: readonly NumberedChoice[];
  readonly at: number;
}

export function choiceOf(answer: string, asked: Asked, now: number): NumberedChoice | null {
  if (now - asked.at > channelLimits.numberedMs) return null;
  const words = plain(answer);
  const number = /^[(#]?(\d{1,4})[.):]?$/.exec(words)?.[1];
  const found =
    number === undefined
      ? asked.choices.find(({ text }) => plain(text) === words)
      : asked.choices.find((choice) => choice.number === Number(number));
  return found ?? null;
}

/** Digits of any script as 0 to 9, letters in lower case, trimmed. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, digit)
    .trim()
    .toLowerCase();
}

/** In every script decimal digits come in blocks of ten, 0 first. */
function digit(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  let first = point;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((point - first) % 10);
}
