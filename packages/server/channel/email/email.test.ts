// The kind *e-mail* keeps the contract of channels, against a real SMTP conversation.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { channelContract } from '@opportune/core/contracts/channel.contract.ts';
import { EmailSettings } from '@opportune/protocol/channel/email.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { newSecret } from '../../http/signed/standard-webhooks.ts';
import { openOwnSmtpMail, openSmtpMail } from '../../adapter/mail-smtp.ts';
import { testEmailParts } from './email-parts.test-support.ts';
import { createEmailKind } from './email-channel.ts';
import { startEmailTwin, startMailboxTwin } from './email-twin.test-support.ts';
import { newMailbox } from './mailbox.ts';

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
    adapter: createEmailKind(testEmailParts(async () => mail)),
    ...{ stored, stranger: stored, provider },
    close: () => provider.stop(),
  };
});

channelContract('email, a mailbox', async () => {
  const made = newMailbox(
    EmailSettings.parse({
      ...{ address: from, inbound: 'webhook' },
      smtp: { host: '127.0.0.1', port: 1, security: 'none', user: 'help', password: 'hidden' },
    }),
  );
  const { webhook = '' } = made.secrets;
  const provider = await startMailboxTwin(webhook);
  const smtp = { ...made.shown.smtp, port: provider.port };
  const stored = { account, capabilities: null, settings: { ...made.shown, smtp } };
  const other = JSON.stringify({ ...made.secrets, webhook: newSecret() });
  return {
    adapter: createEmailKind(testEmailParts(async () => openSmtpMail({ from }))),
    stored: { ...stored, secret: JSON.stringify(made.secrets) },
    stranger: { ...stored, secret: other },
    ...{ provider, close: () => provider.stop() },
  };
});

test('[EM2] without a mail server nothing is sent, and it is tried again', async () => {
  const channel = createEmailKind(testEmailParts(async () => openSmtpMail({ from }))).open(stored);
  const outcome = await channel?.send({
    ...{ address: 'bea@example.com', parts: [{ type: 'text', text: 'Hello' }], reference: 'd1' },
    ...{ answers: null, author: 'Ada', topic: null, withinMs: 5000, read: async () => null },
    around: async () => ({ business: 'Aldermoor', language: 'en', asked: '', replyTo: null }),
  });
  assert.equal(outcome?.type, 'unreachable');
});
