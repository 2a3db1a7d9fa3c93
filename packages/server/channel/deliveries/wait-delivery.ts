// What a delivery waits for, noted with the end of its job, so that agents see why a message does
// not leave. A wait of some seconds is not noted: it would be over before anybody reads it.
import { isToSend, type DeliveryInput } from '@opportune/core/channel/delivery/delivery.ts';
import type { StoredDelivery } from '@opportune/core/ports/deliveries.ts';
import type { JobOutcome } from '@opportune/core/ports/jobs.ts';
import type { DeliveryWait } from '@opportune/protocol/channel/delivery.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import type { FoundChannel, SendParts, Work } from './seams.ts';
import { tell } from './tell.ts';

/** Until somebody connects the channel again, or it is looked at again. */
export function heldBack({ clock }: Pick<SendParts, 'clock'>) {
  return { type: 'later', at: clock.now() + deliveryLimits.heldMs, uncounted: true } as const;
}

/** Held back, with the reason: its channel is stopped. */
export function heldFor(
  use: SendParts,
  work: Work,
  known: StoredDelivery,
  { state }: Pick<FoundChannel, 'state'>,
): JobOutcome {
  const wait = { for: state === 'paused' ? 'paused' : 'reconnect', until: null } as const;
  const { after, ...held } = waiting(use, work, known, wait);
  return {
    ...{ ...heldBack(use), ...held },
    after() {
      after?.();
      void lookAgain(use, work, known);
    },
  };
}

/**
 * Whoever connects a channel hastens what waits for it, which this job does only once it is noted. If that
 * fails, it is looked at again in its time.
 */
async function lookAgain(
  { channels, hasten }: SendParts,
  { account }: Work,
  { channel }: StoredDelivery,
): Promise<void> {
  const found = await channels.of(account, channel).catch(() => null);
  if (found?.state === 'connected' && found.opened !== null) hasten(account);
}

/** Until its turn, as the rates of its channel have it. */
export function heldUntil(
  use: SendParts,
  work: Work,
  known: StoredDelivery,
  at: number,
): JobOutcome {
  return { type: 'later', at, ...waiting(use, work, known, { for: 'rate', until: at }) };
}

/** The input that notes a wait until the next attempt. None: there is no attempt, or it is near. */
export function waitInput(
  reason: DeliveryWait['for'],
  dueAt: number | null,
  now: number,
): readonly DeliveryInput[] {
  if (reason === 'paused' || reason === 'reconnect')
    return [{ type: 'held', for: reason, until: null }];
  const isShown = dueAt !== null && dueAt - now >= deliveryLimits.shownWaitMs;
  return isShown ? [{ type: 'held', for: reason, until: dueAt }] : [];
}

function waiting(
  use: SendParts,
  { account }: Work,
  known: StoredDelivery,
  wait: DeliveryWait,
): Pick<JobOutcome, 'along' | 'after'> {
  if (!isNews(known, wait, use.clock.now())) return {};
  let told: StoredDelivery | null = null;
  return {
    async along(sql) {
      const locked = await use.store.lock(sql, known.id);
      if (locked === null || locked.life.round !== known.life.round) return;
      told = await tell(use.store, sql, locked, [{ type: 'held', ...wait }], use.clock.now());
    },
    after: () => {
      if (told !== null) use.changed(account, told);
    },
  };
}

/** A short wait is news only if the delivery states another one. */
function isNews({ life }: StoredDelivery, wait: DeliveryWait, now: number): boolean {
  if (!isToSend(life)) return false;
  const { held } = life;
  if (held === null) return wait.until === null || wait.until - now >= deliveryLimits.shownWaitMs;
  return held.for !== wait.for || held.until !== wait.until;
}
