// Which contacts the panel calls verified.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emailChannel, webChannel } from '@opportune/protocol/contact/contact.ts';
import { conversationOf } from '../../conversation.test-support.ts';
import { isCallerProved, isSpeakerVerified, visitOfSpeaker } from './speaker-verified.ts';
import { visitorOf } from './visitor-of.ts';

const contact = {
  addresses: [
    { channel: webChannel, address: 'v', verified: true },
    { channel: emailChannel, address: 'mia@shop.example', verified: false },
  ],
};
const verified = { verified: true };
const isAddressed = true;

test('[CT10] only the address that a contact writes from can verify them', () => {
  const mail = conversationOf({ channel: 'email', address: 'mia@shop.example' });
  assert.equal(isSpeakerVerified(mail, contact, { row: null, isAddressed }), false);
  assert.equal(isSpeakerVerified(mail, contact, { row: verified, isAddressed }), false);
  assert.equal(isSpeakerVerified(conversationOf(), contact, { row: null, isAddressed }), true);
});

test('[CT10] if the contact is unknown, the visit tells whether they are verified', () => {
  assert.equal(
    isSpeakerVerified(conversationOf(), undefined, { row: verified, isAddressed }),
    true,
  );
  assert.equal(isSpeakerVerified(conversationOf(), undefined, { row: null, isAddressed }), false);
});

test('[OC6] a visit names and verifies only who writes at its page', () => {
  const row = { verified: true, name: 'Clara' };
  assert.equal(visitOfSpeaker(conversationOf(), row, isAddressed), row);
  const elsewhere = conversationOf({ channel: 'c_1', address: '49151' });
  const shown = visitOfSpeaker(elsewhere, row, isAddressed);
  assert.equal(shown, null);
  assert.equal(isSpeakerVerified(elsewhere, undefined, { row: shown, isAddressed }), false);
});

test('[CX41.6] a number verifies nobody, and only the visit of a page that was proved is shown', () => {
  const call = conversationOf({ channel: 'c_1', address: '+49151', visitor: null });
  const numbers = { addresses: [{ channel: 'c_1', address: '+49151', verified: true }] } as never;
  const web = [{ channel: webChannel, address: 'v' }];
  const known = { addresses: web } as never;
  assert.equal(isSpeakerVerified(call, numbers, { row: null, isAddressed: false }), false);
  assert.equal(visitorOf(call, known, false), null);
  assert.equal(visitorOf(call, known, true), 'v', 'elsewhere the last visit of the contact is');
  const proved = conversationOf({ channel: 'c_1', address: '+49151', visitor: 'w' });
  assert.equal(visitorOf(proved, known, false), 'w');
  const row = { verified: true };
  assert.equal(visitOfSpeaker(proved, row, false), row);
  assert.equal(isSpeakerVerified(proved, numbers, { row, isAddressed: false }), true);
});

test('[CX41.5] [CX41.6] a code that was sent proves who calls, also without a page', () => {
  const call = conversationOf({ channel: 'c_1', address: '+49151', site: null, visitor: null });
  assert.equal(isCallerProved(call, []), false);
  assert.equal(isCallerProved(call, [{ by: 'code', state: 'asked' }]), false);
  assert.equal(isCallerProved(call, [{ by: 'code', state: 'verified' }]), true);
  assert.equal(isCallerProved({ visitor: conversationOf().visitor }, []), true);
});
