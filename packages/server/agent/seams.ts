// The dependencies of the console's socket. Each is one object of another feature.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Cards } from '@opportune/core/bus/cards.ts';
import type { Masks } from '@opportune/core/masking/ways-in.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { CallFrame } from '@opportune/protocol/conversation/spoken.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { AccountId, ConversationId, SiteId, UserId } from '@opportune/protocol/ids.ts';
import type { IncomingMessage } from 'node:http';
import type { Desks } from '../desk/desks.ts';
import type { Files, PastConversations } from '../desk/seams.ts';
import type { Principal } from '../http/access/principal.ts';
import type { Elsewhere } from '@opportune/core/ports/conversation/elsewhere.ts';

export interface AgentDependencies {
  readonly world: World;
  readonly store: ConversationStore;
  readonly desks: Desks;
  readonly calls: AgentCalls;
  /** The most consoles that are connected. */
  readonly mostConsoles: number;
  /** Null if nobody is signed in. Throws a Refusal for a request from another site. */
  readonly authenticate: (request: IncomingMessage) => Promise<Principal | null>;
  /** Gives accounts fair turns on the event loop. */
  readonly turns: Pick<FairTurns, 'turn'>;
  /** Where a conversation may be continued. */
  readonly elsewhere: Elsewhere;
  readonly visitors: Visitors;
  readonly writing: { readonly masks: Masks; readonly drafts: Drafts; readonly attachments: Files };
  readonly archive: PastConversations & { readonly lacksDisposition: LacksDisposition };
}

/** All dependencies by name, for the code that handles frames. */
export type AgentParts = World &
  Visitors &
  AgentDependencies['writing'] &
  AgentDependencies['archive'] &
  Pick<
    AgentDependencies,
    'store' | 'desks' | 'calls' | 'mostConsoles' | 'authenticate' | 'turns' | 'elsewhere'
  >;

/** The calls of agents. */
export interface AgentCalls {
  /** All that a console is told of them as it connects. */
  all(of: CallAgent): Promise<ConsoleServerFrame>;
  /** Null, or why it is refused. */
  act(of: CallAgent, frame: CallFrame): Promise<ErrorCode | null>;
}

interface CallAgent {
  readonly account: AccountId;
  readonly user: UserId;
}

export interface Visitors {
  readonly cards: Pick<Cards, 'of'>;
  /** The live visitor list of the console's socket. */
  readonly watch: (
    account: AccountId,
    site: SiteId | undefined,
    watcher: {
      send(frame: ConsoleServerFrame): void;
      /** True if so much waits for its reader that a list should wait too. */
      isBehind(): boolean;
    },
  ) => () => void;
}

/** Whether the account requires a disposition that the conversation lacks. */
export type LacksDisposition = (
  account: AccountId,
  conversation: ConversationId,
) => Promise<boolean>;

export interface Draft {
  readonly conversation: ConversationId;
  /** A draft without text is not kept. */
  readonly text: string;
  readonly note: boolean;
  readonly at: number;
}

/** Messages that agents have begun to write. */
export interface Drafts {
  of(account: AccountId, user: UserId): Promise<readonly Draft[]>;
  /** False if the account has no such conversation, or it has ended. */
  keep(account: AccountId, user: UserId, draft: Draft): Promise<boolean>;
  forget(account: AccountId, user: UserId, conversation: ConversationId): Promise<void>;
}
