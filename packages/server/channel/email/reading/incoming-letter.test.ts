// A letter as an incoming message: its text, its files by their place, and what is shown beside them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LetterHead } from '@opportune/protocol/channel/letter.ts';
import { StoredItem } from '../../inbox/stored-item.ts';
import { composed, html, message, part } from './corpus/build.test-support.ts';
import { hostile } from './corpus/hostile.test-support.ts';
import { kinds } from './corpus/kinds.test-support.ts';
import { parts } from './corpus/parts.test-support.ts';
import { incomingLetter } from './incoming-letter.ts';
import { readLetterNow } from './read-letter.ts';

const own = { addresses: ['help@aldermoor.example'], authservId: 'mx.aldermoor.example' };
const read = (raw: string) =>
  incomingLetter(readLetterNow(Buffer.from(raw, 'latin1'), own), String);
const picture = part({ 'Content-Type': 'image/png; name=tea.png', 'Content-ID': '<p1>' }, 'png');

test('[EM12.1] a letter is a message with its text, its files, and a head of what is beside them', () => {
  const raw = composed(
    'related',
    [html('<p>Hello <img src="cid:p1"></p><blockquote type="cite">Old</blockquote>'), picture],
    { fields: { Cc: 'Kim <kim@example.com>' } },
  );
  const { letter, ...said } = read(raw);
  assert.equal(said.text, 'Hello');
  assert.deepEqual(said.media, [{ reference: '0', name: 'tea.png' }]);
  assert.deepEqual(letter?.pictures, [{ contentId: 'p1', at: 0 }]);
  assert.deepEqual(letter?.folded, [{ kind: 'quoted', text: 'Old\n' }]);
  assert.deepEqual(letter?.head, {
    subject: 'A tea pot',
    from: { name: 'Bea Winter', address: 'bea@example.com' },
    to: [{ name: '', address: 'help@aldermoor.example' }],
    cc: [{ name: 'Kim', address: 'kim@example.com' }],
    kind: { type: 'person' },
    ...{ isCut: false, quoted: true, signature: false, html: true },
    ...{ authenticated: 'none', unread: [] },
  });
});

test('[EM12.2] a text that is longer than a message may be is marked as cut', () => {
  assert.equal(read(message({}, 'Tea. '.repeat(799))).letter?.head.isCut, false);
  assert.equal(read(message({}, 'Tea. '.repeat(900))).letter?.head.isCut, true);
});

test('[EM12.1] whatever a letter says, its head and its item fit what is stored', () => {
  for (const { name, raw } of [...kinds, ...parts, ...hostile]) {
    const content = incomingLetter(readLetterNow(raw, own), String);
    assert.deepEqual(LetterHead.parse(content.letter?.head), content.letter?.head, name);
    const item = {
      ...{ type: 'message', key: 'k', address: 'bea@example.com', at: 1, externalId: 'x' },
      from: { name: null, language: null, phone: null, vouched: false },
      ...{ content, replyTo: null, token: null, automatic: false },
    };
    assert.deepEqual(StoredItem.parse(item), item, name);
  }
});
