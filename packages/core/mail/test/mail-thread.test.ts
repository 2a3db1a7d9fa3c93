// Which conversation a letter belongs to.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import fc from 'fast-check';
import type { Mac } from '../thread/mac.ts';
import { mintMessageId, readMessageId } from '../thread/message-id.ts';
import { mintReplyAddress, readReplyAddress } from '../thread/reply-address.ts';
import { bareSubject, suggestedThread, threadOf } from '../thread/thread-of.ts';

function macWith(key: string): Mac {
  return (text) => createHmac('sha256', key).update(text).digest();
}
const mac = macWith('ours');
const conversation = ConversationId.parse('Zk3-f_Jq0aB9xY7wVuT1sQ');
const message = MessageId.parse('m_1');
const id = fc.stringMatching(/^[A-Za-z0-9_.:@-]{1,64}$/);

test('[EM10.2] a minted Message-ID names its conversation and message, whatever characters their ids have', () => {
  fc.assert(
    fc.property(id, id, (talk, said) => {
      const named = { conversation: ConversationId.parse(talk), message: MessageId.parse(said) };
      const minted = mintMessageId(named, { mac, host: 'mail.example' });
      assert.match(minted, /^<[A-Za-z0-9_=-]+(\.[A-Za-z0-9_=-]+)+@mail\.example>$/);
      assert.deepEqual(readMessageId(minted, mac), named);
    }),
  );
});

test('[EM10.2] a Message-ID with another code, key, conversation or message is not ours', () => {
  const minted = mintMessageId({ conversation, message }, { mac, host: 'mail.example' });
  assert.equal(readMessageId(minted, macWith('theirs')), null);
  assert.equal(readMessageId(minted.replace('Zk3', 'Zk4'), mac), null);
  assert.equal(readMessageId(minted.replace('m_1', 'm_2'), mac), null);
  for (let at = 1; at < minted.indexOf('@'); at++) {
    const other = minted[at] === 'b' ? 'c' : 'b';
    const forged = minted.slice(0, at) + other + minted.slice(at + 1);
    assert.equal(readMessageId(forged, mac), null, forged);
  }
  // A relay may rewrite the host.
  assert.notEqual(readMessageId(minted.replace('mail.example', 'relay.example'), mac), null);
  for (const strange of ['', '<>', '<a@b>', '<a.b@c>', '<..@x>', `<${'a'.repeat(5000)}.b.c@d>`])
    assert.equal(readMessageId(strange, mac), null, strange);
});

test('[EM10.1] the address that a reply goes to names its conversation, also after its case was folded', () => {
  const minted = mintReplyAddress('Help@Shop.example', conversation, mac);
  assert.ok(minted !== null && minted.length <= 64 + '@Shop.example'.length);
  assert.ok(minted.startsWith('Help+') && minted.endsWith('@Shop.example'));
  const replied = { conversation, address: 'help@shop.example' };
  for (const said of [minted, minted.toLowerCase(), minted.toUpperCase()])
    assert.deepEqual(readReplyAddress(said, mac), replied);
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_.:@-]{1,18}$/), (talk) => {
      const named = ConversationId.parse(talk);
      const made = mintReplyAddress('a@b.example', named, mac);
      assert.ok(made !== null);
      assert.equal(readReplyAddress(made, mac)?.conversation, named);
    }),
  );
});

test('[EM10.1] a reply address with another code, key, conversation or domain is not ours', () => {
  const minted = mintReplyAddress('help@shop.example', conversation, mac) ?? '';
  assert.equal(readReplyAddress(minted, macWith('theirs')), null);
  assert.equal(readReplyAddress(minted.replace('@shop', '@other'), mac), null);
  assert.equal(readReplyAddress(minted.replace('help+', 'sales+'), mac), null);
  for (let at = minted.indexOf('+') + 1; at < minted.indexOf('@'); at++) {
    const other = minted[at] === 'c' ? 'd' : 'c';
    assert.equal(readReplyAddress(minted.slice(0, at) + other + minted.slice(at + 1), mac), null);
  }
  for (const strange of ['', 'help+@shop.example', 'help+a@shop.example', 'help@shop.example'])
    assert.equal(readReplyAddress(strange, mac), null, strange);
});

test('[EM10.1] where the part before the @ has no room for a token, there is no such address', () => {
  const long = `${'a'.repeat(40)}@shop.example`;
  assert.equal(mintReplyAddress(long, conversation, mac), null);
});

const host = 'mail.example';
const talk = (name: string) => ConversationId.parse(name);
const minted = (name: string, said = 'm') =>
  mintMessageId({ conversation: talk(name), message: MessageId.parse(said) }, { mac, host });
const reply = (name: string) => mintReplyAddress('help@shop.example', talk(name), mac) ?? '';
const nothing = { recipients: ['help@shop.example'], inReplyTo: [], references: [] };

test('[EM10] the address comes first, then In-Reply-To, then References from the right', () => {
  const all = {
    recipients: ['bea@example.com', reply('by-address')],
    inReplyTo: ['<x@y>', minted('by-reply')],
    references: [minted('oldest'), minted('newest', 'm7'), '<foreign@example>'],
  };
  assert.deepEqual(threadOf(all, mac), {
    ...{ conversation: 'by-address', by: 'address', message: null },
  });
  assert.deepEqual(threadOf({ ...all, recipients: [] }, mac), {
    ...{ conversation: 'by-reply', by: 'in-reply-to', message: 'm' },
  });
  assert.deepEqual(threadOf({ ...all, recipients: [], inReplyTo: [] }, mac), {
    ...{ conversation: 'newest', by: 'references', message: 'm7' },
  });
  assert.equal(threadOf({ ...nothing, references: ['<foreign@example>'] }, mac), null);
  const answered = { ...nothing, recipients: [reply('one')], inReplyTo: [minted('one', 'm3')] };
  assert.equal(threadOf(answered, mac)?.message, 'm3');
});

const day = 24 * 3600_000;
const known = [
  { conversation: talk('old'), from: 'bea@example.com', subject: 'Order 7', at: 0 },
  { conversation: talk('new'), from: 'Bea@Example.com', subject: 'RE: order  7', at: day },
  { conversation: talk('other'), from: 'kim@example.com', subject: 'Order 7', at: 2 * day },
];

test('[EM10.4] the same sender and subject within seven days only suggests a conversation', () => {
  const letter = { from: 'bea@example.com', subject: 'AW: Re[2]: Order 7', at: 3 * day };
  assert.equal(suggestedThread(letter, known), 'new');
  assert.equal(suggestedThread({ ...letter, at: 9 * day }, known), null);
  assert.equal(suggestedThread({ ...letter, subject: 'Order 8' }, known), null);
  assert.equal(suggestedThread({ ...letter, subject: 'Re: ' }, known), null);
  assert.equal(threadOf(nothing, mac), null);
});

test('[EM10.4] the marks of replies are not part of a subject, in any language', () => {
  const marked = [
    'Re: ',
    'RE : ',
    'AW: WG: ',
    'Antw: ',
    'SV: ',
    'RV: ',
    'TR: ',
    'Odp: ',
    '回复：',
    '答复: ',
    'Re[4]: Fwd: ',
  ];
  for (const mark of marked) assert.equal(bareSubject(`${mark}Große  Tasse`), 'große tasse', mark);
  assert.equal(bareSubject('Regarding: tea'), 'regarding: tea');
});
