// Mailboxes over the started product: letters come by IMAP or are posted, become conversations, and are
// answered from the mailbox's own address by SMTP.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import { startMailServer } from '@opportune/server/adapter/mail-server.test-support.ts';
import { keyOf, signedHeaders } from '@opportune/server/http/signed/standard-webhooks.ts';
import {
  type Dovecot,
  imapPassword,
  startDovecot,
  withoutDovecot,
} from '@opportune/server/channel/email/connection/dovecot.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';

type MailServer = Awaited<ReturnType<typeof startMailServer>>;
const address = 'help@aldermoor.example';

let product: Product;
let smtp: MailServer;
before(async () => {
  smtp = await startMailServer({ signsIn: true });
  product = await startProduct({ OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' });
});
after(async () => {
  await product?.close();
  smtp?.server.close();
});

const server = () => ({
  host: '127.0.0.1',
  port: smtp.port,
  security: 'none',
  user: 'help',
  password: 'x',
});

interface Talk {
  readonly id: string;
  readonly address: string;
  readonly lastSequence: number;
}

interface Given {
  readonly from?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly more?: readonly string[];
}

function letterOf({
  from = 'Ada <ada@example.com>',
  subject = 'Where is it?',
  text = 'Hello',
  more = [],
}: Given): string {
  const head = [
    `From: ${from}`,
    `To: ${address}`,
    `Subject: ${subject}`,
    'Date: Wed, 25 Nov 2026 12:00:00 +0000',
  ];
  const id = more.some((line) => /^message-id:/i.test(line))
    ? []
    : [`Message-ID: <${randomUUID()}@example.com>`];
  return [...head, ...id, ...more, '', text, ''].join('\r\n');
}

async function connected(name: string, settings: object) {
  const owner = await product.newAccount(name);
  const made = await owner.call('POST', '/channels', { kind: 'email', name, settings });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  await owner.call('PUT', '/my-state', { state: 'online' });
  const channel = made.body;
  const talksOf = async (): Promise<readonly Talk[]> =>
    (await owner.call('GET', `/conversations?channel=${channel.id}`)).body.items;
  return {
    ...{ owner, channel, talksOf },
    async post(letter: string, change: object = {}) {
      const key = keyOf(channel.secret);
      assert.ok(key);
      const headers = { ...signedHeaders([key], randomUUID(), letter, Date.now()), ...change };
      return (await fetch(channel.webhookUrl, { method: 'POST', headers, body: letter })).status;
    },
    /** Once a conversation from there has so many messages. */
    async found(from: string, messages = 1): Promise<Talk> {
      for (;;) {
        const talk = (await talksOf()).find((each) => each.address === from);
        if (talk !== undefined && talk.lastSequence >= messages) return talk;
      }
    },
    async messages(id: string): Promise<readonly Message[]> {
      return (await owner.call('GET', `/conversations/${id}/messages`)).body.messages;
    },
    /** Puts it away, too. */
    async end(id: string): Promise<void> {
      for (;;) {
        const { status, body } = await owner.call('POST', `/conversations/${id}/finish`);
        assert.ok(status < 300, JSON.stringify(body));
        if (body.status === 'ended') return;
      }
    },
    async answer(id: string, text: string) {
      const path = `/conversations/${id}`;
      await owner.call('POST', `${path}/take`);
      const said = await owner.call('POST', `${path}/messages`, { id: randomUUID(), text });
      assert.ok(said.status < 300, JSON.stringify(said.body));
      for (;;) {
        const letter = smtp.letters.find((each) => each.includes(text));
        if (letter !== undefined) return letter.replaceAll(/\n[ \t]+/g, ' ');
        await owner.call('GET', path);
      }
    },
  };
}

const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n',
);
const field = (letter: string, name: string): string =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(letter)?.[1] ?? '';
const textsOf = (messages: readonly Message[]): readonly string[] =>
  messages.flatMap(({ body }) => (body.type === 'text' ? [body.text] : []));

describe('letters that are posted', () => {
  test('[EM30] a letter begins a conversation, and its answer leaves in its thread', async () => {
    const box = await connected('Posted', {
      address,
      inbound: 'webhook',
      smtp: server(),
      plus: true,
    });
    assert.match(box.channel.webhookUrl, /\/v1\/channels\/c_[^/]+\/webhook$/);
    assert.equal(await box.post(letterOf({}), { 'webhook-signature': 'v1,AAAA' }), 401);
    const first = letterOf({
      more: ['Message-ID: <first@example.com>', 'References: <zero@example.com>'],
    });
    assert.equal(await box.post(first), 202);
    assert.equal(await box.post(first), 202);
    const talk = await box.found('ada@example.com');
    const left = await box.answer(talk.id, 'It is on its way.');
    assert.equal(field(left, 'Subject'), 'Re: Where is it?');
    assert.equal(field(left, 'In-Reply-To'), '<first@example.com>');
    assert.equal(field(left, 'References'), '<zero@example.com> <first@example.com>');
    assert.match(field(left, 'From'), /<help@aldermoor\.example>$/);
    assert.match(field(left, 'Reply-To'), /^help\+[a-z2-7]+@aldermoor\.example$/);
    assert.deepEqual(textsOf(await box.messages(talk.id)), ['Hello', 'It is on its way.']);
  });

  test('[CW7] a person is greeted by a letter that quotes nothing, and a machine is not', async () => {
    const box = await connected('Greets', { address, inbound: 'webhook', smtp: server() });
    const greeting = `Thank you for your letter ${randomUUID()}`;
    const { status } = await box.owner.call('PATCH', `/channels/${box.channel.id}`, { greeting });
    assert.equal(status, 200);
    const now = (given: Given) =>
      letterOf(given).replace(/^Date: .*$/m, `Date: ${new Date().toUTCString()}`);
    const machine = { from: 'Robot <robot@example.com>', more: ['Auto-Submitted: auto-replied'] };
    assert.equal(await box.post(now(machine)), 202);
    const robot = await box.found('robot@example.com');
    assert.equal(await box.post(now({ more: ['Message-ID: <hello@example.com>'] })), 202);
    const { id } = await box.found('ada@example.com', 2);
    const greetings = () => smtp.letters.filter((each) => each.includes(greeting));
    while (greetings().length === 0) await box.messages(id);
    const letter = (greetings()[0] ?? '').replaceAll(/\n[ \t]+/g, ' ');
    assert.equal(field(letter, 'Auto-Submitted'), 'auto-replied');
    assert.equal(field(letter, 'Subject'), 'Re: Where is it?');
    assert.equal(field(letter, 'In-Reply-To'), '<hello@example.com>');
    assert.doesNotMatch(letter, /^> /m);
    assert.equal(greetings().length, 1);
    assert.deepEqual(textsOf(await box.messages(robot.id)), ['Hello']);
  });

  test('[EM38] the token of the address, or our Message-ID, leads anybody to the conversation', async () => {
    const box = await connected('Threads', {
      address,
      inbound: 'webhook',
      smtp: server(),
      plus: true,
    });
    await box.post(letterOf({ from: 'bea@example.com', text: 'Bea asks' }));
    const talk = await box.found('bea@example.com');
    const left = await box.answer(talk.id, 'We answer Bea.');
    const reply = letterOf({
      ...{ from: 'cem@example.com', subject: 'another subject', text: 'Cem adds' },
      more: [`Delivered-To: ${field(left, 'Reply-To')}`],
    });
    await box.post(reply);
    // Letters of several people are handled beside each other.
    while (!textsOf(await box.messages(talk.id)).includes('Cem adds'));
    const third = letterOf({
      ...{ from: 'dan@example.com', subject: 'more', text: 'Dan adds' },
      more: [`In-Reply-To: ${field(left, 'Message-ID')}`],
    });
    await box.post(third);
    const stranger = letterOf({
      ...{ from: 'eve@example.com', text: 'Eve guesses' },
      more: [
        `In-Reply-To: ${field(left, 'Message-ID').replace(/\.[a-z2-7]{16}@/, '.aaaaaaaaaaaaaaaa@')}`,
      ],
    });
    await box.post(stranger);
    await box.found('eve@example.com');
    while (!textsOf(await box.messages(talk.id)).includes('Dan adds'));
    const texts = textsOf(await box.messages(talk.id));
    assert.deepEqual(texts, ['Bea asks', 'We answer Bea.', 'Cem adds', 'Dan adds']);
    assert.deepEqual((await box.talksOf()).map((each) => each.address).toSorted(), [
      'bea@example.com',
      'eve@example.com',
    ]);
  });

  test('[EM39] a reply to a conversation that has ended continues it', async () => {
    const box = await connected('Ended', { address, inbound: 'webhook', smtp: server() });
    await box.post(letterOf({ from: 'fay@example.com', text: 'Fay asks' }));
    const talk = await box.found('fay@example.com');
    const left = await box.answer(talk.id, 'We answer Fay.');
    await box.end(talk.id);
    await box.post(
      letterOf({
        from: 'fay@example.com',
        text: 'Fay again',
        more: [`References: ${field(left, 'Message-ID')}`],
      }),
    );
    for (;;) {
      const texts = textsOf(await box.messages(talk.id));
      if (texts.includes('Fay again')) break;
    }
    assert.equal((await box.talksOf()).length, 1);
  });

  test('[EM10.4] the same subject of the same sender is only a suggestion to agents', async () => {
    const { channel, post, found, talksOf, messages, answer, end } = await connected('Suggested', {
      ...{ address, inbound: 'webhook', smtp: server() },
    });
    assert.ok(channel.secret);
    const from = 'Eve <eve@example.com>';
    const ending = async (subject: string) => {
      const known = new Set((await talksOf()).map(({ id }) => id));
      await post(letterOf({ from, subject }));
      for (;;) {
        const begun = (await talksOf()).find(({ id }) => !known.has(id));
        if (begun === undefined) continue;
        await answer(begun.id, `About ${randomUUID()}`);
        await end(begun.id);
        return begun.id;
      }
    };
    const suggestedIn = async (id: string) =>
      (await messages(id)).flatMap(({ body }) =>
        body.type === 'aside' && body.aside.type === 'same-subject'
          ? [body.aside.conversation]
          : [],
      );
    const first = await ending('Order 7');
    assert.deepEqual(await suggestedIn(first), []);
    const second = await ending('Re: AW: order  7');
    assert.deepEqual(await suggestedIn(second), [first]);
    const third = await ending('Order 8');
    assert.deepEqual(await suggestedIn(third), []);
    assert.ok(await found('eve@example.com'));
  });

  test('[EM40] a bounce fails the delivery of its letter', async () => {
    const box = await connected('Bounces', { address, inbound: 'webhook', smtp: server() });
    await box.post(letterOf({ from: 'gus@example.com', text: 'Gus asks' }));
    const talk = await box.found('gus@example.com');
    const left = await box.answer(talk.id, 'We answer Gus.');
    const bounce = [
      ...[
        'From: MAILER-DAEMON@mx.example',
        `To: ${address}`,
        'Subject: Undelivered',
        'MIME-Version: 1.0',
      ],
      ...['Message-ID: <bounce@mx.example>', 'Auto-Submitted: auto-replied'],
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      ...['', '--b', 'Content-Type: text/plain', '', 'It did not arrive.', '--b'],
      ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
      ...['Final-Recipient: rfc822; gus@example.com', 'Action: failed', 'Status: 5.1.1'],
      ...[
        'Diagnostic-Code: smtp; 550 no such user',
        '',
        '--b',
        'Content-Type: text/rfc822-headers',
        '',
      ],
      ...[`Message-ID: ${field(left, 'Message-ID')}`, 'Subject: x', '', '--b--', ''],
    ].join('\r\n');
    assert.equal(await box.post(bounce), 202);
    for (;;) {
      const { items } = (await box.owner.call('GET', `/conversations/${talk.id}/deliveries`)).body;
      const [delivery] = items;
      if (delivery?.state !== 'failed') continue;
      assert.equal(delivery.reason, 'no-such-address');
      assert.match(delivery.detail, /550 no such user/);
      break;
    }
    assert.equal((await box.talksOf()).length, 1);
  });

  test('[EM41] files of a letter become files of the conversation', async () => {
    const box = await connected('Files', { address, inbound: 'webhook', smtp: server() });
    const body = [
      ...['--b', 'Content-Type: text/plain; charset=utf-8', '', 'See the plan', '--b'],
      ...[
        'Content-Type: application/pdf; name="plan.pdf"',
        'Content-Disposition: attachment; filename="plan.pdf"',
      ],
      ...['Content-Transfer-Encoding: base64', '', pdf.toString('base64'), '--b--'],
    ].join('\r\n');
    await box.post(
      letterOf({
        ...{ from: 'hal@example.com', text: body },
        more: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
      }),
    );
    const talk = await box.found('hal@example.com');
    const filesIn = (messages: readonly Message[]) =>
      messages.flatMap(({ body }) => {
        const content = body.type === 'text' ? body.content : undefined;
        return content?.type === 'attachment' ? [content.name] : [];
      });
    let messages: readonly Message[] = [];
    while (textsOf(messages).length < 2) messages = await box.messages(talk.id);
    assert.deepEqual(filesIn(messages), ['plan.pdf'], JSON.stringify(textsOf(messages)));
  });

  test('[EM44] an agent may set the subject and send copies, and nothing else may carry them', async () => {
    const box = await connected('Copies', { address, inbound: 'webhook', smtp: server() });
    await box.post(letterOf({ from: 'kim@example.com', text: 'Kim asks' }));
    const talk = await box.found('kim@example.com');
    const path = `/conversations/${talk.id}`;
    await box.owner.call('POST', `${path}/take`);
    const letter = { subject: 'Your invoice', cc: ['lea@example.com'], bcc: ['max@example.com'] };
    const say = (more: object) =>
      box.owner.call('POST', `${path}/messages`, {
        id: randomUUID(),
        text: 'We copy Lea.',
        ...more,
      });
    assert.equal((await say({ letter: { ...letter, cc: ['nobody'] } })).status, 422);
    assert.equal((await say({ letter, note: true })).status, 422);
    assert.ok((await say({ letter })).status < 300);
    let left: string | undefined;
    while (left === undefined) {
      left = smtp.letters.find((each) => each.includes('We copy Lea.'));
      await box.owner.call('GET', path);
    }
    assert.deepEqual(
      [field(left, 'Subject'), field(left, 'Cc')],
      ['Your invoice', 'lea@example.com'],
    );
    assert.ok(!left.includes('max@example.com'));
    assert.ok(smtp.overheard.some((line) => line.includes('RCPT TO:<max@example.com>')));
  });

  test('[EM42] a letter of our own, and a report about nothing of ours, begin no conversation', async () => {
    const box = await connected('Loops', { address, inbound: 'webhook', smtp: server() });
    await box.post(letterOf({ from: address, text: 'to ourselves' }));
    await box.post(letterOf({ from: 'ida@example.com', text: 'a person' }));
    await box.found('ida@example.com');
    assert.equal((await box.talksOf()).length, 1);
  });
});

describe('a mailbox at Dovecot', { skip: withoutDovecot }, () => {
  let dovecot: Dovecot;
  before(async () => (dovecot = await startDovecot()));
  after(() => dovecot?.stop());
  const imap = () => ({
    host: '127.0.0.1',
    port: dovecot.port,
    security: 'none',
    user: 'help',
    password: imapPassword,
  });

  test('[EM31] a letter that arrives is a conversation, and its answer is filed among the sent ones', async () => {
    const settings = { address, imap: imap(), smtp: server(), sentFolder: true };
    const box = await connected('Imap', settings);
    const checked = await box.owner.call('POST', `/channels/${box.channel.id}/check`);
    assert.deepEqual(checked.body, { result: 'connected', detail: null });
    // Only what arrives after the mailbox was first looked at is fetched.
    let tries = 0;
    for (;;) {
      tries += 1;
      await dovecot.deliver(
        'help',
        letterOf({ from: 'joe@example.com', text: `Joe asks ${tries}` }),
      );
      const until = Date.now() + 3000;
      while (Date.now() < until && (await box.talksOf()).length === 0);
      if ((await box.talksOf()).length > 0) break;
    }
    const talk = await box.found('joe@example.com');
    await box.answer(talk.id, 'We answer Joe.');
    while ((await dovecot.count('help', 'Sent')) === 0);
  });

  test('[EM35] a mailbox whose password is refused stops, and another password connects it again', async () => {
    const box = await connected('Wrong', {
      address,
      imap: { ...imap(), password: 'wrong' },
      smtp: server(),
    });
    const path = `/channels/${box.channel.id}`;
    for (;;) {
      const { body } = await box.owner.call('GET', path);
      if (body.state === 'reconnect' && body.lastError !== null) break;
    }
    const changed = await box.owner.call('PATCH', path, { settings: { imap: imap() } });
    assert.equal(changed.body.state, 'connected', JSON.stringify(changed.body));
  });
});
