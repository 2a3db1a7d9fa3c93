// The kind *e-mail* keeps the contract of channels, against a real SMTP conversation.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { channelContract } from '@opportune/core/contracts/channel.contract.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { openOwnSmtpMail, openSmtpMail } from '../../adapter/mail-smtp.ts';
import { createEmailKind } from './email-channel.ts';
import { startEmailTwin } from './email-twin.test-support.ts';

const from = 'help@aldermoor.example';
const account = AccountId.parse('a-1');
const stored = { account, settings: {}, secret: null, capabilities: null };

channelContract('email', async () => {
  const provider = await startEmailTwin();
  const mail = openOwnSmtpMail({
    ...{ host: '127.0.0.1', port: provider.port, secure: false },
    auth: { user: 'ada', pass: 'hidden' },
    from: { address: from, name: null },
    connect: (host, port) => connect(port, host),
  });
  return {
    adapter: createEmailKind(async () => mail),
    ...{ stored, stranger: stored, provider },
    close: () => provider.stop(),
  };
});

test('[EM2] without a mail server nothing is sent, and it is tried again', async () => {
  const channel = createEmailKind(async () => openSmtpMail({ from })).open(stored);
  const outcome = await channel?.send({
    ...{ address: 'bea@example.com', parts: [{ type: 'text', text: 'Hello' }], reference: 'd1' },
    ...{ answers: null, author: 'Ada', topic: null, withinMs: 5000, read: async () => null },
    around: async () => ({ business: 'Aldermoor', language: 'en', asked: '', replyTo: null }),
  });
  assert.equal(outcome?.type, 'unreachable');
});
