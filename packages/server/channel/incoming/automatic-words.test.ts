// To which items a channel may answer by itself, and in which language. Each denial beside its permission.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '@opportune/core/ports/channel.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { automaticWords, type WordsParts } from './automatic-words.ts';

const account = AccountId.parse('a1');
const hourMs = 3_600_000;
const now = 100 * hourMs;
const from = { name: null, language: null, phone: null, vouched: true };
const item: Extract<Item, { type: 'message' }> = {
  ...{ type: 'message', key: 'message:m1', externalId: 'm1', address: 'ada', at: now },
  ...{ replyTo: null, token: null, automatic: false, from },
  content: { text: 'Hello', media: [], choice: null, location: null, unread: null },
};
const { externalId, content } = item;
const spoken = {
  ...{ greeting: 'Welcome', away: 'Nobody is here' },
  translations: { de: { greeting: 'Willkommen' }, fr: { away: 'Personne', greeting: '' } },
};

function asked(
  given: Item,
  of: {
    readonly receivedAt?: number;
    readonly stopped?: string;
    /** How long the budget refuses, ms. */
    readonly refused?: number;
    readonly spoken?: typeof spoken;
  } = {},
) {
  const records: Pick<Records, 'withAccount'> = { withAccount: (_, work) => work({} as Sql) };
  const parts: WordsParts = {
    ...{ clock: { now: () => now }, records },
    budgets: { charge: () => of.refused ?? 0 },
    permission: { isSuppressed: async (_, { address }) => address === of.stopped },
    languagesOf: async () => ({ written: 'en', fallback: 'fr', others: ['de', 'fr'] }),
  };
  const { receivedAt = now } = of;
  const handled = { item: given, channel: ChannelId.parse('c_1'), receivedAt };
  return automaticWords(parts, account, of.spoken ?? spoken, handled);
}

test('[CW5] a person who wrote just now may be answered', async () => {
  assert.deepEqual((await asked(item))?.away, 'Personne');
  assert.equal(await asked(item, { spoken: { ...spoken, greeting: '', away: '' } }), null);
});

test('[CW5] machines, echoes, words such as STOP, and those who want no messages are not answered', async () => {
  assert.equal(await asked({ ...item, automatic: true }), null);
  assert.equal(await asked({ ...item, keyword: true }), null);
  const echo = { type: 'echo', key: 'e', address: 'ada', at: now, reference: null } as const;
  assert.equal(await asked({ ...echo, externalId, content }), null);
  const reaction = { type: 'reaction', key: 'r', address: 'ada', at: now, reaction: '👍' } as const;
  assert.equal(await asked({ ...reaction, externalId }), null);
  assert.equal(await asked(item, { stopped: 'ada' }), null);
  assert.notEqual(await asked(item, { stopped: 'bo' }), null);
});

test('[CW5] a sender for whom nobody vouches is answered within a budget', async () => {
  const forged = { ...item, from: { ...from, vouched: false } };
  assert.notEqual(await asked(forged), null);
  assert.equal(await asked(forged, { refused: 1000 }), null);
  assert.notEqual(await asked(item, { refused: 1000 }), null);
});

test('[CW5] what is handled, or was written, more than an hour ago is not answered', async () => {
  assert.notEqual(await asked(item, { receivedAt: now - hourMs }), null);
  assert.equal(await asked(item, { receivedAt: now - hourMs - 1 }), null);
  assert.notEqual(await asked({ ...item, at: now - hourMs }), null);
  assert.equal(await asked({ ...item, at: now - hourMs - 1 }), null);
});

test('[CW6] words are in the contact’s language, else in the fallback, else as they are written', async () => {
  const reading = (language: string) => asked({ ...item, from: { ...from, language } });
  assert.deepEqual(await reading('de-AT'), { greeting: 'Willkommen', away: 'Nobody is here' });
  assert.deepEqual(await reading('en-GB'), { greeting: 'Welcome', away: 'Nobody is here' });
  assert.equal((await reading('it'))?.away, 'Personne');
  const silent = { ...spoken, away: '' };
  const said = await asked({ ...item, from: { ...from, language: 'fr' } }, { spoken: silent });
  assert.equal(said?.away, '', 'a translation of nothing is not said');
});
