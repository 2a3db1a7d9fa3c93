// Deliveries, put together: the kind of job that sends them, what providers tell of them, and what agents
// see of them and have sent again.
import { maySendAgain } from '@opportune/core/channel/delivery/delivery.ts';
import { publish, subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { DeliveryStore } from '@opportune/core/ports/deliveries.ts';
import type { JobKind, JobStore } from '@opportune/core/ports/jobs.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { addressSuppressed, channelsChanged, jobsMade } from '@opportune/protocol/bus/changes.ts';
import { deliveryChanged } from '@opportune/protocol/bus/deliveries.ts';
import type { Delivery } from '@opportune/protocol/channel/delivery.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { AccountId, ConversationId, DeliveryId } from '@opportune/protocol/ids.ts';
import { found, refuse } from '../../http/problem/refusal.ts';
import { deliveryJob, keyPrefixOf, makeDeliveryJob } from './delivery-job.ts';
import type { ChannelsToSend, DeliveryChanged, LayOut, OnSent } from './seams.ts';
import { deliveryKind } from './send-delivery.ts';
import { SendRates } from './send-rates.ts';
import { shownInLine, shownOf, tell } from './tell.ts';

export interface Deliveries {
  readonly kind: JobKind;
  /** Tells whoever shows a delivery. */
  readonly changed: DeliveryChanged;
  /** Those of a conversation, in the order of its messages. */
  list(account: AccountId, conversation: ConversationId): Promise<readonly Delivery[]>;
  /**
   * Throws `request.not_found`, `request.conflict` unless it failed or is uncertain, and
   * `contact.opted_out`.
   */
  sendAgain(account: AccountId, conversation: ConversationId, id: DeliveryId): Promise<Delivery>;
  close(): void;
}

export interface DeliveriesParts extends World {
  readonly records: Records;
  readonly jobs: JobStore;
  readonly store: DeliveryStore;
  readonly permission: Pick<Permission, 'isSuppressed' | 'mayLeave' | 'hear'>;
  readonly channels: ChannelsToSend;
  readonly layOut: LayOut;
  /** How long a provider may take to answer. */
  readonly answerMs: number;
  readonly sent: OnSent;
}

export function createDeliveries(parts: DeliveriesParts): Deliveries {
  const { records, jobs, store, bus, clock, log } = parts;
  const changed: DeliveryChanged = (account, stored) =>
    publish(bus, deliveryChanged, {
      ...{ account, conversation: stored.conversation, delivery: shownOf(stored) },
    });
  /** What waits for a channel that was connected again. */
  const hasten = async (account: AccountId): Promise<void> => {
    const waiting = { kind: deliveryJob, keyPrefix: keyPrefixOf(null) };
    await records.withAccount(account, (sql) => jobs.hasten(sql, waiting, clock.now()));
    publish(bus, jobsMade, { account });
  };
  const logged = (hastened: Promise<void>) =>
    hastened.catch((error: unknown) =>
      log.warn('deliveries were not hastened', { reason: String(error) }),
    );
  const stops = [
    subscribe(bus, channelsChanged, ({ account }) => void logged(hasten(account))),
    // What waits for it is stopped now instead of when it would have left.
    subscribe(bus, addressSuppressed, ({ account, ...to }) => {
      void logged(hastenTo(parts, account, to));
    }),
  ];
  return {
    kind: deliveryKind({ ...parts, changed, rates: new SendRates() }),
    changed,
    list: (account, conversation) =>
      records.withAccount(account, async (sql) => {
        found(await sql.row('SELECT 1 FROM conversations WHERE id = $1', [conversation]));
        return shownInLine(await store.ofConversation(sql, conversation));
      }),
    async sendAgain(account, conversation, id) {
      const now = clock.now();
      const stored = await records.withAccount(account, async (sql) => {
        const known = found(await store.lock(sql, id));
        if (known.conversation !== conversation) throw refuse('request.not_found');
        if (!maySendAgain(known.life)) throw refuse('request.conflict');
        if (await parts.permission.isSuppressed(sql, known)) throw refuse('contact.opted_out');
        const again = await tell(store, sql, known, [{ type: 'sent-again' }], now);
        await makeDeliveryJob(jobs, sql, account, { ...again, round: again.life.round }, now);
        return again;
      });
      publish(bus, jobsMade, { account });
      changed(account, stored);
      return shownOf(stored);
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}

async function hastenTo(
  { records, store, jobs, clock, bus }: DeliveriesParts,
  account: AccountId,
  to: AddressAt,
): Promise<void> {
  await records.withAccount(account, async (sql) => {
    for (const conversation of await store.waitingTo(sql, to)) {
      const keyPrefix = `${keyPrefixOf(to.channel)}${conversation}`;
      await jobs.hasten(sql, { kind: deliveryJob, keyPrefix }, clock.now());
    }
  });
  publish(bus, jobsMade, { account });
}
