// What an e-mail has beside its text is masked like it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardsOnly, compileMask } from '@opportune/core/masking/mask.ts';
import type { IncomingLetter } from '@opportune/core/ports/channel.ts';
import { maskLetter } from './mask-letter.ts';

const own = { name: 'order', expression: 'order-[a-z]+', replacement: '[order]', events: false };
const mask = compileMask({ ...cardsOnly, patterns: [own] });
const card = '4111 1111 1111 1111';

function letter(html: string): IncomingLetter {
  return {
    head: {
      ...{ subject: card, from: { name: card, address: 'bea@example.com' }, cc: [] },
      to: [{ name: card, address: 'help@aldermoor.example' }],
      kind: {
        type: 'bounce',
        reports: [
          { recipient: 'bea@example.com', status: '5.1.1', action: 'failed', diagnostic: card },
        ],
      },
      ...{ isCut: false, quoted: true, signature: true, html: true, authenticated: 'none' },
      unread: [{ what: 'tnef', name: card }],
    },
    folded: [
      { kind: 'quoted', text: `> ${card}` },
      { kind: 'signature', text: `-- \n${card}` },
    ],
    ...{ html, remoteImages: true, pictures: [] },
  };
}

test('[EM13.2] a card number in any text of a letter is masked', () => {
  const masked = maskLetter(
    letter(`<p title="${card}">Hi <a href="https://x.example/">x</a></p>`),
    mask,
  );
  assert.doesNotMatch(JSON.stringify(masked), /4111 1111/);
  assert.equal(masked.html, '<p title="[•••• 1111]">Hi <a href="https://x.example/">x</a></p>');
  assert.equal(masked.head.html, true);
});

test('[EM13.2] HTML that shows a number is not kept, also if its elements divide the number', () => {
  for (const html of [
    `<p>${card}</p>`,
    '<p>4111 1111<b> 1111</b> 1111</p>',
    '<table><tr><td>4111</td><td>1111</td><td>1111</td><td>1111</td></tr></table>',
    '<p>an or<i>der-abc</i></p>',
  ]) {
    const masked = maskLetter(letter(html), mask);
    assert.equal(masked.html, null, html);
    assert.deepEqual([masked.head.html, masked.remoteImages], [false, false]);
    assert.equal(masked.head.unread.at(-1)?.what, 'masked');
  }
});
