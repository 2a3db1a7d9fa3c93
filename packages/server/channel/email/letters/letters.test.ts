// What an e-mail has beside its message's text, over REST: who reads it, and its HTML as a page.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { emailChannel } from '@opportune/protocol/contact/contact.ts';
import { AccountId, ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import { type Api, startApi } from '../../../../../test/support/api.test-support.ts';
import { openConversationStore } from '../../../adapter/conversations/conversation-store-postgres.ts';
import { type KeptLetter, letterRows } from './letter-rows.ts';

let api: Api;
before(async () => (api = await startApi()));
after(() => api.close());

const message = MessageId.parse('in_1');
const kept: KeptLetter = {
  text: 'Hello',
  folded: [
    { kind: 'quoted', text: '> Old\n' },
    { kind: 'signature', text: '-- \nBea\n' },
  ],
  html: '<p>Hi <img data-cid="p&amp;1"> <img data-remote="https://x.example/a.png?b=1&amp;c=2"></p>',
  remoteImages: true,
  pictures: new Map([['p&1', MessageId.parse('in_1_1')]]),
};

async function letterOf(owner: { readonly account: string }, letter = kept): Promise<string> {
  const account = AccountId.parse(owner.account);
  const conversation = ConversationId.parse(randomUUID());
  const store = openConversationStore(api.records, api.clock, async () => null);
  const body = { type: 'text', text: 'Hello' } as const;
  await store.open(
    account,
    randomUUID(),
    {
      ...{ id: conversation, channel: emailChannel, address: 'bea@example.com', visitorName: '' },
      ...{ status: 'waiting', site: null, visitor: null, skill: null, origin: null },
      ...{ startedAt: 1, replyTo: null, topic: null },
    },
    [{ id: message, author: { type: 'visitor' }, body, at: 1 }],
  );
  await letterRows(api.records).keep({ account, conversation, message }, letter);
  return `/conversations/${conversation}/letters/${message}`;
}

const page = (path: string, token: string): Promise<Response> =>
  fetch(`${api.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });

test('[EM12.2] an agent reads all of its text and what is folded, and nobody else does', async () => {
  const owner = await api.newAccount();
  const path = await letterOf(owner);
  const { body } = await owner.call('GET', path);
  assert.deepEqual(body, {
    ...{ text: 'Hello', folded: kept.folded, html: true, remoteImages: true },
  });
  const other = await api.newAccount();
  for (const at of [path, `${path}/html`]) {
    assert.equal((await other.call('GET', at)).status, 404);
    assert.equal((await page(at, 'nobody')).status, 401);
  }
  assert.equal((await owner.call('GET', path.replace('in_1', 'in_2'))).status, 404);
});

test('[EM14.1] its HTML is a page with an origin of its own in which nothing runs or submits', async () => {
  const owner = await api.newAccount();
  const answer = await page(`${await letterOf(owner)}/html`, owner.token);
  assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(answer.headers.get('x-frame-options'), 'SAMEORIGIN');
  assert.equal(
    answer.headers.get('content-security-policy'),
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
  );
  assert.doesNotMatch(await answer.text(), / src=/);
});

test('[EM14.2] pictures of other servers are in the page only if it is asked for with them', async () => {
  const owner = await api.newAccount();
  const answer = await page(`${await letterOf(owner)}/html?images=remote`, owner.token);
  assert.match(answer.headers.get('content-security-policy') ?? '', /img-src data: https: http:;/);
  const html = await answer.text();
  assert.ok(
    html.includes('src="https://x.example/a.png?b=1&amp;c=2" referrerpolicy="no-referrer"'),
  );
});

test('[EM14.3] inline pictures are in the page itself, up to two megabytes each', async () => {
  const owner = await api.newAccount();
  const path = await letterOf(owner);
  const opened = (sizeBytes: number) => ({
    attachment: Attachment.parse({
      ...{ type: 'attachment', name: 'tea.png', mediaType: 'image/png', sizeBytes },
      picture: { width: 1, height: 1 },
    }),
    bytes: { sizeBytes, content: contentOf('png') },
  });
  api.files.set('in_1_1', opened(3));
  const small = await (await page(`${path}/html`, owner.token)).text();
  assert.ok(small.includes('<img src="data:image/png;base64,cG5n"'), small);
  api.files.set('in_1_1', opened(3_000_000));
  const large = await (await page(`${path}/html`, owner.token)).text();
  assert.ok(large.includes('<img data-cid="p&amp;1"'), large);
});

test('[EM14.1] an e-mail without HTML has no page', async () => {
  const owner = await api.newAccount();
  const path = await letterOf(owner, { ...kept, html: null });
  assert.equal((await owner.call('GET', path)).body.html, false);
  assert.equal((await page(`${path}/html`, owner.token)).status, 404);
});

test('[EM12.2] a letter that is kept again stays as it was', async () => {
  const owner = await api.newAccount();
  const path = await letterOf(owner);
  const [, , conversation = ''] = path.split('/');
  const of = {
    account: AccountId.parse(owner.account),
    conversation: ConversationId.parse(conversation),
    message,
  };
  await letterRows(api.records).keep(of, { ...kept, text: 'Another' });
  assert.equal((await owner.call('GET', path)).body.text, 'Hello');
});

async function* contentOf(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}
