// A contact's message on its way to the desk: its contact, its id, and the meaning of a refusal.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import { createCrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import type { IncomingLetter, Item } from '@opportune/core/ports/channel.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { AccountId, ChannelId, SkillId } from '@opportune/protocol/ids.ts';
import type { KeptLetter } from '../email/letters/letter-rows.ts';
import type { NotedChange } from './change-message.ts';
import { converse, type ConverseParts, type ForDesk } from './converse.ts';
import { mintToken, writtenToken } from '@opportune/core/channel/offer/offer-token.ts';
import { createCameBy } from '../offers/came-by.ts';
import { noOffers } from '../offers/no-offers.test-support.ts';
import { signOffers } from '../offers/offer-signing.ts';

const account = AccountId.parse('a1');
const clock = { now: () => 5000 };
const sign = signOffers('a key of this installation');
/** Tokens are taken out without a look at a store. */
const { plain, plainText } = createCameBy({ records: {} as Records, clock, sign });
const token = writtenToken(mintToken(new Uint8Array(7), sign));
const item: Extract<Item, { type: 'message' }> = {
  ...{ type: 'message', key: 'message:m1', externalId: 'm1', address: 'ada', at: 1 },
  ...{ replyTo: null, token: null, automatic: false },
  from: { name: 'Ada', language: null, phone: null, vouched: true },
  content: { text: 'Where is it?', media: [], choice: null, location: null, unread: null },
};

/** What the desk and the files are told, with the answers that a test gives. */
function handled(given: Item, of: Partial<Pick<ConverseParts, 'receive' | 'keepFile'>> = {}) {
  const told: ForDesk[] = [];
  const changes: NotedChange[] = [];
  const letters: KeptLetter[] = [];
  const store = createCrashStore({ sync: (done) => done(), keeps: () => true });
  const { receive = refusing('visitor.blocked'), keepFile = async () => null } = of;
  const parts: ConverseParts = {
    ...{ clock, conversations: store.open(), masks: cardMasks, keepFile },
    fetchMedia: async () => null,
    cameBy: { ...noOffers, plain, plainText },
    keepLetter: async (_, letter) => void letters.push(letter),
    nameOf: async () => 'Shop on Messenger',
    receive(whose, incoming) {
      told.push(incoming);
      return receive(whose, incoming);
    },
    note: async () => {},
    control: async () => false,
    change: async (_, change) => changes.push(change) > 0,
  };
  const item = {
    ...{ id: 'i1', channel: ChannelId.parse('c_1'), item: given, chosen: null },
    skill: SkillId.parse('orders'),
    ...{ isAutomatic: false, about: { item: 'i0' }, attempt: 1, endsBy: clock.now() + 30_000 },
  };
  return {
    converse: (attempt = 1) => converse(parts, account, { ...item, attempt }),
    told,
    changes,
    letters,
  };
}

const refusing = (refused: ErrorCode) => async () => ({ refused });
/** A desk on which their conversation goes on. */
const taking: ConverseParts['receive'] = async (_, { message }) => ({
  record,
  message: { ...message, conversation: record.id, sequence: 1 },
});
const record = Conversation.parse({
  ...{ id: 't1', channel: 'c_1', contact: 'k1', address: 'ada', site: null, visitor: null },
  ...{ visitorName: '', status: 'waiting', skill: null, agent: null, origin: null },
  ...{ startedAt: 1, waitingSince: 1, queuedAt: 1, answeredAt: null, endedAt: null },
  ...{ lastSequence: 1, lastText: '', lastAt: 1, replyTo: null, topic: null },
  ...{ visitorDelivered: 0, visitorRead: 0, agentDelivered: 0, agentRead: 0 },
});
const withFiles = (text: string, ...names: string[]): Item => ({
  ...item,
  content: {
    ...{ text, choice: null, location: null, unread: null },
    media: names.map((name) => ({ name, reference: `https://files.example/${name}` })),
  },
});
const letter: IncomingLetter = {
  head: {
    ...{
      subject: 'Card 4111 1111 1111 1111',
      from: null,
      to: [],
      cc: [],
      kind: { type: 'person' },
    },
    ...{
      isCut: false,
      quoted: true,
      signature: false,
      html: true,
      authenticated: 'none',
      unread: [],
    },
  },
  folded: [{ kind: 'quoted', text: 'Old 4111 1111 1111 1111' }],
  ...{ html: '<p>Hi <img data-cid="p1"></p>', remoteImages: false },
  pictures: [{ contentId: 'p1', at: 0 }],
};
const asLetter = (text: string): Item => {
  const sent = withFiles(text, 'tea.png');
  return sent.type === 'message' ? { ...sent, content: { ...sent.content, letter } } : sent;
};

test('[EM12.1] an e-mail says what is beside its text, masked, and keeps it by its message', async () => {
  const { converse, told, letters } = handled(asLetter('Hi'), { receive: taking, keepFile: kept });
  assert.equal(await converse(), 'handled');
  const body = told[0]?.message.body;
  assert.equal(body?.type === 'text' && body.text, 'Hi');
  assert.equal(body?.type === 'text' && body.letter?.subject, 'Card [•••• 1111]');
  assert.deepEqual(letters, [
    {
      ...{ text: 'Hi', folded: [{ kind: 'quoted', text: 'Old [•••• 1111]' }] },
      ...{ html: '<p>Hi <img data-cid="p1"></p>', remoteImages: false },
      pictures: new Map([['p1', 'in_i1_1']]),
    },
  ]);
});

test('[EM12.1] an e-mail without words says its subject', async () => {
  const { converse, told } = handled(asLetter(''), { receive: taking, keepFile: kept });
  await converse();
  const body = told[0]?.message.body;
  assert.equal(body?.type === 'text' && body.text, 'Card [•••• 1111]');
});

const kept = async (_: unknown, name: string) =>
  ({ type: 'attachment', name, mediaType: 'text/plain', sizeBytes: 5 }) as const;
const said = (told: readonly ForDesk[]) =>
  told.map(({ message }) => [
    message.id,
    message.body.type === 'text' && message.body.text,
    message.body.type === 'text' && message.body.content?.type,
  ]);

test('[CU6] a message goes to the desk with its address, its name and the skill of its channel', async () => {
  const { told, converse } = handled(item);
  await converse();
  const [first] = told;
  assert.deepEqual(first, {
    ...{ channel: 'c_1', address: 'ada', name: 'Ada', skill: 'orders' },
    message: {
      ...{ id: 'in_i1', author: { type: 'visitor' }, at: 5000 },
      body: { type: 'text', text: 'Where is it?' },
    },
  });
});

test('[CU6] an item that is not a message does not reach the desk', async () => {
  const { told, converse } = handled({ key: 'k', address: 'ada', at: 1, type: 'opt-out' });
  assert.equal(await converse(), 'kept');
  assert.deepEqual(told, []);
});

const echo: Item = {
  ...{ type: 'echo', key: 'echo:e1', externalId: 'e1', address: 'ada', at: 1, reference: null },
  content: {
    text: 'It is 4111 1111 1111 1111',
    media: [],
    choice: null,
    location: null,
    unread: null,
  },
};

test('[FE1] what was written in the provider’s app is the channel’s, and masked', async () => {
  const { told, converse } = handled(echo, { receive: taking });
  assert.equal(await converse(), 'handled');
  const [first] = told;
  assert.deepEqual(first?.message.author, { type: 'channel', name: 'Shop on Messenger' });
  assert.ok(first.message.body.type === 'text');
  assert.doesNotMatch(first.message.body.text, /4111 1111/);
});

test('[FE1] its files follow, each as a message of its own', async () => {
  const media = [{ name: 'a.txt', reference: 'https://files.example/a.txt' }];
  const withFile: Item = { ...echo, content: { ...echo.content, text: 'Look', media } };
  const { told, converse } = handled(withFile, { receive: taking, keepFile: kept });
  await converse();
  assert.deepEqual(
    told.map(({ message }) => [message.id, message.author.type]),
    [
      ['in_i1', 'channel'],
      ['in_i1_1', 'channel'],
    ],
  );
});

test('[CU6] messages of a blocked contact reach nobody', async () => {
  assert.equal(await handled(item).converse(), 'kept');
});

test('[IN5] a message for which the desk has no room is tried again later', async () => {
  for (const refused of ['queue.full', 'server.overloaded'] as const)
    assert.equal(await handled(item, { receive: refusing(refused) }).converse(), 'later');
});

describe('files of a message', () => {
  test('[CU8] follow its words, each as a message of its own', async () => {
    const { told, converse } = handled(withFiles('Look', 'a.txt', 'b.txt'), {
      ...{ receive: taking, keepFile: kept },
    });
    assert.equal(await converse(), 'handled');
    assert.deepEqual(said(told), [
      ['in_i1', 'Look', undefined],
      ['in_i1_1', 'a.txt (5 B)', 'attachment'],
      ['in_i1_2', 'b.txt (5 B)', 'attachment'],
    ]);
    assert.deepEqual(
      told.map(({ within }) => within),
      [undefined, 't1', 't1'],
    );
  });

  test('[CU8] that begin a conversation follow a line with their names', async () => {
    const { told, converse } = handled(withFiles('', 'a.txt', 'b.txt'), {
      ...{ receive: taking, keepFile: kept },
    });
    await converse();
    assert.deepEqual(said(told), [
      ['in_i1_0', 'a.txt\nb.txt', undefined],
      ['in_i1', 'a.txt (5 B)', 'attachment'],
      ['in_i1_1', 'b.txt (5 B)', 'attachment'],
    ]);
  });

  test('[CU8] that are not accepted, or are gone, are lines with their addresses', async () => {
    for (const keepFile of [async () => null, async () => 'attachment.type' as const]) {
      const { told, converse } = handled(withFiles('Look', 'a.txt'), { receive: taking, keepFile });
      assert.equal(await converse(), 'handled');
      assert.deepEqual(said(told)[1], ['in_i1_1', 'a.txt: https://files.example/a.txt', undefined]);
    }
  });

  test('[CU8] that cannot be fetched now are tried three times, and are lines then', async () => {
    const keepFile = async () => {
      throw new Error('nobody answers');
    };
    const { told, converse } = handled(withFiles('Look', 'a.txt'), { receive: taking, keepFile });
    await assert.rejects(converse(1));
    await assert.rejects(converse(2));
    assert.equal(await converse(3), 'handled');
    assert.equal(said(told).at(-1)?.[1], 'a.txt: https://files.example/a.txt');
  });

  test('[CU8] whose conversation has ended meanwhile are lines in the next one', async () => {
    const receive: ConverseParts['receive'] = async (of, incoming) =>
      incoming.within === undefined ? taking(of, incoming) : { refused: 'request.conflict' };
    const { told, converse } = handled(withFiles('Look', 'a.txt'), { receive, keepFile: kept });
    assert.equal(await converse(), 'handled');
    assert.deepEqual(said(told).at(-1)?.[1], 'a.txt: https://files.example/a.txt');
  });
});

describe('a change of a message', () => {
  const at = { key: 'k', address: 'ada', at: 1, externalId: 'm1' } as const;

  test('[CU7] is noted at the message that the contact wrote, masked', async () => {
    const text = 'It is 4111 1111 1111 1111';
    const { changes, converse } = handled({ ...at, type: 'edit', text });
    assert.equal(await converse(), 'handled');
    const [change] = changes;
    assert.deepEqual([change?.id, change?.conversation], ['in_i1', null]);
    assert.ok(change?.aside.type === 'edited' && change.aside.message === 'in_i0');
    assert.doesNotMatch(change.aside.text, /4111 1111/);
  });

  test('[OC3] shows agents no token of an offer, and neither does what a machine answers', async () => {
    const { changes, converse } = handled({ ...at, type: 'edit', text: `Hello ${token} there` });
    await converse();
    assert.ok(changes[0]?.aside.type === 'edited' && changes[0].aside.text === 'Hello there');
    const content = { ...item.content, text: `I am away ${token}` };
    const automatic = handled({ ...item, automatic: true, content }, { receive: taking });
    await automatic.converse();
    const body = automatic.told[0]?.message.body;
    assert.equal(body?.type === 'text' && body.text, 'I am away');
  });

  test('[CU7] that deletes it deletes its files', async () => {
    const { changes, converse } = handled({ ...at, type: 'deletion' });
    await converse();
    const messages = changes.map(({ aside }) => aside.message);
    assert.deepEqual([messages[0], messages[1]], ['in_i0', 'in_i0_1']);
    assert.equal(new Set(changes.map(({ id }) => id)).size, changes.length);
  });
});
