// Sends one delivery, as its job is done: notes that a request leaves, has the channel send it, and notes
// what came of it with the end of the job. A request whose sender died in between is uncertain, or leaves
// again under the same reference where the channel takes one. A channel that is stopped loses nothing:
// what waits for it goes on when it is connected again.
import type { DeliveryInput } from '@opportune/core/channel/delivery/delivery.ts';
import { isToSend } from '@opportune/core/channel/delivery/delivery.ts';
import type { Opened, SendOutcome } from '@opportune/core/ports/channel.ts';
import type { DeliveryStore, StoredDelivery } from '@opportune/core/ports/deliveries.ts';
import type { JobKind, JobOutcome, JobWork } from '@opportune/core/ports/jobs.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { DeliveryReason } from '@opportune/protocol/channel/delivery.ts';
import type { Laid } from '@opportune/protocol/channel/parts.ts';
import { deliveryLimits } from '@opportune/protocol/limits.ts';
import type { z } from 'zod';
import { DeliveryJob, deliveryJob } from './delivery-job.ts';
import { claimPart } from './delivery-parts.ts';
import { referenceOf, wordsOf } from './receipts.ts';
import type { ChannelsToSend, DeliveryChanged, LayOut, OnSent } from './seams.ts';
import type { SendRates } from './send-rates.ts';
import { tell } from './tell.ts';

export interface SendParts {
  readonly records: Records;
  readonly store: DeliveryStore;
  readonly clock: Clock;
  readonly channels: ChannelsToSend;
  readonly layOut: LayOut;
  readonly rates: SendRates;
  /** How long a provider may take to answer. */
  readonly answerMs: number;
  readonly changed: DeliveryChanged;
  readonly sent: OnSent;
}

type Work = JobWork<z.infer<typeof DeliveryJob>>;
/** A channel as it was when sending over it began. */
type Sender = Opened & { readonly revision: number };

export function deliveryKind(use: SendParts): JobKind<z.infer<typeof DeliveryJob>> {
  return {
    name: deliveryJob,
    payload: DeliveryJob,
    handle: (work) => handle(use, work),
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
  const known = await use.records.withAccount(account, (sql) =>
    use.store.find(sql, payload.delivery),
  );
  if (known === null || known.life.round !== payload.round) return done;
  const channel = await use.channels.of(account, known.channel);
  if (channel === null) return failing(use, work, 'reconnect', 'The channel was removed.');
  const { opened } = channel;
  if (channel.state !== 'connected' || opened === null) return held(use);
  const turnAt = use.rates.turn(
    {
      ...{ delivery: `${account}/${known.id}`, channel: `${account}/${known.channel}` },
      ...{ revision: channel.revision, address: known.address, rates: opened.rates },
    },
    use.clock.now(),
  );
  if (turnAt > use.clock.now()) return { type: 'later', at: turnAt };
  return send(use, work, { ...opened, revision: channel.revision });
}

/** Until somebody connects the channel again, or it is looked at again. */
function held({ clock }: SendParts): JobOutcome {
  return { type: 'later', at: clock.now() + deliveryLimits.heldMs, uncounted: true };
}

async function send(use: SendParts, work: Work, channel: Sender): Promise<JobOutcome> {
  const { account, payload, endsBy } = work;
  const isIdempotent = channel.capabilities.idempotent;
  // What a sender before left without an answer comes first: it may have arrived.
  const known = await use.records.withAccount(account, async (sql) => {
    const locked = await use.store.lock(sql, payload.delivery);
    return locked === null
      ? null
      : tell(use.store, sql, locked, [{ type: 'lost', isIdempotent }], use.clock.now());
  });
  if (known === null) return done;
  if (!isToSend(known.life)) return { type: 'done', after: () => use.changed(account, known) };
  const laid = await use.layOut(account, known, channel);
  if (laid === null) return failing(use, work, 'not-taken', 'The message is gone.');
  const isOurs = await use.records.withAccount(account, (sql) =>
    begin(use, sql, { known, laid, channel }),
  );
  if (!isOurs) return { type: 'later', at: use.clock.now() };
  // Held up for so long, another may be at it by now: what is behind it would overtake it.
  if (use.clock.now() >= endsBy) return settled(use, work, { known, channel, outcome: heldUp });
  const { answers, author, topic, read, around } = laid;
  const outcome = await channel.send({
    ...{ answers, author, topic, read, around },
    ...{ address: known.address, reference: referenceOf(known) },
    parts: laid.parts.slice(known.life.parts.length),
    withinMs: Math.min(use.answerMs, endsBy - use.clock.now()),
  });
  return settled(use, work, { known, channel, outcome });
}

/**
 * Before the request leaves, so that whoever comes after knows of it. False where another has begun since:
 * whoever is held up for longer than a lease may find the next one here.
 */
async function begin(
  { store, clock }: SendParts,
  sql: Sql,
  of: { readonly known: StoredDelivery; readonly laid: Laid; readonly channel: Opened },
): Promise<boolean> {
  const { id, life } = of.known;
  const { parts, choices } = of.laid;
  const locked = await store.lock(sql, id);
  if (locked === null || locked.life.isUnderWay || !isToSend(locked.life)) return false;
  if (locked.life.attempts !== life.attempts || locked.life.round !== life.round) return false;
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const ids = of.channel.together === true ? 1 : parts.length;
  await store.keepLaid(sql, id, { words: texts.map(wordsOf), choices });
  await tell(store, sql, locked, [{ type: 'begun', ids }], clock.now());
  return true;
}

async function settled(
  use: SendParts,
  { account }: Work,
  of: {
    readonly known: StoredDelivery;
    readonly channel: Sender;
    readonly outcome: SendOutcome;
  },
): Promise<JobOutcome> {
  const { known, outcome } = of;
  const { revision, capabilities } = of.channel;
  const isIdempotent = capabilities.idempotent;
  const isAll = outcome.type === 'sent';
  const took: DeliveryInput = { type: 'taken', externalIds: outcome.externalIds, isAll };
  let stored: StoredDelivery | null = null;
  const noting = (...inputs: readonly DeliveryInput[]) => ({
    along: async (sql: Sql) => {
      stored = await note(use, sql, known, { account, took, inputs });
    },
    after: () => {
      if (stored !== null) use.changed(account, stored);
    },
  });
  switch (outcome.type) {
    case 'sent':
      return { type: 'done', ...noting() };
    case 'refused': {
      const { reason, detail } = outcome;
      return { type: 'done', ...noting({ type: 'refused', reason, detail }) };
    }
    case 'uncertain': {
      const { detail } = outcome;
      const unknown = noting({ type: 'unanswered', detail, isIdempotent });
      return isIdempotent
        ? { type: 'again', reason: detail, ...unknown }
        : { type: 'done', ...unknown };
    }
    case 'unreachable': {
      const why = { reason: 'unreachable', detail: outcome.detail } as const;
      return { type: 'again', reason: outcome.detail, ...noting({ type: 'postponed', why }) };
    }
    case 'rate': {
      const afterMs = Math.min(outcome.retryAfterMs ?? 0, deliveryLimits.longestHoldMs);
      use.rates.hold(
        { channel: `${account}/${known.channel}`, revision },
        use.clock.now() + afterMs,
      );
      const waiting = noting({ type: 'postponed', why: null });
      return { type: 'again', reason: 'Too much at once.', afterMs, ...waiting };
    }
    case 'reconnect': {
      const { detail } = outcome;
      const isStopped = await use.channels.stop(account, known.channel, { revision, detail });
      const waiting = noting({ type: 'postponed', why: { reason: 'reconnect', detail } });
      // Somebody has changed the channel since: it is looked at again as it is now.
      if (!isStopped) return { type: 'later', at: use.clock.now(), ...waiting };
      return { ...held(use), ...waiting };
    }
  }
}

/** What the provider took of it is kept under its ids, with what was told of them before. */
async function note(
  { store, clock, sent }: SendParts,
  sql: Sql,
  { id, channel }: StoredDelivery,
  of: {
    readonly account: Work['account'];
    readonly took: Extract<DeliveryInput, { type: 'taken' }>;
    readonly inputs: readonly DeliveryInput[];
  },
): Promise<StoredDelivery | null> {
  const locked = await store.lock(sql, id);
  if (locked === null) return null;
  const now = clock.now();
  const early: DeliveryInput[] = [];
  for (const externalId of of.took.externalIds)
    early.push(
      ...(await claimPart(store, sql, { account: of.account, channel, externalId }, id, now)),
    );
  const told = await tell(store, sql, locked, [of.took, ...of.inputs, ...early], now);
  if (of.took.isAll) await sent(sql, of.account, told, now);
  return told;
}

function failing(
  use: SendParts,
  { account, payload }: Work,
  reason: DeliveryReason,
  detail: string,
): JobOutcome {
  let told: StoredDelivery | null = null;
  return {
    type: 'done',
    async along(sql) {
      const locked = await use.store.lock(sql, payload.delivery);
      if (locked === null) return;
      const why = { type: 'refused', reason, detail } as const;
      told = await tell(use.store, sql, locked, [why], use.clock.now());
    },
    after: () => {
      if (told !== null) use.changed(account, told);
    },
  };
}
