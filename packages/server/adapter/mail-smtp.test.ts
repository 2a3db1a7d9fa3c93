// Letters against a real SMTP conversation on a real socket.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMailServer } from './mail-server.test-support.ts';
import { openSmtpMail } from './mail-smtp.ts';

const letter = {
  to: 'bea@example.com',
  subject: 'Hello',
  text: 'How are you?',
  replyTo: 'ada@aldermoor.example',
};

test('a letter arrives with its sender, recipient, subject, text and address for answers', async () => {
  const { url, letters, server } = await startMailServer();
  const mail = openSmtpMail(url, 'opportune@aldermoor.example');
  assert.equal(mail.configured, true);
  await mail.send(letter);
  const [arrived = ''] = letters;
  for (const part of [
    'From: opportune@aldermoor.example',
    'To: bea@example.com',
    'Subject: Hello',
    'Reply-To: ada@aldermoor.example',
    'How are you?',
  ]) {
    assert.ok(arrived.includes(part), `${part} in ${arrived}`);
  }
  server.close();
});

test('a letter with HTML carries both, for readers of either', async () => {
  const { url, letters, server } = await startMailServer();
  const mail = openSmtpMail(url, 'opportune@aldermoor.example');
  await mail.send({ ...letter, html: '<p>How are <b>you</b>?</p>' });
  const [arrived = ''] = letters;
  assert.match(arrived, /Content-Type: multipart\/alternative/);
  for (const part of ['How are you?', '<p>How are <b>you</b>?</p>']) {
    assert.ok(arrived.includes(part), `${part} in ${arrived}`);
  }
  server.close();
});

test('a letter that the server refuses is not pretended to be sent', async () => {
  const { url, server } = await startMailServer(true);
  await assert.rejects(openSmtpMail(url, 'opportune@aldermoor.example').send(letter), /550/);
  server.close();
});

test('without a mail server it says so', async () => {
  const mail = openSmtpMail(undefined, 'opportune@aldermoor.example');
  assert.equal(mail.configured, false);
  await assert.rejects(mail.send(letter));
});
