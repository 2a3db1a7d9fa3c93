// What one console reads: the conversations open on its screen, from the last number that it has,
// and how far its agent has read. Viewing a colleague's conversation moves no mark.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConsoleFrame, ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { AccountId, ConversationId, UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import { resumePage } from '../desk/audience/resume-page.ts';
import type { AgentParts } from './seams.ts';

type Of<Type extends ConsoleFrame['type']> = Extract<ConsoleFrame, { type: Type }>;

interface Reader {
  readonly account: AccountId;
  readonly user: UserId;
  readonly send: (frame: ConsoleServerFrame) => void;
}

export class AgentReading {
  /** The conversations open on this screen. */
  readonly watching = new Set<ConversationId>();
  readonly #store: AgentParts['store'];
  readonly #desk: AccountDesk;
  readonly #reader: Reader;

  constructor({ store }: Pick<AgentParts, 'store'>, desk: AccountDesk, reader: Reader) {
    this.#store = store;
    this.#desk = desk;
    this.#reader = reader;
  }

  /**
   * Runs in the conversation's write queue, so that what is published meanwhile comes after the
   * page.
   */
  resume({ conversation, after }: Of<'conversation.resume'>): Promise<ErrorCode | null> {
    const { account, send } = this.#reader;
    return this.#desk.writes.queue.run(conversation, async () => {
      const record = await this.#store.load(account, conversation);
      if (record === null) return 'request.not_found';
      const page = await resumePage(this.#store, account, record.id, { after, notes: true });
      this.#watch(record.id);
      send({ type: 'conversation.changed', conversation: record });
      send({ type: 'messages', ...page });
      return null;
    });
  }

  /** Only the owner moves the conversation's marks. An agent who joined has marks of their own. */
  mark(frame: Of<'conversation.received' | 'conversation.read'>): null {
    const { user } = this.#reader;
    const record = this.#desk.record(frame.conversation);
    if (record === undefined || frame.through < 1) return null;
    const { through } = frame;
    const read = frame.type === 'conversation.read';
    if (record.agent?.user !== user) {
      const seen = read ? this.#desk.joinedReads.raise(record, user, through) : null;
      if (seen !== null) this.#desk.audience.tellUser(user, seen);
      return null;
    }
    if (through <= (read ? record.agentRead : record.agentDelivered)) return null;
    this.#desk.writes.mark(
      record,
      read ? { agentDelivered: through, agentRead: through } : { agentDelivered: through },
    );
    if (read) this.#desk.signal(record, { type: 'read', through });
    return null;
  }

  #watch(conversation: ConversationId): void {
    this.watching.delete(conversation);
    this.watching.add(conversation);
    const [oldest] = this.watching;
    if (this.watching.size > conversationLimits.watched && oldest !== undefined)
      this.watching.delete(oldest);
  }
}
