// A number that comes back is the choice that it stood before, for a day. Its words are, too. What is
// neither is an ordinary message.
import type { NumberedChoice } from '@opportune/protocol/channel/parts.ts';
import { channelLimits } from '@opportune/protocol/limits.ts';

/** The newest message of a conversation that asked by numbers, and when it left. */
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

/** Digits of any script as 0 to 9, letters in lower case, without white space around. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, digit)
    .trim()
    .toLowerCase();
}

/** Decimal digits stand in tens, 0 first, in every script. */
function digit(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  let first = point;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((point - first) % 10);
}
