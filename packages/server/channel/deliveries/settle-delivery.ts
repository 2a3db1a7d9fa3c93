// Notes what came of a request with the end of its job: what the provider took, under its ids, and
// when the rest is tried again.
import type { DeliveryInput } from '@opportune/core/channel/delivery/delivery.ts';
import type { SendOutcome } from '@opportune/core/ports/channel.ts';
import type { StoredDelivery } from '@opportune/core/ports/deliveries.ts';
import type { JobOutcome } from '@opportune/core/ports/jobs.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { DeliveryReason, DeliveryWait } from '@opportune/protocol/channel/delivery.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { claimPart } from './delivery-parts.ts';
import type { Sender, SendParts, Work } from './seams.ts';
import { tell } from './tell.ts';
import { heldBack, waitInput } from './wait-delivery.ts';

export interface Sent {
  readonly known: StoredDelivery;
  readonly channel: Sender;
  readonly outcome: SendOutcome;
}

export async function settled(use: SendParts, work: Work, of: Sent): Promise<JobOutcome> {
  const { outcome } = of;
  const mayRepeat = outcome.type !== 'uncertain' || outcome.again !== false;
  const isIdempotent = of.channel.capabilities.idempotent && mayRepeat;
  const noting = notingOf(use, work, of);
  switch (outcome.type) {
    case 'sent':
      return { type: 'done', ...noting([]) };
    case 'refused': {
      const { reason, detail } = outcome;
      return { type: 'done', ...noting([{ type: 'refused', reason, detail }]) };
    }
    case 'uncertain': {
      const { detail } = outcome;
      const unknown = { type: 'unanswered', detail, isIdempotent } as const;
      return isIdempotent
        ? { type: 'again', reason: detail, ...noting([unknown], 'retry') }
        : { type: 'done', ...noting([unknown]) };
    }
    case 'unreachable': {
      const { detail } = outcome;
      const why = { reason: 'unreachable', detail } as const;
      return { type: 'again', reason: detail, ...noting([{ type: 'postponed', why }], 'retry') };
    }
    case 'rate':
      return limited(use, work, of, outcome.retryAfterMs ?? 0);
    case 'reconnect':
      return stopped(use, work, of, outcome.detail);
  }
}

function limited(use: SendParts, work: Work, of: Sent, retryAfterMs: number): JobOutcome {
  const { known, channel } = of;
  const afterMs = Math.min(retryAfterMs, deliveryLimits.longestHoldMs);
  const key = { channel: `${work.account}/${known.channel}`, revision: channel.revision };
  use.rates.hold(key, use.clock.now() + afterMs);
  const waiting = notingOf(use, work, of)([{ type: 'postponed', why: null }], 'rate');
  return { type: 'again', reason: 'Too much at once.', afterMs, ...waiting };
}

async function stopped(use: SendParts, work: Work, of: Sent, detail: string): Promise<JobOutcome> {
  const { known, channel } = of;
  const { revision } = channel;
  const isStopped = await use.channels.stop(work.account, known.channel, { revision, detail });
  const noting = notingOf(use, work, of);
  const postponed = { type: 'postponed', why: { reason: 'reconnect', detail } } as const;
  // Somebody has changed the channel since: it is looked at again as it is now.
  if (!isStopped) return { type: 'later', at: use.clock.now(), ...noting([postponed]) };
  return { ...heldBack(use), ...noting([postponed], 'reconnect') };
}

type Noting = Pick<JobOutcome, 'along' | 'after'>;

/** `wait`: what it waits for from now on, if its job is due again. */
function notingOf(use: SendParts, { account }: Work, { known, outcome }: Sent) {
  const isAll = outcome.type === 'sent';
  const took = { type: 'taken', externalIds: outcome.externalIds, isAll } as const;
  return (inputs: readonly DeliveryInput[], wait?: DeliveryWait['for']): Noting => {
    let stored: StoredDelivery | null = null;
    return {
      async along(sql, dueAt) {
        const held = wait === undefined ? [] : waitInput(wait, dueAt, use.clock.now());
        stored = await note(use, sql, known, { account, took, inputs: [...inputs, ...held] });
      },
      after: () => {
        if (stored !== null) use.changed(account, stored);
      },
    };
  };
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

export function failing(
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
