// Sends one sentence to an address that somebody typed: a test, by which an administrator sees whether a
// channel sends, or a code. It belongs to no conversation and is stored nowhere.
import { isWindowClosed } from '@opportune/core/channel/reply-window.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Opened, SendOutcome } from '@opportune/core/ports/channel.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { channelsChanged } from '@opportune/protocol/bus/changes.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import type { AccountId, ChannelId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import type { TestMessageOutcome } from '@opportune/protocol/rest/channel/channels.ts';
import { languageOf } from '@opportune/words/language.ts';
import { sentIn } from '@opportune/words/sent.ts';
import { found } from '../../http/problem/refusal.ts';
import { findChannel, stopChannel } from '../channel-rows.ts';
import { testReference } from '../deliveries/receipts.ts';
import { inboxRows } from '../inbox/inbox-rows.ts';
import type { OpenChannels } from '../open-channels.ts';

export type PlaceOf = (
  account: AccountId,
  site: SiteId | null,
  visitor: VisitorId | null,
) => Promise<{ readonly site: string; readonly language: string }>;

export interface TestMessageParts {
  readonly records: Records;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly open: Pick<OpenChannels, 'opened'>;
  readonly permission: Pick<Permission, 'isSuppressed'>;
  readonly placeOf: PlaceOf;
}

export type SendTest = (
  account: AccountId,
  id: ChannelId,
  address: string,
) => Promise<TestMessageOutcome>;

/** Throws `request.not_found`. */
export function createTestMessage(parts: TestMessageParts): SendTest {
  const send = createSentence(parts);
  return (account, id, address) =>
    send(account, { channel: id, address }, ({ site, language }) =>
      sentIn(languageOf([language])).test(site),
    );
}

export type SendSentence = (
  account: AccountId,
  to: AddressAt,
  words: (place: Awaited<ReturnType<PlaceOf>>) => string,
) => Promise<TestMessageOutcome>;

/** Throws `request.not_found`. */
export function createSentence(parts: TestMessageParts): SendSentence {
  const { records, bus, clock, open } = parts;
  return async (account, to, words) => {
    const { channel: id, address } = to;
    const stored = found(await records.withAccount(account, (sql) => findChannel(sql, id)));
    const opened = open.opened(account, stored);
    if (stored.kind === 'web') return { result: 'unchecked', reason: null, detail: null };
    if (opened === null) return { result: 'reconnect', reason: 'reconnect', detail: null };
    const { answers, isSuppressed } = await records.withAccount(account, async (sql) => ({
      answers: await inboxRows(records).newestMessage(sql, to),
      isSuppressed: await parts.permission.isSuppressed(sql, to),
    }));
    if (isSuppressed) return { result: 'refused', reason: 'opted-out', detail: null };
    const laid = await wordsFor(parts, account, words);
    if (isWindowClosed({ parts: laid.parts, answers }, opened.capabilities, clock.now()))
      return { result: 'refused', reason: 'window-closed', detail: null };
    const outcome = await opened.send(orderOf(parts, { ...laid, address, answers }));
    if (outcome.type === 'reconnect') {
      const { revision } = stored;
      const why = { revision, detail: outcome.detail };
      const isStopped = await records.withAccount(account, (sql) => stopChannel(sql, id, why));
      if (isStopped) publish(bus, channelsChanged, { account });
    }
    return shownOf(outcome);
  };
}

interface Said {
  readonly parts: readonly Part[];
  readonly business: string;
  readonly language: string;
}

async function wordsFor(
  { placeOf }: TestMessageParts,
  account: AccountId,
  words: Parameters<SendSentence>[2],
): Promise<Said> {
  const place = await placeOf(account, null, null);
  const { site: business, language } = place;
  const text = words(place);
  return { parts: [{ type: 'text', text }], business, language };
}

type Order = Parameters<Opened['send']>[0];

function orderOf(
  { ids }: TestMessageParts,
  { parts, business, language, address, answers }: Said & Pick<Order, 'address' | 'answers'>,
): Order {
  return {
    ...{ address, parts, answers, reference: testReference(ids.next()), author: null, topic: null },
    ...{ read: async () => null, withinMs: deliveryLimits.answerMs },
    around: async () => ({ business, language, asked: '', replyTo: null }),
  };
}

function shownOf(outcome: SendOutcome): TestMessageOutcome {
  switch (outcome.type) {
    case 'sent':
      return { result: 'sent', reason: null, detail: null };
    case 'rate':
      return { result: 'unreachable', reason: null, detail: null };
    case 'refused':
      return { result: 'refused', reason: outcome.reason, detail: outcome.detail };
    case 'uncertain':
    case 'reconnect':
    case 'unreachable':
      return { result: outcome.type, reason: null, detail: outcome.detail };
  }
}
