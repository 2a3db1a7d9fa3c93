// Sends one delivery, as its job is done: notes that a request leaves, has the channel send it, and has
// what came of it noted with the end of the job. A request whose sender died in between is uncertain, or leaves
// again under the same reference where the channel takes one. A channel that is stopped loses nothing:
// what waits for it goes on when it is connected again.
import { isWindowClosed } from '@opportune/core/channel/reply-window.ts';
import { isToSend } from '@opportune/core/channel/delivery/delivery.ts';
import type { Opened, SendOutcome } from '@opportune/core/ports/channel.ts';
import type { StoredDelivery } from '@opportune/core/ports/deliveries.ts';
import type { JobKind, JobOutcome } from '@opportune/core/ports/jobs.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Laid } from '@opportune/protocol/channel/parts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import type { z } from 'zod';
import { refusedBy } from '../inbox/heard.ts';
import { DeliveryJob, deliveryJob } from './delivery-job.ts';
import { referenceOf, wordsOfPart } from './receipts.ts';
import type { FoundChannel, Outgoing, Sender, SendParts, Work } from './seams.ts';
import { failing, settled } from './settle-delivery.ts';
import { tell } from './tell.ts';
import { heldFor, heldUntil } from './wait-delivery.ts';

export function deliveryKind(use: SendParts): JobKind<z.infer<typeof DeliveryJob>> {
  return {
    name: deliveryJob,
    payload: DeliveryJob,
    handle: (work) => handle(use, work),
    overdue: (work) => overdue(use, work),
    async bury(sql, { payload, account }, detail) {
      const known = await use.store.lock(sql, payload.delivery);
      if (known === null || known.life.round !== payload.round) return undefined;
      const end = { type: 'given-up', detail } as const;
      const told = await tell(use.store, sql, known, [end], use.clock.now());
      return () => use.changed(account, told);
    },
  };
}

const done: JobOutcome = { type: 'done' };
const heldUp: SendOutcome = {
  type: 'unreachable',
  detail: '',
  externalIds: [],
};

async function handle(use: SendParts, work: Work): Promise<JobOutcome> {
  const { account, payload } = work;
  const { known, isForbidden } = await use.records.withAccountOften(account, async (sql) => {
    const found = await use.store.find(sql, payload.delivery);
    const forbids = found !== null && (await use.permission.isSuppressed(sql, found));
    return { known: found, isForbidden: forbids };
  });
  if (known === null || known.life.round !== payload.round) return done;
  // One under way may have arrived: what came of it is noted first.
  if (isForbidden && !known.life.isUnderWay) return failing(use, work, 'opted-out', '');
  const channel = await use.channels.of(account, known.channel);
  if (channel === null) return failing(use, work, 'reconnect', 'The channel was removed.');
  const { opened } = channel;
  if (opened === null || isStopped(channel)) return heldFor(use, work, known, channel);
  const answerBy = answerOf(use, known, opened);
  if (answerBy > use.clock.now()) return { type: 'later', at: answerBy };
  const turnAt = use.rates.turn(
    {
      ...{ delivery: `${account}/${known.id}`, channel: `${account}/${known.channel}` },
      ...{ revision: channel.revision, address: known.address, rates: opened.rates },
    },
    use.clock.now(),
  );
  if (turnAt > use.clock.now()) return heldUntil(use, work, known, turnAt);
  return send(use, work, known, { ...opened, revision: channel.revision });
}

/**
 * A request whose sender died may still arrive, and its receipt may come. It has as long as if its sender
 * lived: what is behind it would overtake it. Sent again under the same key, it needs no time.
 */
function answerOf({ answerMs }: SendParts, { life }: StoredDelivery, opened: Opened): number {
  const { isUnderWay, begunAt } = life;
  if (!isUnderWay || begunAt === null || opened.capabilities.idempotent) return 0;
  return begunAt + answerMs;
}

/** While a channel is stopped no time counts, whether or not a server looked at it. */
async function overdue(use: SendParts, work: Work): Promise<JobOutcome | null> {
  const { account, payload } = work;
  const known = await use.records.withAccount(account, (sql) =>
    use.store.find(sql, payload.delivery),
  );
  if (known === null) return null;
  const channel = await use.channels.of(account, known.channel);
  return channel === null || !isStopped(channel) ? null : heldFor(use, work, known, channel);
}

function isStopped({ state, opened }: FoundChannel): boolean {
  return state !== 'connected' || opened === null;
}

/** What a channel said by itself, and could not send in time, is no longer true. */
function isStale({ automaticAt }: Outgoing, now: number): boolean {
  return automaticAt !== undefined && now - automaticAt > channelLimits.automaticMs;
}

async function send(
  use: SendParts,
  work: Work,
  found: StoredDelivery,
  channel: Sender,
): Promise<JobOutcome> {
  const { account, endsBy } = work;
  // What a sender before left without an answer comes first: it may have arrived.
  const known = found.life.isUnderWay ? await noteLost(use, work, channel) : found;
  if (known === null) return done;
  if (!isToSend(known.life)) return { type: 'done', after: () => use.changed(account, known) };
  const laid = await use.layOut(account, known, channel);
  if (laid === null) return failing(use, work, 'not-taken', 'The message is gone.');
  const isClosed = isWindowClosed(laid, channel.capabilities, use.clock.now());
  if (isClosed || isStale(laid, use.clock.now())) return failing(use, work, 'window-closed', '');
  const begun = await use.records.withAccountOften(account, (sql) =>
    begin(use, sql, { known, laid, channel }),
  );
  if (begun === 'forbidden') return failing(use, work, 'opted-out', '');
  if (begun === 'lost') return { type: 'later', at: use.clock.now() };
  // Held up for so long, another may be at it by now: what is behind it would overtake it.
  if (use.clock.now() >= endsBy) return settled(use, work, { known, channel, outcome: heldUp });
  const { answers, author, topic, read, around } = laid;
  const outcome = await channel.send({
    ...{ answers, author, topic, read, around },
    ...{ address: known.address, reference: referenceOf(known) },
    parts: laid.parts.slice(known.life.parts.length),
    withinMs: Math.min(use.answerMs, endsBy - use.clock.now()),
  });
  await hearRefusal(use, account, known, outcome);
  return settled(use, work, { known, channel, outcome });
}

/** Null: the delivery is gone. */
function noteLost(
  { records, store, clock }: SendParts,
  { account, payload }: Work,
  { capabilities: { idempotent: isIdempotent } }: Sender,
): Promise<StoredDelivery | null> {
  return records.withAccountOften(account, async (sql) => {
    const locked = await store.lock(sql, payload.delivery);
    return locked === null
      ? null
      : tell(store, sql, locked, [{ type: 'lost', isIdempotent }], clock.now());
  });
}

/** A provider that refuses because its contact wants none is heard before anything else is sent. */
async function hearRefusal(
  { records, permission, clock }: SendParts,
  account: AccountId,
  { channel, address }: StoredDelivery,
  outcome: SendOutcome,
): Promise<void> {
  if (outcome.type !== 'refused' || outcome.reason !== 'opted-out') return;
  const heard = refusedBy({ channel, address, at: clock.now() }, outcome.purpose);
  const told = await records.withAccount(account, (sql) => permission.hear(sql, account, [heard]));
  told();
}

/**
 * Before the request leaves, so that whoever comes after knows of it. `lost`: another has begun since, as
 * whoever is held up for longer than a lease may find the next one here. `forbidden`: the contact opted
 * out meanwhile.
 */
async function begin(
  { store, permission, clock }: SendParts,
  sql: Sql,
  of: { readonly known: StoredDelivery; readonly laid: Laid; readonly channel: Opened },
): Promise<'begun' | 'lost' | 'forbidden'> {
  const { id, life } = of.known;
  const { parts, choices } = of.laid;
  const locked = await store.lock(sql, id);
  if (locked === null || locked.life.isUnderWay || !isToSend(locked.life)) return 'lost';
  if (locked.life.attempts !== life.attempts || locked.life.round !== life.round) return 'lost';
  if (!(await permission.mayLeave(sql, locked))) return 'forbidden';
  const ids = of.channel.together === true ? 1 : parts.length;
  await store.keepLaid(sql, id, { words: parts.map(wordsOfPart), choices });
  await tell(store, sql, locked, [{ type: 'begun', ids }], clock.now());
  return 'begun';
}
