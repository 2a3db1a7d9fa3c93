// Letters against a real SMTP conversation on a real socket.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type Server, createServer } from 'node:net';
import { test } from 'node:test';
import { openSmtpMail } from './mail-smtp.ts';

/** A mail server that takes one letter at a time; `refuses` answers the recipient with a 550. */
async function startMailServer(
  refuses = false,
): Promise<{ url: string; letters: string[]; server: Server }> {
  const letters: string[] = [];
  const server = createServer((socket) => {
    let data: string | null = null;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string): void => {
      if (data !== null && line !== '.') return void (data += `${line}\n`);
      if (data !== null) {
        letters.push(data);
        data = null;
        return void say('250 taken');
      }
      if (line.startsWith('EHLO')) say('250 hello');
      else if (line.startsWith('RCPT') && refuses) say('550 nobody here');
      else if (line === 'DATA') {
        data = '';
        say('354 go on');
      } else if (line === 'QUIT') socket.end('221 bye\r\n');
      else say('250 fine');
    };
    let rest = '';
    say('220 mail');
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const lines = (rest + String(chunk)).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `smtp://127.0.0.1:${port}?ignoreTLS=true`, letters, server };
}

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
