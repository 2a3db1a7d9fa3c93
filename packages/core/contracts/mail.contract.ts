// The contract of every way of sending mail: what was sent arrives complete, and a failure is
// reported.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Letter, type Mail, outcomeOf } from '../ports/mail.ts';

export interface MailSubject {
  readonly mail: Mail;
  /** The letters that arrived at the other end, unchanged, with headers and encodings. */
  readonly letters: readonly string[];
  close(): void;
}

/**
 * Runs the suite. `open` gives mail with the sender below, `refuses` one whose other end accepts no
 * letter.
 */
export function mailContract(
  name: string,
  open: (from: string, refuses?: 'refuses') => Promise<MailSubject>,
): void {
  const from = 'opportune@aldermoor.example';
  const letter: Letter = {
    to: 'bea@example.com',
    subject: 'Hello',
    text: 'How are you?',
    replyTo: 'ada@aldermoor.example',
  };

  /** A single letter as it arrives. */
  async function arrivalOf(sent: Letter): Promise<string> {
    const { mail, letters, close } = await open(from);
    try {
      assert.equal(mail.configured, true);
      await mail.send(sent);
      assert.equal(letters.length, 1);
      return letters[0] ?? '';
    } finally {
      close();
    }
  }

  describe(`mail: ${name}`, () => {
    it('delivers a letter with its sender, recipient, subject, text and reply address', async () => {
      const arrived = await arrivalOf(letter);
      for (const part of [
        `From: ${from}`,
        'To: bea@example.com',
        'Subject: Hello',
        'Reply-To: ada@aldermoor.example',
        'How are you?',
      ]) {
        assert.ok(arrived.includes(part), `${part} in ${arrived}`);
      }
    });

    it('delivers text and HTML, for readers of either, and files with them', async () => {
      const arrived = await arrivalOf({
        ...letter,
        html: '<p>How are <b>you</b>?</p>',
        attachments: [{ name: 'talk.txt', type: 'text/plain', content: 'what was said' }],
      });
      assert.match(arrived, /Content-Type: multipart\/alternative/);
      for (const part of ['How are you?', '<p>How are <b>you</b>?</p>', 'filename=talk.txt'])
        assert.ok(arrived.includes(part), `${part} in ${arrived}`);
    });

    it('never lets a line break in a subject or an address become a header', async () => {
      const arrived = await arrivalOf({
        ...letter,
        subject: 'Hello\r\nX-Planted: subject',
        replyTo: 'ada@aldermoor.example\r\nX-Planted: address',
      });
      assert.doesNotMatch(arrived, /^X-Planted/m);
    });

    it('rejects if the other end refuses, so that no letter is reported as sent', async () => {
      const { mail, letters, close } = await open(from, 'refuses');
      const thrown: unknown = await mail.send(letter).catch((error: unknown) => error);
      assert.equal(outcomeOf(thrown).type, 'refused');
      assert.deepEqual(letters, []);
      close();
    });
  });
}
