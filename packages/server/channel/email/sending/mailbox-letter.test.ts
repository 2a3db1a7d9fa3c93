// What an answer from a mailbox says around the agent's words.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { Around, SendOrder } from '@opportune/core/ports/channel.ts';
import { readMessageId } from '@opportune/core/mail/thread/message-id.ts';
import { EmailSettings } from '@opportune/protocol/channel/email.ts';
import { ConversationId, MessageId, SkillId, UserId } from '@opportune/protocol/ids.ts';
import { newMailbox } from '../mailbox.ts';
import { mailboxLetter } from './mailbox-letter.ts';

const mac = (text: string) => createHmac('sha256', 'k').update(text).digest();
const around: Around = {
  ...{ business: 'Aldermoor', language: 'en', asked: 'Where <is> it?', replyTo: null },
  letter: {
    conversation: ConversationId.parse('c1'),
    message: MessageId.parse('m1'),
    skill: SkillId.parse('orders'),
    agent: UserId.parse('u1'),
    subject: 'Re: Order',
    ...{ cc: ['cem@example.com'], bcc: ['dan@example.com'] },
  },
};

function written(
  given: object,
  of: { readonly answers?: SendOrder['answers']; readonly agent?: UserId | null } = {},
) {
  const mailbox = newMailbox(
    EmailSettings.parse({ address: 'help@aldermoor.example', inbound: 'webhook', ...given }),
  );
  const { answers = null, agent = around.letter?.agent ?? null } = of;
  const letter = around.letter === undefined ? {} : { letter: { ...around.letter, agent } };
  return mailboxLetter({ mailbox, mac }, { ...order, answers }, { ...around, ...letter }, []);
}

const order: SendOrder = {
  ...{ address: 'ada@example.com', parts: [{ type: 'text', text: 'It <left>.' }] },
  ...{ reference: 'd1', answers: null, author: 'Bea', topic: null, withinMs: 1000 },
  ...{ read: async () => null, around: async () => around },
};

test('[EM43] the signature is that of the agent, else of the skill, else of everybody, else the names', () => {
  const signatures = {
    default: 'All of {business}',
    skills: { orders: '{agent}, orders' },
    agents: { u1: 'Bea B.' },
  };
  const signedBy = (given: object, agent: UserId | null = null) =>
    /-- \n([^]*?)\n\n/.exec(written(given, { agent }).text)?.[1];
  assert.equal(signedBy({ signatures }, UserId.parse('u1')), 'Bea B.');
  assert.equal(signedBy({ signatures }), 'Bea, orders');
  assert.equal(signedBy({ signatures: { default: signatures.default } }), 'All of Aldermoor');
  assert.equal(signedBy({}), 'Bea, Aldermoor');
  assert.equal(signedBy({ signatures: { default: '' } }), undefined);
});

test('[EM43] what people wrote is escaped in the HTML', () => {
  const { html = '', text } = written({});
  assert.match(html, /It &lt;left&gt;\./);
  assert.match(html, /Where &lt;is&gt; it\?/);
  assert.ok(text.startsWith('It <left>.\n\nYou wrote:\n> Where <is> it?'));
});

test('[EM43] it names the letter that it answers and those before it, and its Message-ID is minted', () => {
  const answers = {
    externalId: '<b@example.com>',
    at: 1,
    token: '<a@example.com> broken <b@example.com>',
  };
  const letter = written({}, { answers });
  assert.equal(letter.inReplyTo, '<b@example.com>');
  assert.deepEqual(letter.references, ['<a@example.com>', '<b@example.com>']);
  assert.deepEqual(readMessageId(letter.messageId ?? '', mac), {
    conversation: 'c1',
    message: 'm1',
  });
  assert.deepEqual(
    [letter.subject, letter.cc, letter.bcc],
    ['Re: Order', ['cem@example.com'], ['dan@example.com']],
  );
  const keyed = written({}, { answers: { externalId: 'mail:abc', at: 1, token: null } });
  assert.deepEqual([keyed.inReplyTo, keyed.references], [undefined, undefined]);
});

test('[EM43] replies go to the mailbox, or to its token address where it takes them', () => {
  assert.equal(written({}).replyTo, 'help@aldermoor.example');
  assert.match(written({ plus: true }).replyTo ?? '', /^help\+[a-z2-7]+@aldermoor\.example$/);
});

test('[CW7] what the channel says by itself is marked, so that nothing automatic answers it', () => {
  const letter = (of: Partial<Around>) => {
    const mailbox = newMailbox(
      EmailSettings.parse({ address: 'help@aldermoor.example', inbound: 'webhook' }),
    );
    return mailboxLetter({ mailbox, mac }, order, { ...around, ...of }, []);
  };
  assert.equal(letter({ automatic: true }).headers?.['Auto-Submitted'], 'auto-replied');
  assert.deepEqual(letter({}).headers, {});
});

test('[OI10] an e-mail to somebody who never wrote has a link to unsubscribe, for one click', () => {
  const mailbox = newMailbox(
    EmailSettings.parse({ address: 'help@aldermoor.example', inbound: 'webhook' }),
  );
  assert.ok(around.letter !== undefined);
  const letter = { ...around.letter, cc: [], bcc: [] };
  const headersFor = (answers: SendOrder['answers'], unsubscribe: string | null) => {
    const given = { ...around, letter, unsubscribe };
    return mailboxLetter({ mailbox, mac }, { ...order, answers }, given, []).headers;
  };
  const url = 'https://talk.example/v1/unsubscribe/abc.def';
  assert.deepEqual(headersFor(null, url), {
    'List-Unsubscribe': `<${url}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  });
  assert.deepEqual(headersFor({ externalId: '<b@example.com>', at: 1, token: null }, url), {});
  assert.deepEqual(headersFor(null, null), {});
  for (const copies of [{ cc: ['bob@example.com'] }, { bcc: ['bob@example.com'] }]) {
    const copied = { ...around, unsubscribe: url, letter: { ...letter, ...copies } };
    const { headers } = mailboxLetter({ mailbox, mac }, { ...order, answers: null }, copied, []);
    assert.deepEqual(headers, {});
  }
});
