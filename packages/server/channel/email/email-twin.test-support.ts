// A mail server as the provider of e-mail. It accepts e-mails, requires a password, and fails when
// a test tells it to. It reports nothing.
import assert from 'node:assert/strict';
import type { Fault, ProviderTwin, Told } from '@opportune/core/contracts/channel.contract.ts';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
import { keyOf, signedHeaders } from '../../http/signed/standard-webhooks.ts';
import { type Asked, startMailServer } from '../../adapter/mail-server.test-support.ts';

export interface EmailTwin extends ProviderTwin {
  readonly port: number;
}

export async function startEmailTwin(): Promise<EmailTwin> {
  let failing: { readonly fault: Fault; after: number } | null = null;
  const server = await startMailServer({
    signsIn: true,
    says: (to) => {
      if (failing === null || to !== askedWhere[failing.fault.type]) return undefined;
      return failing.after-- > 0 ? undefined : said[failing.fault.type];
    },
  });
  return {
    port: server.port,
    ...{ tells: [], levels: 1, signsTime: false, references: 'none', handshake: null },
    ...{ media: null, queue: null, saysWhen: false },
    tell: () => [],
    tellUnknown: () => null,
    get taken() {
      return server.letters.map(readLetter);
    },
    fail: (fault, after = 0) => void (failing = { fault, after }),
    heal: () => void (failing = null),
    async stop() {
      server.server.close();
    },
  };
}

/** The same for a mailbox, to which letters are posted as well. */
export async function startMailboxTwin(secret: string): Promise<EmailTwin> {
  const twin = await startEmailTwin();
  const posted = (letter: string, now: number): RawRequest => {
    const key = keyOf(secret);
    assert.ok(key);
    return {
      ...{ method: 'POST', url: 'https://talk.example/hook', query: {} },
      headers: { ...signedHeaders([key], `msg_${posts++}`, letter, now) },
      body: Buffer.from(letter),
    };
  };
  let posts = 0;
  return Object.assign(twin, {
    ...{ tells: ['message'] as const, signsTime: true },
    names: {
      address: (name: string) => (name.includes('@') ? name : `${name}@example.com`),
      message: (name: string, id: string) => `<${name}.${id}@example.com>`,
    },
    tell: (told: readonly Told[], _level: number, now: number) =>
      told.map((each) => posted(letterOf(each), now)),
    tellUnknown: (now: number) => posted(letterOf(ownLetter), now),
  });
}

const ownLetter: Told = {
  ...{ type: 'message', externalId: 'own', address: 'help@aldermoor.example', at: 0 },
  ...{ replyTo: null, token: null, automatic: false },
  from: { name: null, language: null, phone: null, vouched: false },
  content: { text: 'to ourselves', media: [], choice: null, location: null, unread: null },
};

function letterOf(told: Told): string {
  assert.ok(told.type === 'message');
  const { address: name, externalId, at, content } = told;
  const from = name.includes('@') ? name : `${name}@example.com`;
  return [
    ...[
      `From: Ada <${from}>`,
      'To: help@aldermoor.example',
      `Message-ID: <${name}.${externalId}@example.com>`,
    ],
    ...[`Date: ${new Date(at).toUTCString()}`, 'MIME-Version: 1.0', 'Subject: A question'],
    ...['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', ''],
    ...[Buffer.from(content.text).toString('base64'), ''],
  ].join('\r\n');
}

const askedWhere: Readonly<Record<Fault['type'], Asked>> = {
  ...{ rate: 'recipient', refuse: 'recipient', expired: 'password', silent: 'letter' },
};
const said: Readonly<Record<Fault['type'], string>> = {
  rate: '450 4.7.1 too much at once',
  refuse: '550 5.1.1 nobody here',
  expired: '535 5.7.8 wrong password',
  silent: '',
};

/** The plain text of an e-mail begins with the agent's answer. A file is its name. */
function readLetter(letter: string): { readonly address: string; readonly words: string } {
  const [, address = ''] = /^To: (.*)$/m.exec(letter) ?? [];
  const [, words = ''] = /^Content-Type: text\/plain[^]*?\n\n([^]*?)\n\n/m.exec(letter) ?? [];
  const [, file] = /filename=([^\s;]+)/.exec(letter) ?? [];
  return { address, words: file === undefined ? words : `${words}\n${file}` };
}
