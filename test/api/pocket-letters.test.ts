// The mail app of the pocket and the mail server behind it, which the product's own mail reaches, and
// the letters that it writes, as the product reads them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connect } from 'node:net';
import type { Letter } from '@opportune/core/ports/mail.ts';
import { openOwnSmtpMail } from '@opportune/server/adapter/mail-smtp.ts';
import { incomingLetter } from '@opportune/server/channel/email/reading/incoming-letter.ts';
import { readLetterNow } from '@opportune/server/channel/email/reading/read-letter.ts';
import { type ReadLetter, readLetter } from '../../examples/pocket/read-letter.ts';
import { writeLetter } from '../../examples/pocket/write-letter.ts';
import { type MailTwin, startMailTwin } from '../twins/mail-twin.test-support.ts';

const credentials = { user: 'pocket', password: 'a secret' };
const letters: string[] = [];
let twin: MailTwin;
before(async () => {
  twin = await startMailTwin({
    ...{ ...credentials, people: ['ada@example.com'], mostBytes: 100_000 },
    onLetter: (letter) => void letters.push(letter),
  });
});
after(() => twin.stop());

function send(of: Partial<Letter>, pass = credentials.password): Promise<void> {
  const mail = openOwnSmtpMail({
    ...{ host: '127.0.0.1', port: twin.port, secure: false },
    auth: { user: credentials.user, pass },
    from: { address: 'help@aldermoor.example', name: null },
    connect: (host, port) => connect({ host, port }),
  });
  const letter = { to: 'ada@example.com', subject: 'Hello', text: '', html: '' };
  return mail.send({ ...letter, ...of });
}

async function sent(of: Partial<Letter>): Promise<ReadLetter> {
  await send(of);
  return readLetter(letters.at(-1) ?? '');
}

test('[PK6] a letter is shown with its subject, words, quotes and files, whatever they are encoded in', async () => {
  const name = 'Rechnung für den Sund-Sessel mit grüner Wolle und Füßen aus geölter Eiche.pdf';
  const text = [
    ...['Grüße aus Utrecht 🪑', '.', '..dots', 'x'.repeat(300), '', 'Ada wrote:', '> Is it'],
    ...['> there?', '', '-- ', 'Mara, Aldermoor', ''],
  ].join('\n');
  const content = Buffer.from([0, 1, 2, 255]);
  const read = await sent({
    ...{ subject: 'Re: Der Sessel – grün oder grau? '.repeat(4).trim(), text, html: '<p>no</p>' },
    attachments: [{ name, type: 'application/pdf', content }],
  });
  assert.equal(read.subject, 'Re: Der Sessel – grün oder grau? '.repeat(4).trim());
  assert.match(read.text, /^Grüße aus Utrecht 🪑\n\.\n\.\.dots\nx{300}\n/);
  assert.match(read.text, /Mara, Aldermoor$/);
  assert.equal(read.quoted, 'Ada wrote:\n> Is it\n> there?');
  assert.deepEqual(
    read.files.map((file) => [file.name, [...file.bytes]]),
    [[name, [...content]]],
  );
  assert.match(read.messageId, /^<.+>$/);
});

test('[PK6] the mail server takes letters from who signs in, for its people, up to its size', async () => {
  const text = 'Hello';
  const before = letters.length;
  await assert.rejects(send({ text }, 'another'), /535/);
  await assert.rejects(send({ text, to: 'eve@example.com' }), /550/);
  await assert.rejects(send({ text: 'long '.repeat(30_000) }), /552/);
  assert.equal(letters.length, before);
});

test('[PK6] a reply is read by the product with its thread, its words and its file', () => {
  const answered = { messageId: '<b@x>', references: ['<a@x>'], text: 'Grey or\ngreen?' };
  const raw = writeLetter({
    ...{ from: 'ada@example.com', to: 'help@aldermoor.example', messageId: '<c@x>' },
    ...{ subject: 'Re: Größe und Farbe des Sund-Sessels', text: 'Grün, bitte', answered },
    file: { name: 'Muster grün.txt', type: 'text/plain', bytes: Buffer.from('a pattern') },
  });
  const own = { addresses: ['help@aldermoor.example'], authservId: null };
  const letter = readLetterNow(Buffer.from(raw), own);
  assert.equal(letter.subject, 'Re: Größe und Farbe des Sund-Sessels');
  assert.deepEqual([letter.inReplyTo, letter.references], [['<b@x>'], ['<a@x>', '<b@x>']]);
  const { text, media, ...rest } = incomingLetter(letter, String);
  assert.equal(text.trim(), 'Grün, bitte');
  assert.deepEqual(
    media.map(({ name }) => name),
    ['Muster grün.txt'],
  );
  assert.match(JSON.stringify(rest), /Grey or/, 'folded, not lost');
});
