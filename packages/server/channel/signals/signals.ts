// Shows contacts on other channels that their agent types, or has read, if the channel can show it. Best
// effort: what exceeds a budget is dropped, and nothing waits for it, least of all a message.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Opened, Signalled } from '@opportune/core/ports/channel.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { type AgentSignalled, agentSignalled } from '@opportune/protocol/bus/signals.ts';
import { emailChannel, webChannel } from '@opportune/protocol/contact/contact.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { KeyedQueue } from '../../http/keyed-queue.ts';
import type { ChannelsToSend } from '../deliveries/seams.ts';

export interface SignalParts {
  readonly bus: Bus;
  readonly log: Log;
  readonly budgets: Budgets;
  readonly channels: Pick<ChannelsToSend, 'of'>;
  readonly records: Records;
  readonly permission: Pick<Permission, 'isSuppressed'>;
  readonly readUpTo: ReadUpTo;
}

/** The contact's newest message up to a number, by its id in the channel. Null: there is none. */
export type ReadUpTo = (
  account: AccountId,
  conversation: ConversationId,
  through: number,
) => Promise<string | null>;

/** Listens until the returned function is called. */
export function sendSignals(parts: SignalParts): () => void {
  const queue = new KeyedQueue();
  return subscribe(parts.bus, agentSignalled, (told) => {
    const { channel } = told.at;
    // Sockets carry those of the chat window, and e-mail shows none.
    if (channel === webChannel || channel === emailChannel) return;
    const leave = admitted(parts, told);
    if (leave === null) return;
    // In order, so that an end of typing does not come before it.
    queue
      .run(told.conversation, () => pass(parts, told))
      .catch((error: unknown) => parts.log.warn('a signal was lost', { reason: String(error) }))
      .finally(leave);
  });
}

/** Null: too much at once. */
function admitted(
  { budgets }: SignalParts,
  { account, conversation, at, signal }: AgentSignalled,
): (() => void) | null {
  const leave = budgets.enter([{ budget: 'signals.account', payer: account }]);
  if (leave === null) return null;
  const charge = {
    budget: 'signals.channel',
    payer: `${account} ${at.channel}`,
    amount: 1,
  } as const;
  const begins = signal.type === 'typing' && signal.on;
  const typing = { budget: 'typing.conversation', payer: `${account} ${conversation}` } as const;
  if (budgets.charge([charge, ...(begins ? [{ ...typing, amount: 1 }] : [])]) === 0) return leave;
  leave();
  return null;
}

async function pass(
  { channels, readUpTo, records, permission }: SignalParts,
  { account, conversation, at, signal }: AgentSignalled,
): Promise<void> {
  const { state, opened } = (await channels.of(account, at.channel)) ?? {};
  if (state !== 'connected' || !opened || !canShow(opened, signal.type)) return;
  if (await records.withAccount(account, (sql) => permission.isSuppressed(sql, at))) return;
  if (signal.type === 'typing') return opened.signal?.(at.address, signal);
  const externalId = await readUpTo(account, conversation, signal.through);
  if (externalId !== null) await opened.signal?.(at.address, { type: 'read', externalId });
}

function canShow({ capabilities, signal }: Opened, type: Signalled['type']): boolean {
  const { typing, readMarks } = capabilities;
  const direction = type === 'typing' ? typing : readMarks;
  return signal !== undefined && (direction === 'out' || direction === 'both');
}
