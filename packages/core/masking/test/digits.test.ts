// The quick check of a text misses no number that reading it finds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayHoldNumber } from '../digits.ts';
import { DigitRuns } from '../digit-runs.ts';
import { findCards } from '../find-cards.ts';

const pieces = [
  ...['4', '1', '11', '1111', '4111', '4111111111111111', '4111111111111', '0'],
  ...['%34', '%31', '%2534', '%252534', '%D9%A4', '%D9%A1', '٤', '１', '𝟒', '%F0%9D%9F%92'],
  ...[' ', '-', '.', '+', '%20', '%2520', '%2D', '%2E', '%5F', '%0A', '%C2%A0', '\u00a0', '_'],
  ...['%', '%25', '%2F', '%2B', '%4', '#', '"', '/', ',', 'a', '%41', '%C3%A9', '\ud835'],
] as const;

test('a text in which a card is found passes the quick check', () => {
  let state = 11;
  // Park and Miller's generator, so that a failure can be reproduced.
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const runs = new DigitRuns();
  const cardsIn = (text: string, encoded: boolean) =>
    findCards(runs, text, { encoded, apart: [], from: 0 }).cards;
  let found = 0;
  for (let nth = 0; nth < 100_000; nth++) {
    let text = '';
    // Mostly digits and gaps, because otherwise nearly no text would hold a card.
    for (let length = 1 + Math.floor(random() * 20); length > 0; length--)
      text += pieces[Math.floor(random() ** 2 * pieces.length)] ?? '';
    if (cardsIn(text, false).length + cardsIn(text, true).length === 0) continue;
    found += 1;
    assert.ok(mayHoldNumber(text), text);
  }
  assert.ok(found > 5000, `${found} texts with a card`);
});
