// What is kept of calls: a row for figures, and notes in the transcript. A write that fails is logged
// and ends no call, because people speak meanwhile.
import { isAgent } from '@opportune/core/call/call.ts';
import type { Leg } from '@opportune/core/call/call.ts';
import type { SystemNote } from '@opportune/protocol/conversation/conversation.ts';
import type { SpokenEnd } from '@opportune/protocol/conversation/spoken.ts';
import type { AccountId, ConversationId, UserId } from '@opportune/protocol/ids.ts';
import { KeyedQueue } from '../http/keyed-queue.ts';
import { changeCall, endLeftCalls, insertCall } from './call-rows.ts';
import { type Running, spokeSeconds } from './running.ts';
import type { CallParts } from './seams.ts';

type Use = Pick<CallParts, 'records' | 'desks' | 'log' | 'clock'>;

export class CallRecords {
  readonly #use: Use;
  readonly #queue = new KeyedQueue();

  constructor(use: Use) {
    this.#use = use;
  }

  /** `agent`: null if it waits for any. */
  began(running: Running, agent: { readonly user: UserId; readonly name: string } | null): void {
    const { account, conversation, call, proposedBy, isQueued } = running;
    const made = { id: call.id, conversation, proposedBy, isQueued, agent: agent?.user ?? null };
    this.#write(running, async () => {
      await this.#use.records.withAccount(account, (sql) =>
        insertCall(sql, account, { ...made, proposedAt: call.startedAt }),
      );
      const note = { type: 'call-proposed', by: proposedBy, agent: agent?.name ?? '' } as const;
      await this.#note(account, conversation, note);
    });
  }

  /** Who is in it, and since when both sides hear each other. */
  changed(running: Running): void {
    const { account, conversation, call, acceptedAt } = running;
    const { connectedAt } = call;
    const change = { agent: agentIn(running), acceptedAt, connectedAt, end: null };
    this.#write(running, async () => {
      await this.#use.records.withAccount(account, (sql) => changeCall(sql, call.id, change));
      if (connectedAt !== null) await this.#answered(account, conversation, connectedAt);
    });
  }

  /** Who hears an agent is answered, as by a message. */
  async #answered(account: AccountId, conversation: ConversationId, at: number): Promise<void> {
    const { writes } = await this.#use.desks.of(account);
    await writes.decide(conversation, ({ answeredAt }) =>
      answeredAt === null ? { messages: [], change: { answeredAt: at } } : null,
    );
  }

  /** A colleague speaks with the customer beside who leads, or no longer does. */
  joined(running: Running, type: 'joined' | 'left', agent: string): void {
    const { account, conversation } = running;
    this.#write(running, () => this.#note(account, conversation, { type, agent }));
  }

  ended(running: Running, reason: SpokenEnd): void {
    const { account, conversation, call, acceptedAt } = running;
    const at = this.#use.clock.now();
    const spokeS = spokeSeconds(call, at);
    const { connectedAt } = call;
    const heldS = connectedAt === null ? null : Math.round(running.held.ms / 1000);
    const change = { agent: null, acceptedAt, connectedAt, end: { at, reason, spokeS, heldS } };
    this.#write(running, async () => {
      await this.#use.records.withAccount(account, (sql) => changeCall(sql, call.id, change));
      await this.#note(account, conversation, { type: 'call-ended', reason, spokeS });
    });
  }

  /** Ends what a server left behind that began before. */
  async endLeft(account: AccountId, before: number): Promise<void> {
    const left = await this.#use.records.withAccount(account, (sql) => endLeftCalls(sql, before));
    const note = { type: 'call-ended', reason: 'restarted', spokeS: null } as const;
    for (const conversation of left) await this.#note(account, conversation, note);
  }

  /** Resolves once everything is stored or given up. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  /** One after another in a conversation, because a call may begin as the last one ends. */
  #write({ conversation }: Running, work: () => Promise<void>): void {
    this.#queue.run(conversation, work).catch((error: unknown) => {
      this.#use.log.error('a call was not noted', { reason: String(error) });
    });
  }

  async #note(account: AccountId, conversation: ConversationId, note: SystemNote): Promise<void> {
    const { writes } = await this.#use.desks.of(account);
    await writes.append(conversation, [writes.systemMessage(note)]);
  }
}

/** Who leads it, or did until now. */
function agentIn({ leader, call: { legs, owner } }: Running): UserId | null {
  if (leader !== null) return leader;
  const leg: Leg | undefined =
    (owner === null ? undefined : legs.get(owner)) ?? [...legs.values()].find(isAgent);
  return leg?.party.type === 'agent' ? leg.party.user : null;
}
