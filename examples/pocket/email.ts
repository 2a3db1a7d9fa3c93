// E-mail on the telephone: letters leave signed by webhook, as a mail service posts them, and arrive at
// a mail server.
import { createHmac, randomBytes } from 'node:crypto';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
import { startMailTwin } from '../../test/twins/mail-twin.test-support.ts';
import { TwinFiles } from '../../test/twins/twin-server.test-support.ts';
import {
  type App,
  type Arrive,
  type Bubble,
  fileBytes,
  newId,
  newSecret,
  type Written,
} from './app.ts';
import { type ReadLetter, readLetter } from './read-letter.ts';
import { type Enclosed, writeLetter } from './write-letter.ts';

const address = 'help@aldermoor.example';
const person = 'ada@example.com';
const mostBytes = 4 * 1024 * 1024;
const lettersKept = 100;

export async function openEmail(arrive: Arrive): Promise<App> {
  const files = new TwinFiles(fileBytes);
  const letters = new Map<string, ReadLetter>();
  const credentials = { user: 'pocket', password: newSecret() };
  const key = randomBytes(32);
  const twin = await startMailTwin({
    ...{ ...credentials, people: [person], mostBytes },
    onLetter(raw) {
      const { files: enclosed, ...letter } = readLetter(raw);
      const externalId = letter.messageId;
      letters.set(externalId, { ...letter, files: [] });
      const [oldest] = letters.keys();
      if (letters.size > lettersKept && oldest !== undefined) letters.delete(oldest);
      arrive({ externalId, bubble: bubbleOf(letter, enclosed, files) });
    },
  });
  const write = ({ of, ...written }: Written) => {
    const answered = of === null ? null : (letters.get(of) ?? null);
    const messageId = `<${newId()}@example.com>`;
    const letter = { ...written, from: person, to: address, messageId, answered };
    return posted(writeLetter(letter), key);
  };
  const plain = { of: null, subject: '', text: '', file: null };
  return {
    kind: 'email',
    settings: {
      ...{ address, ...credentials, port: String(twin.port) },
      secret: `whsec_${key.toString('base64')}`,
    },
    files,
    say: (text) => write({ ...plain, text }),
    tap: ({ title }) => write({ ...plain, text: title }),
    picture: (jpeg) => write({ ...plain, file: photo(jpeg) }),
    write,
    seen: () => [],
    stop: () => twin.stop(),
  };
}

function photo(jpeg: Uint8Array): Enclosed {
  return { name: 'photo.jpg', type: 'image/jpeg', bytes: jpeg };
}

function bubbleOf(
  { subject, text, quoted }: Omit<ReadLetter, 'files'>,
  enclosed: ReadLetter['files'],
  files: TwinFiles,
): Bubble {
  const letter = {
    ...{ subject, quoted },
    files: enclosed.map(({ name, bytes }) => ({ name, at: files.put(bytes) })),
  };
  return { text, picture: null, buttons: [], letter };
}

/** As Standard Webhooks says. */
function posted(letter: string, key: Buffer): RawRequest {
  const id = `msg_${newId()}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const body = Buffer.from(letter, 'utf8');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
  return {
    ...{ method: 'POST', url: 'https://talk.example/hook', query: {} },
    headers: {
      ...{ 'content-type': 'message/rfc822', 'webhook-id': id, 'webhook-timestamp': timestamp },
      'webhook-signature': `v1,${signature.digest('base64')}`,
    },
    body,
  };
}
