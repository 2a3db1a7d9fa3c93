// Letters against a real SMTP conversation on a real socket.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailContract } from '@opportune/core/contracts/mail.contract.ts';
import { startMailServer } from './mail-server.test-support.ts';
import { openSmtpMail } from './mail-smtp.ts';

mailContract('SMTP', async (from, refuses) => {
  const { url, letters, server } = await startMailServer(refuses !== undefined);
  return { mail: openSmtpMail(url, from), letters, close: () => void server.close() };
});

test('without a mail server it says so, and sends nothing', async () => {
  const mail = openSmtpMail(undefined, 'opportune@aldermoor.example');
  assert.equal(mail.configured, false);
  await assert.rejects(
    mail.send({ to: 'bea@example.com', subject: 'Hello', text: 'How are you?' }),
  );
});

test('a mail server that is not there is an error, too', async () => {
  const { url, server } = await startMailServer();
  await new Promise((resolve) => server.close(resolve));
  const mail = openSmtpMail(url, 'opportune@aldermoor.example');
  await assert.rejects(
    mail.send({ to: 'bea@example.com', subject: 'Hello', text: 'How are you?' }),
    /ECONNREFUSED/,
  );
});
