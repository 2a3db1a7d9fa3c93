// Which contacts the panel calls verified.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emailChannel, webChannel } from '@opportune/protocol/contact/contact.ts';
import { conversationOf } from '../../conversation.test-support.ts';
import { isSpeakerVerified, visitOfSpeaker } from './speaker-verified.ts';

const contact = {
  addresses: [
    { channel: webChannel, address: 'v', verified: true },
    { channel: emailChannel, address: 'mia@shop.example', verified: false },
  ],
};
const verified = { verified: true };

test('[CT10] only the address that a contact writes from can verify them', () => {
  const mail = conversationOf({ channel: 'email', address: 'mia@shop.example' });
  assert.equal(isSpeakerVerified(mail, contact, null), false);
  assert.equal(isSpeakerVerified(mail, contact, verified), false);
  assert.equal(isSpeakerVerified(conversationOf(), contact, null), true);
});

test('[CT10] if the contact is unknown, the visit tells whether they are verified', () => {
  assert.equal(isSpeakerVerified(conversationOf(), undefined, verified), true);
  assert.equal(isSpeakerVerified(conversationOf(), undefined, null), false);
});

test('[OC6] a visit names and verifies only who writes at its page', () => {
  const row = { verified: true, name: 'Clara' };
  assert.equal(visitOfSpeaker(conversationOf(), row), row);
  const elsewhere = conversationOf({ channel: 'c_1', address: '49151' });
  assert.equal(visitOfSpeaker(elsewhere, row), null);
  assert.equal(isSpeakerVerified(elsewhere, undefined, visitOfSpeaker(elsewhere, row)), false);
});
