// Handles one item of the inbox in its job: events about our messages go to their deliveries,
// everything else to its conversation. An item that fails repeatedly becomes a dead letter, so that
// it delays nothing behind it. One for which the desk has no room waits.
import { together } from '@opportune/core/bounds/together.ts';
import { choiceOf } from '@opportune/core/channel/numbered.ts';
import type { Item } from '@opportune/core/ports/channel.ts';
import type { InboxItem, NotedOutcome } from '@opportune/core/ports/channel-inbox.ts';
import type { AskedIn, StoredDelivery } from '@opportune/core/ports/deliveries.ts';
import type { AlongTogether, JobKind, JobOutcome, JobWork } from '@opportune/core/ports/jobs.ts';
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

/** Items that are read in one transaction. */
const itemsReadTogether = 32;

/** An item, and what its contact was last asked by numbers. */
interface ReadItem {
  readonly known: InboxItem;
  readonly asked: AskedIn | null;
}

interface Handling extends HandleParts {
  /** Null: it is gone. */
  readonly read: (account: AccountId, item: string) => Promise<ReadItem | null>;
  /** Of items that end at the same time, in one statement. */
  readonly noteAll: AlongTogether<NotedOutcome>['write'];
}

export function itemKind(parts: HandleParts): JobKind<z.infer<typeof ItemJob>> {
  const { records, stores } = parts;
  const readAll = (account: AccountId, ids: readonly string[]) =>
    readItems(stores, records, account, ids);
  const use: Handling = {
    ...parts,
    read: together<string, ReadItem | null>({
      ...{ most: itemsReadTogether, all: readAll },
      alone: async (account, id) => (await readAll(account, [id]))[0] ?? null,
    }),
    noteAll: (sql, all) => stores.inbox.noteOutcomes(sql, all),
  };
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

async function readItems(
  { inbox, deliveries }: ChannelStores,
  records: Records,
  account: AccountId,
  ids: readonly string[],
): Promise<readonly (ReadItem | null)[]> {
  const items = await records.withAccountAtOnce(account, (sql) => inbox.read(sql, ids));
  const messages = items.filter(({ item }) => item.type === 'message');
  const addresses = messages.map(({ channel, item }) => ({ channel, address: item.address }));
  const asked =
    messages.length === 0
      ? []
      : await records.withAccountAtOnce(account, (sql) => deliveries.asked(sql, addresses));
  const askedOf = new Map(messages.map(({ id }, at) => [id, asked[at] ?? null]));
  const itemOf = new Map(items.map((known) => [known.id, known]));
  return ids.map((id) => {
    const known = itemOf.get(id);
    return known === undefined ? null : { known, asked: askedOf.get(id) ?? null };
  });
}

/** A last attempt for an item that its line, or a stopped server, held up: it was acknowledged. */
async function overdue(use: Handling, work: Work): Promise<JobOutcome | null> {
  if (work.attempt > 1) return null;
  const outcome = await attempted(use, work);
  return outcome.type === 'later' ? null : outcome;
}

async function attempted(use: Handling, work: Work): Promise<JobOutcome> {
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
  outcome: NotedOutcome['outcome'],
) {
  await stores.inbox.noteOutcomes(sql, [{ id: payload.item, outcome, at: clock.now() }]);
}

/** What became of it in the transaction in which deliveries were told. */
type Told = 'over' | 'wait' | Handled;

async function handle(use: Handling, work: Work): Promise<JobOutcome> {
  const read = await use.read(work.account, work.payload.item);
  if (read === null || isOver(read.known)) return { type: 'done' };
  const { known, asked } = read;
  const { item } = known;
  if (item.type !== 'message') return handleOther(use, work);
  const choice = asked === null ? null : choiceOf(item.content.text, asked, use.clock.now());
  const chosen = asked === null || choice === null ? null : { ...choice, message: asked.message };
  const isAutomatic = item.automatic;
  return converseAbout(use, work, { ...saidBy(work, known), chosen, isAutomatic, about: null });
}

/** What another worker may tell of at the same time is handled under its lock. */
async function handleOther(use: Handling, work: Work): Promise<JobOutcome> {
  const { account, payload } = work;
  const changed: StoredDelivery[] = [];
  const told = await use.records.withAccountOften(account, async (sql): Promise<Told> => {
    const known = await use.stores.inbox.lock(sql, payload.item);
    if (known === null || isOver(known)) return 'over';
    if (!isTold(known.item)) return handledOf(use, sql, work, known);
    const now = use.clock.now();
    const by = { store: use.stores.deliveries, sql };
    const came = { item: known.item, receivedAt: known.receivedAt };
    const to = await toldOf(by, { account, channel: known.channel }, came, now);
    if (to === 'wait') return 'wait';
    if (to === 'foreign') return handledOf(use, sql, work, known);
    changed.push(...to);
    await use.stores.inbox.noteOutcomes(sql, [{ id: known.id, outcome: 'handled', at: now }]);
    return 'over';
  });
  for (const each of changed) use.changed(account, each);
  if (told === 'over') return { type: 'done' };
  if (told === 'wait') return { type: 'later', at: use.clock.now() + echoMs };
  return converseAbout(use, work, told);
}

function isOver({ outcome }: InboxItem): boolean {
  return outcome === 'handled' || outcome === 'kept';
}

async function converseAbout(use: Handling, work: Work, told: Handled): Promise<JobOutcome> {
  const outcome = await take(use, work.account, told);
  if (outcome === 'later') return { type: 'later', at: use.clock.now() + roomMs };
  if (told.item.type === 'deletion' && outcome === 'handled')
    return {
      type: 'done',
      async along(sql) {
        await noted(use, sql, work, outcome);
        await eraseDeleted(use, sql, told);
      },
    };
  const note: NotedOutcome = { id: work.payload.item, outcome, at: use.clock.now() };
  return { type: 'done', alongTogether: { of: note, write: use.noteAll } };
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

function saidBy(
  { attempt, endsBy }: Work,
  { id, channel, item, receivedAt }: InboxItem,
): Omit<Handled, 'chosen' | 'about' | 'isAutomatic'> {
  return { id, channel, item, receivedAt, attempt, endsBy };
}

async function handledOf(
  use: HandleParts,
  sql: Sql,
  work: Work,
  known: InboxItem,
): Promise<Handled> {
  const about = await aboutOf(use, sql, work.account, known);
  const isAutomatic = await isByMachine(use, sql, known);
  return { ...saidBy(work, known), chosen: null, about, isAutomatic };
}

/** Nobody reads and answers so soon. Both are by the provider's clock. */
async function isByMachine(
  { stores }: HandleParts,
  sql: Sql,
  { channel, item }: InboxItem,
): Promise<boolean> {
  if (item.type !== 'echo') return false;
  const asked = await stores.inbox.newestMessage(sql, { channel, address: item.address });
  const afterMs = asked === null ? Infinity : item.at - asked.at;
  return afterMs >= 0 && afterMs < machineMs;
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
