// Handles one item of the inbox in its job: events about our messages go to their deliveries,
// everything else to its conversation. An item that fails repeatedly becomes a dead letter, so that
// it delays nothing behind it. One for which the desk has no room waits.
import { choiceOf } from '@opportune/core/channel/numbered.ts';
import type { Item } from '@opportune/core/ports/channel.ts';
import type { InboxItem, InboxOutcome } from '@opportune/core/ports/channel-inbox.ts';
import type { StoredDelivery } from '@opportune/core/ports/deliveries.ts';
import type { JobKind, JobOutcome, JobWork } from '@opportune/core/ports/jobs.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import { deliveryOfPart } from '../deliveries/delivery-parts.ts';
import { type ToldItem, toldOf } from '../deliveries/receipts.ts';
import type { DeliveryChanged } from '../deliveries/seams.ts';
import type { About, ChannelStores, Converse, Conversed, Handled } from './seams.ts';

export const itemJob = 'channel.item';
export const ItemJob = z.object({ item: z.string() });

/** Attempts after which it is put aside: some minutes. */
const mostAttempts = 8;
/** How soon it is asked again whether an echo is our own. */
const echoMs = 2000;
/** How soon the desk is asked again whether it has room. */
const roomMs = 10_000;

/** An answer from the provider's app that comes sooner after a message was written by a machine. */
const machineMs = 5_000;

export interface HandleParts {
  readonly records: Records;
  readonly stores: ChannelStores;
  readonly clock: Clock;
  readonly converse: Converse;
  readonly changed: DeliveryChanged;
}

type Work = JobWork<z.infer<typeof ItemJob>>;

export function itemKind(use: HandleParts): JobKind<z.infer<typeof ItemJob>> {
  return {
    name: itemJob,
    payload: ItemJob,
    handle: (work) => attempted(use, work),
    overdue: (work) => overdue(use, work),
    async bury(sql, work) {
      await noted(use, sql, work, 'failed');
      return undefined;
    },
  };
}

/** A last attempt for an item that its line, or a stopped server, held up: it was acknowledged. */
async function overdue(use: HandleParts, work: Work): Promise<JobOutcome | null> {
  if (work.attempt > 1) return null;
  const outcome = await attempted(use, work);
  return outcome.type === 'later' ? null : outcome;
}

async function attempted(use: HandleParts, work: Work): Promise<JobOutcome> {
  try {
    return await handle(use, work);
  } catch (error) {
    const reason = String(error);
    if (work.attempt < mostAttempts) return { type: 'again', reason };
    return { type: 'dead', reason, along: (sql) => noted(use, sql, work, 'failed') };
  }
}

async function noted(
  { stores, clock }: HandleParts,
  sql: Sql,
  { payload }: Work,
  outcome: InboxOutcome,
) {
  await stores.inbox.noteOutcome(sql, payload.item, outcome, clock.now());
}

/** What became of it in the transaction in which deliveries were told. */
type Told = 'over' | 'wait' | Handled;

async function handle(use: HandleParts, work: Work): Promise<JobOutcome> {
  const { account, payload } = work;
  const changed: StoredDelivery[] = [];
  const told = await use.records.withAccount(account, async (sql): Promise<Told> => {
    const known = await use.stores.inbox.lock(sql, payload.item);
    if (known === null || known.outcome === 'handled' || known.outcome === 'kept') return 'over';
    if (!isTold(known.item)) return handledOf(use, sql, work, known);
    const now = use.clock.now();
    const by = { store: use.stores.deliveries, sql };
    const came = { item: known.item, receivedAt: known.receivedAt };
    const to = await toldOf(by, { account, channel: known.channel }, came, now);
    if (to === 'wait') return 'wait';
    if (to === 'foreign') return handledOf(use, sql, work, known);
    changed.push(...to);
    await use.stores.inbox.noteOutcome(sql, known.id, 'handled', now);
    return 'over';
  });
  for (const each of changed) use.changed(account, each);
  if (told === 'over') return { type: 'done' };
  if (told === 'wait') return { type: 'later', at: use.clock.now() + echoMs };
  const outcome = await take(use, account, told);
  if (outcome === 'later') return { type: 'later', at: use.clock.now() + roomMs };
  return {
    type: 'done',
    async along(sql) {
      await noted(use, sql, work, outcome);
      if (outcome === 'handled') await eraseDeleted(use, sql, told);
    },
  };
}

/** What a contact deleted is gone here, too, once it is gone from its conversation. */
async function eraseDeleted(
  { stores }: HandleParts,
  sql: Sql,
  { channel, item }: Handled,
): Promise<void> {
  if (item.type !== 'deletion') return;
  await stores.inbox.erase(sql, { channel, address: item.address }, item.externalId);
}

async function take(use: HandleParts, account: AccountId, told: Handled): Promise<Conversed> {
  return told.item.type === 'unknown' ? 'kept' : use.converse(account, told);
}

function isTold(item: Item): item is ToldItem {
  return ['receipt', 'watermark', 'echo', 'renamed'].includes(item.type);
}

async function handledOf(
  use: HandleParts,
  sql: Sql,
  { account, attempt, endsBy }: Work,
  known: InboxItem,
): Promise<Handled> {
  const { id, channel, item, receivedAt } = known;
  const chosen = await chosenIn(use, sql, known);
  const about = await aboutOf(use, sql, account, known);
  const isAutomatic = await isByMachine(use, sql, known);
  return { id, channel, item, receivedAt, attempt, endsBy, chosen, about, isAutomatic };
}

/** Nobody reads and answers so soon. Both are by the provider's clock. */
async function isByMachine(
  { stores }: HandleParts,
  sql: Sql,
  { channel, item }: InboxItem,
): Promise<boolean> {
  if (item.type === 'message') return item.automatic;
  if (item.type !== 'echo') return false;
  const asked = await stores.inbox.newestMessage(sql, { channel, address: item.address });
  const afterMs = asked === null ? Infinity : item.at - asked.at;
  return afterMs >= 0 && afterMs < machineMs;
}

async function chosenIn(
  { stores, clock }: HandleParts,
  sql: Sql,
  { channel, item }: InboxItem,
): Promise<Handled['chosen']> {
  if (item.type !== 'message') return null;
  const asked = await stores.deliveries.asked(sql, { channel, address: item.address });
  if (asked === null) return null;
  const choice = choiceOf(item.content.text, asked, clock.now());
  return choice === null ? null : { ...choice, message: asked.message };
}

async function aboutOf(
  { stores }: HandleParts,
  sql: Sql,
  account: AccountId,
  { channel, item }: InboxItem,
): Promise<About | null> {
  if (item.type !== 'edit' && item.type !== 'deletion' && item.type !== 'reaction') return null;
  const { address, externalId } = item;
  const kinds = item.type === 'reaction' ? (['message', 'echo'] as const) : (['message'] as const);
  const came = await stores.inbox.itemOf(sql, { channel, address }, externalId, kinds);
  if (came !== null) return { item: came };
  if (item.type !== 'reaction') return null;
  const part = { account, channel, externalId };
  const id = await deliveryOfPart(stores.deliveries, sql, part);
  const delivery = id === null ? null : await stores.deliveries.find(sql, id);
  if (delivery === null || delivery.address !== address) return null;
  return { conversation: delivery.conversation, message: delivery.message };
}
