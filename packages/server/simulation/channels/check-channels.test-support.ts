// Compares what providers know with what is stored. What arrived is in its conversation once and in
// order. What was written was sent once and in order, or is shown as failed or uncertain. Each
// violation is a sentence. An empty list means none.
import { shownDelivery } from '@opportune/core/channel/delivery/delivery.ts';
import type { StoredDelivery } from '@opportune/core/ports/deliveries.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { Permitted, Taken, Told } from './simulated-provider.test-support.ts';

export interface Books {
  readonly told: readonly Told[];
  readonly taken: readonly Taken[];
  readonly permitted: readonly Permitted[];
  /** By reference: how often the provider caused us to send something that it had already taken. */
  readonly forced: ReadonlyMap<string, number>;
  /** References of messages that the provider took and then reported as failed. */
  readonly failed: ReadonlySet<string>;
}

export interface StoredTalk {
  readonly id: ConversationId;
  readonly address: string;
  readonly messages: readonly Message[];
}

/** `talks`: the conversations of the provider's channel, oldest first. */
export function brokenChannels(
  books: Books,
  talks: readonly StoredTalk[],
  deliveries: readonly StoredDelivery[],
): string[] {
  const addresses = new Set([...books.told, ...talks].map(({ address }) => address));
  return [
    ...[...addresses].flatMap((address) => brokenIncoming(books.told, talks, address)),
    ...talks.flatMap((talk) => brokenOutgoing(books, talk, deliveries)),
    ...books.permitted.flatMap((said) => brokenOptOut(books, said)),
    ...[...addresses].flatMap((address) => brokenOrder(books.taken, talks, deliveries, address)),
  ];
}

/** Every received item is in its conversation, once and in order. */
function brokenIncoming(
  told: readonly Told[],
  talks: readonly StoredTalk[],
  address: string,
): readonly string[] {
  const texts = talks
    .filter((talk) => talk.address === address)
    .flatMap(({ messages }) => messages)
    .flatMap(({ author, body }) =>
      author.type === 'visitor' && body.type === 'text' ? body.text : [],
    );
  const own = told.filter((each) => each.address === address);
  const found: string[] = [];
  for (const { text, answeredAt } of own) {
    const times = texts.filter((each) => each === text).length;
    if (times > 1) found.push(`${text} of ${address} is there ${times} times`);
    if (times === 0 && answeredAt !== null)
      found.push(`${text} of ${address} is in no conversation`);
  }
  for (const text of texts)
    if (!own.some((each) => each.text === text)) found.push(`nobody at ${address} said ${text}`);
  for (const [at, before] of own.entries())
    for (const after of own.slice(at + 1))
      if (isBefore(before, after) && texts.indexOf(before.text) > texts.indexOf(after.text))
        found.push(`${before.text} of ${address} stands after ${after.text}`);
  return found;
}

/** Nothing leaves once an opt-out is acknowledged, until the contact says or shows otherwise. */
function brokenOptOut(
  { taken, told, permitted }: Books,
  { type, address, toldAt, answeredAt, words }: Permitted,
): readonly string[] {
  if (type !== 'opt-out' || answeredAt === null) return [];
  const wrote = words === null ? told : [];
  const releases = [...wrote, ...permitted.filter((each) => each.type === 'opt-in')].filter(
    (each) => each.address === address && each.toldAt >= toldAt,
  );
  const until = Math.min(Infinity, ...releases.map((each) => each.toldAt));
  return taken
    .filter((part) => part.address === address && part.leftAt > answeredAt && part.leftAt < until)
    .map((part) => `${part.words} left after ${address} opted out`);
}

/** Both are in one request, or the first was answered before the second was sent. */
function isBefore(one: Told, other: Told): boolean {
  if (one.answeredAt === null || other.answeredAt === null) return false;
  return one.request === other.request || one.answeredAt < other.toldAt;
}

/**
 * Every message was sent, or is shown as failed or uncertain. None was sent twice without
 * necessity.
 */
function brokenOutgoing(
  { taken, forced, failed }: Books,
  { id, address, messages }: StoredTalk,
  deliveries: readonly StoredDelivery[],
): readonly string[] {
  const written = messages.filter(
    ({ author, body }) => author.type === 'agent' && body.type === 'text',
  );
  return written.flatMap((message) => {
    const { body } = message;
    const text = body.type === 'text' ? body.text : '';
    const own = deliveries.filter(
      (each) => each.conversation === id && each.message === message.id,
    );
    const [delivery] = own;
    if (delivery === undefined || own.length > 1) return [`${text} has ${own.length} deliveries`];
    const found: string[] = [];
    const { state } = shownDelivery(delivery.life);
    const parts = taken.filter((each) => deliveryOf(each) === delivery.id);
    const isWhole = assembled(text, parts);
    if (!['sent', 'delivered', 'read', 'failed', 'uncertain'].includes(state))
      found.push(`${text} is ${state} for ever`);
    if (!isWhole && ['sent', 'delivered', 'read'].includes(state))
      found.push(`${text} is shown as ${state} and did not leave`);
    // A message refused, or reported as failed, after a request without an answer may have been
    // sent by that request.
    const { round, isDoubtful } = delivery.life;
    const excused =
      isDoubtful ||
      round > 0 ||
      parts.some(({ reference }) => forced.has(reference) || failed.has(reference));
    if (isWhole && state === 'failed' && !excused)
      found.push(`${text} is shown as failed and left`);
    for (const part of parts) {
      if (part.address !== address) found.push(`${text} went to ${part.address}`);
      const times = parts.filter(
        ({ words, reference }) => words === part.words && reference === part.reference,
      );
      if (times.length > 1 + (forced.get(part.reference) ?? 0))
        found.push(`${text} left ${times.length} times in one round`);
    }
    return found;
  });
}

/** What was written earlier was sent earlier. What a person resent may come at any time. */
function brokenOrder(
  taken: readonly Taken[],
  talks: readonly StoredTalk[],
  deliveries: readonly StoredDelivery[],
  address: string,
): readonly string[] {
  return talks
    .filter((talk) => talk.address === address)
    .flatMap(({ id, messages }) => {
      const order = new Map(messages.map((message) => [message.id, message.sequence]));
      const left = taken.flatMap((part) => {
        const of = deliveries.find(
          (each) => each.id === deliveryOf(part) && each.conversation === id,
        );
        return of === undefined || !part.reference.endsWith('.0')
          ? []
          : (order.get(of.message) ?? []);
      });
      return left.flatMap((sequence, at) => {
        const before = left[at - 1] ?? 0;
        return sequence < before ? [`#${sequence} of ${id} left after #${before}`] : [];
      });
    });
}

function deliveryOf({ reference }: Taken): string {
  return reference.slice(0, reference.lastIndexOf('.'));
}

/** Whether the parts make up the whole text, apart from white space. */
function assembled(text: string, parts: readonly Taken[]): boolean {
  const plain = (words: string) => words.replaceAll(/\s+/g, '');
  const pieces = [...new Set(parts.map(({ words }) => plain(words)))];
  const inOrder = pieces.toSorted(
    (one, other) => plain(text).indexOf(one) - plain(text).indexOf(other),
  );
  return inOrder.join('') === plain(text);
}
