// Cutting loses nothing, whatever the text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processorMs } from '../../world/test/processor-time.test-support.ts';
import fc from 'fast-check';
import { type Line, linesOf, wordsOf } from '../cut/cut.ts';
import { cutLines } from '../cut/cut-lines.ts';

const line = fc.constantFrom(
  ...['Hello', 'No, blue.', '', '> quoted', '>> deeper', 'On 5 May 2026, Ada <a@b.example> wrote:'],
  ...['-- ', '--', 'Sent from my iPhone', '-----Original Message-----', 'From: Ada', 'Sent: today'],
  ...['Subject: x', 'To: Bea', '________', '```', 'Am 5. Mai schrieb', 'Ada:', 'wrote:', '| bar'],
);
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, end]) => lines.join(end));

test('[EM7.1] the pieces joined are the text itself, whatever it is', () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ maxLength: 400 })), (given) => {
      const cuts = cutLines(linesOf(given));
      assert.equal(cuts.map((cut) => cut.text).join(''), given);
    }),
    { numRuns: 2000 },
  );
});

test('[EM7.4] a text with words is never shown as nothing, unless it is a signature alone', () => {
  fc.assert(
    fc.property(text, (given) => {
      const cuts = cutLines(linesOf(given));
      const isAllFolded = wordsOf(cuts) === '' && given.trim() !== '';
      if (isAllFolded)
        assert.ok(cuts.some(({ kind }) => kind === 'signature' || kind === 'quoted'));
    }),
    { numRuns: 2000 },
  );
});

test('[EM7.2] a mark of the HTML counts, whatever the line says', () => {
  const marked = (said: string, mark: Line['mark']): Line => ({ text: `${said}\n`, mark });
  const cuts = cutLines([
    marked('Thanks', null),
    marked('Who said so:', 'attribution'),
    marked('No sign of a quote', 'quoted'),
    marked('Everything else', 'rest'),
    marked('And more', null),
  ]);
  assert.equal(wordsOf(cuts), 'Thanks');
});

test('[EM7] a hundred thousand lines take less than a second of the processor', () => {
  for (const each of ['> a\n', 'On 5 May a@b\n', 'From: x\n', 'x\n\n', '-- \n']) {
    const tookMs = processorMs(() => cutLines(linesOf(each.repeat(100_000))));
    assert.ok(tookMs < 1000, `${each}: ${tookMs} ms`);
  }
});
