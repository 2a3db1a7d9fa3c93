// Which contacts the panel calls verified.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emailChannel, webChannel } from '@opportune/protocol/contact/contact.ts';
import { conversationOf } from '../../conversation.test-support.ts';
import { isSpeakerVerified } from './speaker-verified.ts';

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
