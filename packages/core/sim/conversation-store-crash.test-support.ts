// Conversations in memory, with crashes. A write is visible and answered only when it is synced. A
// crash loses what was not, without an answer. For simulations and the contract suite only.
import { type AddressAt, addressKey } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { lastShown } from '../conversation/conversation-preview.ts';
import { unansweredAfter } from '../conversation/awaited-reply.ts';
import type {
  AgentChoice,
  Appended,
  ConversationListing,
  ConversationStore,
  NewConversation,
  NewMessage,
  ConversationChange,
  Written,
} from '../ports/conversation-store.ts';
import {
  agentsOnly,
  erasedBody,
  type Message,
} from '@opportune/protocol/conversation/conversation.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { contactId } from '../world/ids.ts';

interface Stored {
  record: Conversation;
  readonly messages: Message[];
}

interface Table {
  readonly conversations: Map<string, Stored>;
  readonly requests: Map<string, ConversationId>;
  readonly blocked: Set<string>;
  readonly choices: Map<string, AgentChoice>;
}

/** Calls back when the disk has synced, or never if the process died before. */
export type Sync = (done: () => void) => void;

export interface CrashStore {
  /** The store as one process sees it. Its pending calls die with `crash`. */
  open(): ConversationStore;
  /**
   * The process dies: none of its pending calls is ever answered. Each write happened or did not.
   */
  crash(): void;
  /** How many of an account's conversations are waiting, active or in wrap-up on disk. */
  unfinished(account: AccountId): number;
}

export interface CrashOptions {
  readonly sync: Sync;
  /** Decides for each pending write at a crash whether it reached the disk. */
  readonly keeps: () => boolean;
  /**
   * Fails a call that may be repeated: before it did anything, or afterwards without reporting that
   * it did.
   */
  readonly trouble?: () => 'none' | 'not-done' | 'done-unheard';
}

/** An empty disk. */
export function createCrashStore({
  sync,
  keeps,
  trouble = () => 'none',
}: CrashOptions): CrashStore {
  const accounts = new Map<string, Table>();
  const underway = new Set<() => unknown>();

  const table = (account: string): Table => {
    const known = accounts.get(account);
    if (known !== undefined) return known;
    const fresh: Table = {
      conversations: new Map(),
      requests: new Map(),
      blocked: new Set(),
      choices: new Map(),
    };
    accounts.set(account, fresh);
    return fresh;
  };

  /** Runs atomically when the disk answers. A transaction that throws leaves nothing behind. */
  function commit<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      underway.add(work);
      sync(() => {
        if (!underway.delete(work)) return;
        const fault = trouble();
        try {
          if (fault === 'not-done') throw away();
          const result = work();
          if (fault === 'done-unheard') throw away();
          resolve(result);
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  return {
    open: () => storeOn(table, commit),
    crash() {
      const cut = [...underway];
      underway.clear();
      // Durable, but without an answer: the promise belongs to a dead process.
      for (const work of cut) if (keeps()) work();
    },
    unfinished: (account) =>
      [...table(account).conversations.values()].filter(({ record }) => isUnfinished(record))
        .length,
  };
}

/** The error that adapters report for an engine that is being restarted. */
function away(): Error {
  return Object.assign(new Error('the store is away'), { code: 'engine.unavailable' });
}

/** The data that the store of a process works on. */
interface Disk {
  readonly table: (account: string) => Table;
  readonly stored: (account: string, id: ConversationId) => Stored | undefined;
  readonly commit: <T>(work: () => T) => Promise<T>;
}

function storeOn(table: Disk['table'], commit: Disk['commit']): ConversationStore {
  const disk: Disk = {
    table,
    stored: (account, id) => table(account).conversations.get(id),
    commit,
  };
  return { ...conversationsOn(disk), ...readingOn(disk), ...peopleOn(disk) };
}

function conversationsOn({
  table,
  stored,
  commit,
}: Disk): Pick<ConversationStore, 'open' | 'append' | 'erase' | 'mark'> {
  return {
    open: (account, request, made, messages, change = {}) =>
      commit(() => {
        const on = table(account);
        const key = requestKey(made, request);
        const earlier = on.requests.get(key);
        if (earlier === undefined) {
          on.conversations.set(made.id, {
            record: recordFor(account, made),
            messages: [],
          });
          on.requests.set(key, made.id);
        }
        const found = on.conversations.get(earlier ?? made.id);
        if (found === undefined)
          throw new Error('a conversation vanished while it was being opened');
        const isAnother = earlier !== undefined && earlier !== made.id;
        return isAnother ? write(found, [], {}) : write(found, messages, change);
      }),
    append: (account, id, messages, change, request) =>
      commit(() => {
        const found = stored(account, id);
        if (found === undefined) return null;
        if (request !== undefined)
          table(account).requests.set(requestKey(found.record, request), id);
        return write(found, messages, change);
      }),
    erase: (account, id, messages) =>
      commit(() => {
        const found = stored(account, id);
        if (found !== undefined) eraseIn(found, new Set<string>(messages));
      }),
    mark: (account, id, marks) =>
      commit(() => {
        const found = stored(account, id);
        if (found === undefined) return null;
        const { record } = found;
        const raise = (was: number, to = 0) => Math.min(record.lastSequence, Math.max(was, to));
        found.record = {
          ...record,
          visitorDelivered: raise(record.visitorDelivered, marks.visitorDelivered),
          visitorRead: raise(record.visitorRead, marks.visitorRead),
          agentDelivered: raise(record.agentDelivered, marks.agentDelivered),
          agentRead: raise(record.agentRead, marks.agentRead),
        };
        return found.record;
      }),
  };
}

function eraseIn(found: Stored, ids: ReadonlySet<string>): void {
  const erased = ({ id, author, body }: Message): boolean =>
    ids.has(id) && author.type === 'visitor' && body.type === 'text';
  const isEdit = ({ body }: Message): boolean =>
    body.type === 'aside' && body.aside.type === 'edited' && ids.has(body.aside.message);
  for (const [at, message] of found.messages.entries()) {
    if (erased(message)) found.messages[at] = { ...message, body: erasedBody };
    else if (
      isEdit(message) &&
      message.body.type === 'aside' &&
      message.body.aside.type === 'edited'
    )
      found.messages[at] = {
        ...message,
        body: { ...message.body, aside: { ...message.body.aside, text: '' } },
      };
  }
  const shown = lastShown(found.messages);
  if (shown !== null) found.record = { ...found.record, lastText: shown.text };
}

type Reading =
  | 'load'
  | 'byRequest'
  | 'find'
  | 'after'
  | 'awayAt'
  | 'unfinished'
  | 'list'
  | 'openCases';

function readingOn({ table, stored, commit }: Disk): Pick<ConversationStore, Reading> {
  return {
    load: (account, id) => commit(() => stored(account, id)?.record ?? null),
    byRequest: (account, at, request) =>
      commit(() => table(account).requests.get(requestKey(at, request)) ?? null),
    find: (account, id, message) =>
      commit(() => stored(account, id)?.messages.find((each) => each.id === message) ?? null),
    after: (account, id, { after, limit, notes }) =>
      commit(() => {
        const all = stored(account, id)?.messages ?? [];
        return all
          .filter(
            ({ sequence, body }) => sequence > after && (notes || !agentsOnly.includes(body.type)),
          )
          .slice(0, limit);
      }),
    awayAt: (account, id) =>
      commit(() => {
        const all = stored(account, id)?.messages ?? [];
        const last = all.findLast(({ body }) => body.type === 'text' && body.automatic === 'away');
        return last?.at ?? null;
      }),
    unfinished: (account) =>
      commit(() =>
        [...table(account).conversations.values()]
          .map(({ record }) => record)
          .filter(isUnfinished)
          .sort((a, b) => a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : 1)),
      ),
    list: (account, listing) =>
      commit(() =>
        listed(
          [...table(account).conversations.values()].map(({ record }) => record),
          listing,
        ),
      ),
    openCases: (account) =>
      commit(
        () =>
          [...table(account).conversations.values()].filter(
            ({ record }) => record.status === 'message' && record.caseState === 'open',
          ).length,
      ),
  };
}

type OfPeople = 'block' | 'isBlocked' | 'remember' | 'choices';

function peopleOn({ table, commit }: Disk): Pick<ConversationStore, OfPeople> {
  return {
    block: (account, at) => commit(() => void table(account).blocked.add(addressKey(at))),
    isBlocked: (account, at) => commit(() => table(account).blocked.has(addressKey(at))),
    remember: (account, choice) =>
      commit(() => void table(account).choices.set(choice.user, choice)),
    choices: (account) => commit(() => [...table(account).choices.values()]),
  };
}

function requestKey(of: AddressAt, request: string): string {
  return `${addressKey(of)} ${request}`;
}

function isUnfinished({ status }: Conversation): boolean {
  return status !== 'ended' && status !== 'message';
}

function recordFor(account: AccountId, made: NewConversation): Conversation {
  return {
    ...made,
    contact: contactId(account, made),
    weight: 1,
    standing: 0,
    callsBack: false,
    agent: null,
    joined: [],
    caseState: made.status === 'message' ? 'open' : null,
    queuedAt: made.startedAt,
    waitingSince: made.status === 'waiting' ? made.startedAt : null,
    answeredAt: null,
    unansweredSince: null,
    endedAt: null,
    lastSequence: 0,
    lastText: '',
    lastAt: made.startedAt,
    visitorDelivered: 0,
    visitorRead: 0,
    agentDelivered: 0,
    agentRead: 0,
  };
}

function write(
  found: Stored,
  messages: readonly NewMessage[],
  change: ConversationChange,
): Written {
  const appended: Appended[] = messages.map((message) => {
    const earlier = found.messages.find(({ id }) => id === message.id);
    if (earlier !== undefined) return { message: earlier, repeat: true };
    const numbered = {
      ...message,
      conversation: found.record.id,
      sequence: found.messages.length + 1,
    };
    found.messages.push(numbered);
    return { message: numbered, repeat: false };
  });
  const fresh = appended.filter(({ repeat }) => !repeat).map(({ message }) => message);
  const shown = lastShown(fresh);
  const isOver = change.status === 'ended' || change.status === 'wrap-up';
  found.record = {
    ...found.record,
    ...change,
    lastSequence: found.messages.length,
    unansweredSince: isOver ? null : unansweredAfter(found.record.unansweredSince, fresh),
    ...(shown === null ? {} : { lastText: shown.text, lastAt: shown.at }),
  };
  return { record: found.record, messages: appended };
}

function listed(
  records: readonly Conversation[],
  { status, channel, address, contact, caseState, before, limit }: ConversationListing,
): Conversation[] {
  const comesAfter = (record: Conversation) =>
    before === null ||
    record.startedAt < before.at ||
    (record.startedAt === before.at && record.id < before.id);
  return records
    .filter(
      (record) =>
        (status === undefined || record.status === status) &&
        (channel === undefined || record.channel === channel) &&
        (address === undefined || record.address === address) &&
        (contact === undefined || record.contact === contact) &&
        (caseState === undefined || record.caseState === caseState),
    )
    .filter(comesAfter)
    .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1))
    .slice(0, limit);
}
