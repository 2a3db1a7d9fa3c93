// The contract of every kind of channel, run against a fake of its provider over real HTTP:
// signatures, received items and their order, and the outcome of sends. The fake declares what its
// provider supports; the rest is not tested.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import fc from 'fast-check';
import type {
  ChannelAdapter,
  Entry,
  Happened,
  Item,
  MediaBounds,
  Opened,
  RawRequest,
  SendOrder,
  StoredChannel,
  Verified,
} from '../ports/channel.ts';

/** Something that happened at the provider. */
export type Told = { readonly address: string; readonly at: number } & Happened;

/** How the provider's next answers go wrong. */
export type Fault =
  | { readonly type: 'rate'; readonly retryAfterS: number | null }
  /** It accepts what is sent and does not answer. */
  | { readonly type: 'silent' }
  | { readonly type: 'refuse' }
  | { readonly type: 'expired' };

export interface ProviderTwin {
  /** What it can report. */
  readonly tells: readonly Happened['type'][];
  /** The depth of nested lists in its requests. 1: one thing a request. */
  readonly levels: number;
  /** Requests that report all of this, with lists filled at that level and above. */
  tell(told: readonly Told[], level: number, now: number): readonly RawRequest[];
  /**
   * A signed request with something that no adapter knows. Null: the provider only reports agreed
   * types.
   */
  tellUnknown(now: number): RawRequest | null;
  /** Whether it says how long to wait. */
  readonly saysWhen: boolean;
  /** Whether the time is signed, so that a request cannot be replayed later. */
  readonly signsTime: boolean;
  /** `false`: the provider sends a secret instead of a signature over the body. */
  readonly signsBody?: false;
  /** How the provider names a person and a message. Absent: as the tests do. */
  readonly names?: {
    address(name: string): string;
    message(name: string, id: string): string;
  };
  readonly handshake: {
    request(token: 'right' | 'wrong'): RawRequest;
    readonly answer: string;
  } | null;
  /**
   * What receipts say of our reference: what we sent, nothing, or that it is the message's own id.
   */
  readonly references: 'told' | 'none' | 'own-id';

  /** What it accepted from us, in order. */
  readonly taken: readonly { readonly address: string; readonly words: string }[];
  /** Sets the next answer, after `after` more good ones. */
  fail(fault: Fault, after?: number): void;
  /** Makes every answer good again. */
  heal(): void;
  /** Stops it: its address no longer answers. */
  stop(): Promise<void>;
  readonly media: {
    put(bytes: Uint8Array): string;
    /** Whether it is given to our credentials alone. */
    readonly closed: boolean;
    expire(reference: string): void;
  } | null;
  /** Puts this where it is polled. Null: it is not polled. */
  readonly queue: ((told: readonly Told[]) => void) | null;
}

export interface ChannelSubject {
  readonly adapter: ChannelAdapter;
  readonly stored: StoredChannel;
  /** Another channel of the kind, with a secret of its own. */
  readonly stranger: StoredChannel;
  readonly provider: ProviderTwin;
  close(): Promise<void>;
}

const now = Date.UTC(2026, 10, 24, 12);
const minuteMs = 60_000;
/** Longer than any fake takes to answer, if it answers. */
const patienceMs = 400;
const around = { business: 'Aldermoor', language: 'en', asked: '', replyTo: null } as const;
const nobody = {
  ...{ answers: null, author: null, topic: null, read: async () => null },
  around: async () => around,
} as const;
const plain = { media: [], choice: null, location: null, unread: null } as const;

/** Runs the suite. `open` gives a channel and a provider that nobody else uses. */
export function channelContract(name: string, open: () => Promise<ChannelSubject>): void {
  describe(`channel: ${name}`, () => {
    let subject: ChannelSubject;
    let channel: Opened;
    before(async () => {
      subject = await open();
      channel = opened(subject.adapter, subject.stored);
    });
    after(() => subject.close());
    const addressOf = (name: string) => subject.provider.names?.address(name) ?? name;
    const idOf = (name: string, id: string) => subject.provider.names?.message(name, id) ?? id;
    const tells = (...types: Happened['type'][]) =>
      types.every((type) => subject.provider.tells.includes(type));
    const only = (request: RawRequest): readonly Item[] => itemsOf(channel, [request]);

    describe('what is received', () => {
      it('[CH10] is accepted as it was signed, byte for byte', () => {
        if (!tells('message')) return;
        const text = 'Grüße / “é” \\ <b> 日本 👩‍👧';
        const [request] = subject.provider.tell([message('m1', 'ada', text)], 0, now);
        assert.ok(request);
        const [item] = only(request);
        assert.ok(item?.type === 'message');
        assert.deepEqual(
          [item.address, item.externalId, item.content.text],
          [addressOf('ada'), idOf('ada', 'm1'), text],
        );
      });

      it('[CH10] is refused if a byte or the signature was changed, or another secret signed', () => {
        if (!tells('message')) return;
        const [request] = subject.provider.tell([message('m1', 'ada', 'Hello there')], 0, now);
        assert.ok(request);
        const length = request.body.length;
        const places = subject.provider.signsBody === false ? [] : [0, length >> 1, length - 1];
        for (const at of places) {
          const body: Uint8Array = Uint8Array.from(request.body);
          body[at] = (body[at] ?? 0) ^ 1;
          assert.equal(channel.verify({ ...request, body }, now).type, 'refused', `byte ${at}`);
        }
        assert.equal(channel.verify({ ...request, headers: {} }, now).type, 'refused');
        const stranger = opened(subject.adapter, subject.stranger);
        assert.equal(stranger.verify(request, now).type, 'refused');
      });

      it('[CH11] replayed later is refused, or reported under the same keys', () => {
        if (!tells('message')) return;
        const [request] = subject.provider.tell([message('m1', 'ada', 'Pay 5')], 0, now);
        assert.ok(request);
        const later = channel.verify(request, now + 60 * minuteMs);
        if (subject.provider.signsTime) assert.deepEqual(later, { type: 'refused', why: 'replay' });
        else assert.deepEqual(keysOf(entriesItems(channel, later)), keysOf(only(request)));
      });

      it('[CH12] is whole and in order for each address, batched at every level', () => {
        if (!tells('message')) return;
        const told = ['ada', 'bea', 'cem'].flatMap((address, of) =>
          Array.from({ length: 4 }, (_, at) =>
            message(`${address}-${at}`, address, `${at} of ${address}`, now + at * 10 + of),
          ),
        );
        const byTime = told.toSorted((one, other) => one.at - other.at);
        for (let level = 0; level < subject.provider.levels; level++) {
          const items = itemsOf(channel, subject.provider.tell(byTime, level, now));
          for (const address of ['ada', 'bea', 'cem'])
            assert.deepEqual(
              items.filter((item) => item.address === addressOf(address)).map(textOf),
              told.filter((each) => each.address === address).map(textOf),
              `level ${level}`,
            );
        }
      });

      it('[CH12] has a key of its own, the same when it is reported again', () => {
        const things: readonly Told[] = [
          message('m1', 'ada', 'one'),
          message('m2', 'ada', 'one'),
          receipt('m1', 'delivered'),
          receipt('m1', 'read'),
        ].filter(({ type }) => tells(type));
        const keys = keysOf(itemsOf(channel, subject.provider.tell(things, 0, now)));
        assert.equal(new Set(keys).size, things.length);
        const again = subject.provider.tell(things, 0, now + minuteMs);
        assert.deepEqual(keysOf(itemsOf(channel, again)), keys);
      });

      it('[CH13] of an unknown kind is stored and marked as such', () => {
        const request = subject.provider.tellUnknown(now);
        if (request !== null) assert.equal(only(request)[0]?.type, 'unknown');
      });

      it('[CH13] makes items of anything in an entry, and never throws', () => {
        const raw = fc.oneof(fc.json(), fc.string(), fc.constantFrom('', 'null', '[]', '{}'));
        fc.assert(
          fc.property(raw, (text) => {
            for (const item of channel.items({ route: null, raw: text })) assert.ok(item.key);
          }),
        );
      });

      it('[CH14] may be an echo of our own, or an answer written at the provider’s', () => {
        if (!tells('echo')) return;
        for (const reference of ['d1', null]) {
          const content = { ...plain, text: 'We are on it' };
          const told = {
            address: 'ada',
            at: now,
            type: 'echo',
            externalId: 'e1',
            reference,
            content,
          } as const;
          const [item] = itemsOf(channel, subject.provider.tell([told], 0, now));
          assert.ok(item?.type === 'echo');
          assert.equal(item.reference, reference);
        }
      });

      for (const told of samples)
        it(`[CH14] may be ${told.what}, reported unchanged`, () => {
          if (!tells(told.happened.type)) return;
          const given = { address: 'ada', at: now, ...told.happened };
          const [item] = itemsOf(channel, subject.provider.tell([given], 0, now));
          assert.ok(item);
          // A provider may say of which purpose its contact wants none.
          const { key, purpose: _, ...rest } = { purpose: undefined, ...item };
          assert.ok(key);
          const named = { ...rest, address: given.address, ...namedBack(given, rest, idOf) };
          assert.equal(rest.address, addressOf(given.address));
          assert.deepEqual(named, withReference(given, subject.provider.references));
        });

      it('[CH10] answers a handshake only with the right token', () => {
        const { handshake } = subject.provider;
        if (handshake === null) return;
        const right = channel.verify(handshake.request('right'), now);
        assert.ok(right.type === 'handshake');
        assert.equal(right.answer.body, handshake.answer);
        assert.equal(channel.verify(handshake.request('wrong'), now).type, 'refused');
      });

      it('[CH15] is polled if there is no webhook: whole, in order, again from an older cursor', async () => {
        const { queue } = subject.provider;
        if (queue === null || channel.poll === undefined) return;
        const start = await channel.poll(null, 10_000);
        assert.ok(start.type === 'entries');
        queue([message('p1', 'ada', 'one'), message('p2', 'ada', 'two')]);
        const first = await channel.poll(start.cursor, 10_000);
        assert.ok(first.type === 'entries');
        const items = first.entries.flatMap((entry) => channel.items(entry));
        assert.deepEqual(items.map(textOf), ['one', 'two']);
        const again = await channel.poll(start.cursor, 10_000);
        assert.ok(again.type === 'entries');
        assert.deepEqual(
          keysOf(again.entries.flatMap((entry) => channel.items(entry))),
          keysOf(items),
        );
        const rest = await channel.poll(first.cursor, 10_000);
        assert.ok(rest.type === 'entries');
        assert.deepEqual(rest.entries, []);
      });
    });

    describe('what is sent', () => {
      const parts: readonly Part[] = ['first', 'second', 'third'].map((text) => ({
        type: 'text',
        text,
      }));
      const send = (order: Partial<SendOrder> & Pick<SendOrder, 'address'>) =>
        channel.send({
          parts,
          reference: order.address,
          ...nobody,
          withinMs: 10_000,
          ...order,
          address: addressOf(order.address),
        });
      const takenBy = (address: string) =>
        subject.provider.taken
          .filter((each) => each.address === addressOf(address))
          .map(({ words }) => words);
      const wordsTaken = (address: string) => takenBy(address).join('\n');

      it('[CH20] arrives whole and in order, and has ids', async () => {
        const outcome = await send({ address: 'order@example.com' });
        assert.ok(outcome.type === 'sent');
        assert.ok(outcome.externalIds.length > 0);
        assert.deepEqual(wordsTaken('order@example.com'), 'first\nsecond\nthird');
      });

      it('[CH20] includes a file if the provider accepts files', async () => {
        if (channel.capabilities.files === undefined) return;
        const about = { name: 'plan.pdf', mediaType: 'application/pdf', sizeBytes: 4 };
        const file = { ...about, link: 'https://talk.example/f/1/plan.pdf' };
        const read = async () => bytesOf(Uint8Array.of(37, 80, 68, 70));
        const outcome = await send({
          address: 'file@example.com',
          parts: [{ type: 'file', file }],
          read,
        });
        assert.equal(outcome.type, 'sent');
        assert.match(wordsTaken('file@example.com'), /plan\.pdf/);
      });

      it('[CH21] is postponed for as long as the provider says, or for an unknown time', async () => {
        for (const retryAfterS of subject.provider.saysWhen ? [7, null] : [null]) {
          const retryAfterMs = retryAfterS === null ? null : retryAfterS * 1000;
          subject.provider.fail({ type: 'rate', retryAfterS });
          const outcome = await send({ address: 'rate@example.com' });
          assert.deepEqual(outcome, { type: 'rate', retryAfterMs, externalIds: [] });
          subject.provider.heal();
        }
        assert.deepEqual(takenBy('rate@example.com'), []);
      });

      it('[CH22] is uncertain if it left and no answer came', async () => {
        subject.provider.fail({ type: 'silent' });
        let outcome = await send({ address: 'silent@example.com', withinMs: patienceMs });
        const hasArrived = () => takenBy('silent@example.com').length > 0;
        // On a busy machine it may not have left, or not have arrived, in so short a time.
        for (let ms = 2 * patienceMs; !hasArrived() && ms < 20_000; ms *= 2)
          outcome = await send({ address: 'silent@example.com', withinMs: ms });
        assert.equal(outcome.type, 'uncertain');
        subject.provider.heal();
        const before = takenBy('silent@example.com');
        assert.ok(before.length > 0, 'the provider has it');
        if (!channel.capabilities.idempotent) return;
        assert.equal((await send({ address: 'silent@example.com' })).type, 'sent');
        assert.deepEqual(wordsTaken('silent@example.com'), 'first\nsecond\nthird');
      });

      it('[CH20] continues after the accepted parts', async () => {
        subject.provider.fail({ type: 'rate', retryAfterS: 1 }, 1);
        const outcome = await send({ address: 'rest@example.com' });
        subject.provider.heal();
        // A provider that accepts all parts in one request cannot accept half of them.
        if (outcome.type === 'sent') return;
        assert.equal(outcome.type, 'rate');
        const rest = parts.slice(outcome.externalIds.length);
        assert.equal((await send({ address: 'rest@example.com', parts: rest })).type, 'sent');
        assert.deepEqual(wordsTaken('rest@example.com'), 'first\nsecond\nthird');
      });

      it('[CH23] waits for a person if the credentials are no longer valid', async () => {
        subject.provider.fail({ type: 'expired' });
        const outcome = await send({ address: 'expired@example.com' });
        assert.ok(outcome.type === 'reconnect');
        assert.notEqual(outcome.detail, '');
        for (const asked of [
          channel.poll?.('0', 10_000),
          channel.check?.('https://talk.example/hook'),
          subject.provider.media?.closed && channel.fetchMedia?.('any', within(1000)),
        ]) {
          const outcome = await asked;
          assert.equal(outcome ? outcome.type : 'reconnect', 'reconnect');
        }
        subject.provider.heal();
        assert.deepEqual(takenBy('expired@example.com'), []);
      });

      it('[CH24] is refused with a reason that a person can act on', async () => {
        subject.provider.fail({ type: 'refuse' });
        const outcome = await send({ address: 'refused@example.com' });
        subject.provider.heal();
        assert.ok(outcome.type === 'refused');
        assert.notEqual(outcome.detail, '');
      });
    });

    describe('media', () => {
      it('[CH16] are fetched within a limit, and are gone once they expired', async () => {
        const { media } = subject.provider;
        if (media === null || channel.fetchMedia === undefined) return;
        const bytes = Uint8Array.from({ length: 3000 }, (_, at) => at % 256);
        const reference = media.put(bytes);
        const found = await channel.fetchMedia(reference, within(bytes.length));
        assert.ok(found.type === 'media');
        assert.deepEqual(await whole(found.bytes), bytes);
        assert.equal((await channel.fetchMedia(reference, within(2999))).type, 'too-large');
        media.expire(reference);
        assert.deepEqual(await channel.fetchMedia(reference, within(9000)), { type: 'gone' });
      });
    });

    it('[CH22] an unreachable provider accepted nothing, and is retried', async () => {
      await subject.provider.stop();
      const order = {
        address: 'gone@example.com',
        parts: [{ type: 'text', text: 'Hello' }],
        reference: 'd9',
      } as const;
      const outcome = await channel.send({ ...order, ...nobody, withinMs: 10_000 });
      assert.equal(outcome.type, 'unreachable');
    });
  });
}

const samples: readonly { readonly what: string; readonly happened: Happened }[] = [
  { what: 'an edit', happened: { type: 'edit', externalId: 'm1', text: 'better' } },
  { what: 'a deletion', happened: { type: 'deletion', externalId: 'm1' } },
  { what: 'a reaction', happened: { type: 'reaction', externalId: 'm1', reaction: '❤' } },
  {
    what: 'a reaction taken back',
    happened: { type: 'reaction', externalId: 'm1', reaction: null },
  },
  {
    what: 'a receipt, of a message that nobody has heard of yet too',
    happened: { type: 'receipt', externalId: 'x9', reference: 'd1', state: 'read' },
  },
  {
    what: 'a receipt of what failed',
    happened: {
      ...{ type: 'receipt', externalId: 'x9', reference: 'd1', state: 'failed' },
      ...{ reason: 'opted-out', detail: 'blocked' },
    },
  },
  { what: 'a watermark', happened: { type: 'watermark', state: 'read', until: now } },
  { what: 'typing', happened: { type: 'typing', on: true } },
  { what: 'another id of a message', happened: { type: 'renamed', externalId: 'x1', to: 'x2' } },
  { what: 'another address of a contact', happened: { type: 'moved', to: 'ada-2' } },
  { what: 'an opt-out', happened: { type: 'opt-out' } },
  { what: 'an opt-in', happened: { type: 'opt-in' } },
];

function opened(adapter: ChannelAdapter, stored: StoredChannel): Opened {
  const channel = adapter.open(stored);
  assert.ok(channel, 'its settings are of its kind');
  return channel;
}

function message(externalId: string, address: string, text: string, at = now): Told {
  const from = { name: 'Ada', language: null, phone: null, vouched: true };
  return {
    type: 'message',
    externalId,
    address,
    at,
    from,
    content: { ...plain, text },
    replyTo: null,
    token: null,
    automatic: false,
  };
}

function receipt(externalId: string, state: 'delivered' | 'read'): Told {
  return { type: 'receipt', externalId, address: 'ada', at: now, reference: null, state };
}

/** The test's own id where the provider's is the one that it stands for. */
function namedBack(
  { address, ...given }: Told,
  rest: object,
  idOf: (name: string, id: string) => string,
): { readonly externalId?: string } {
  if (!('externalId' in given) || !('externalId' in rest)) return {};
  return rest.externalId === idOf(address, given.externalId)
    ? { externalId: given.externalId }
    : {};
}

/** What is reported back of a message's reference. */
function withReference(told: Told, references: ProviderTwin['references']): Told {
  if (told.type !== 'receipt' || references === 'told') return told;
  return { ...told, reference: references === 'none' ? null : told.externalId };
}

function itemsOf(channel: Opened, requests: readonly RawRequest[]): readonly Item[] {
  return requests.flatMap((request) => entriesItems(channel, channel.verify(request, now)));
}

function entriesItems(channel: Opened, verified: Verified): readonly Item[] {
  assert.equal(verified.type, 'entries');
  const entries: readonly Entry[] = verified.type === 'entries' ? verified.entries : [];
  return entries.flatMap((entry) => channel.items(entry));
}

function keysOf(items: readonly Item[]): readonly string[] {
  return items.map(({ key }) => key);
}

function textOf(item: Happened): string {
  return item.type === 'message' ? item.content.text : item.type;
}

function within(mostBytes: number): MediaBounds {
  return { mostBytes, withinMs: 10_000 };
}

async function* bytesOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
