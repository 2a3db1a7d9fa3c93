// The desk of one account: who answers, who waits, whose conversation is whose. Types and the empty
// desk only. It holds no message text, knows no socket and stores nothing. Only `step` changes a
// desk, in place, because one process owns it and it is large.
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type {
  AgentKind,
  AgentState,
  Aside,
  RingEnd,
  SystemNote,
} from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type {
  ChannelId,
  ConversationId,
  DecisionId,
  SkillId,
  UserId,
} from '@opportune/protocol/ids.ts';
import type { ChannelRules } from './reach.ts';
import { type Handled, type Handling, newHandling } from './queue/handling.ts';
import { noSkills, type SkillPlan } from './routing/skill-plan.ts';

/** What an agent's account says. Their skills are in the plan. */
export interface AgentProfile {
  readonly user: UserId;
  readonly name: string;
  readonly kind: AgentKind;
  /** Most places at once, including conversations in wrap-up. */
  readonly room: number;
}

/** A state that an agent chose or was set to, with its reason. */
export interface Choice {
  readonly state: AgentState;
  readonly reason: string | null;
}

export interface Agent {
  profile: AgentProfile;
  /** The present state: as chosen, or offline because they did not come back in time. */
  state: AgentState;
  /** Why they are away. */
  reason: string | null;
  since: number;
  /** The state they get when they come back. Null: none was chosen yet. */
  chosen: Choice | null;
  /** They may no longer sign in, and do not answer until they may again. */
  disabled: boolean;
  /** Null while at least one socket is open, else when the last one closed. */
  goneAt: number | null;
  /** Places taken by conversations that are active or in wrap-up. */
  load: number;
  /** The number of those conversations. */
  conversations: number;
  /** Places reserved for what rings at them. */
  ringing: number;
  /** They are in a call, or asked to one, and have no place for anything else. */
  isSpeaking: boolean;
  /** Missed rings since they last answered or chose a state. */
  missed: number;
  /** When they last got a conversation. The smallest value has been idle longest. */
  lastAssignedAt: number;
}

/** A conversation offered to one agent, who accepts it or does not. */
export interface Ring {
  /** The agent at whom it rings. */
  readonly user: UserId;
  /** The owner who hands it on and keeps it until it is accepted. Null: it waits. */
  readonly by: UserId | null;
  /** The skill that it is handed to. Null if it is handed to the agent. */
  readonly skill: SkillId | null;
  readonly until: number;
}

/** A conversation that is not over. Ended ones are only in the store. */
export interface DeskConversation {
  readonly id: ConversationId;
  readonly channel: ChannelId;
  skill: SkillId | null;
  /** Places of its agent's room that it takes. */
  weight: number;
  /** Steps of priority from its customer tier and its worth. */
  readonly standing: number;
  /** The agent who answered this contact last. */
  known: UserId | null;
  /** A resting conversation takes no place and waits for its contact. It may have no agent. */
  status: 'waiting' | 'active' | 'resting' | 'wrap-up';
  agent: UserId | null;
  /** Determines the place in the queue, and is kept when the conversation returns to it. */
  queuedAt: number;
  waitingSince: number | null;
  wrapUpSince: number | null;
  /** Since when its contact is silent after an agent's answer. Null if it does not rest. */
  restingSince: number | null;
  /** When its agent got it. Null if it has none, or got it before a restart. */
  heldSince: number | null;
  /**
   * The agent who put it back into the queue by hand. They only get it again by their own choice.
   */
  givenAwayBy: UserId | null;
  /** When its contact of a live channel went. Null while they are here. */
  goneAt: number | null;
  ring: Ring | null;
  /** Who is charged for its place in the queue: an address prefix, opaque here. Null: nobody. */
  payer: string | null;
  /** Its contact waits to speak: it rings as a call. A restart forgets it, as it ends its calls. */
  speaks: boolean;
  /** Its contact is to be called back, and need not be here meanwhile. */
  callsBack: boolean;
  /**
   * Agents who missed or declined its ring, and when, since it began to wait or to be handed on.
   */
  readonly passedBy: Map<UserId, number>;
  /** Agents who write in it beside its owner. */
  readonly joined: Set<UserId>;
}

/** A conversation as it is stored, without what only the desk needs. */
type Kept = Omit<DeskConversation, Passing | 'joined'> & { readonly joined: readonly UserId[] };

/** Fields that only the desk has, and that start anew with it. */
type Passing =
  | 'known'
  | 'heldSince'
  | 'givenAwayBy'
  | 'goneAt'
  | 'ring'
  | 'payer'
  | 'speaks'
  | 'passedBy';

/** Where the owner of a conversation hands it to. */
export type Destination =
  /** Rings there. The giver keeps it until it is accepted. */
  | { readonly to: 'agent'; readonly user: UserId }
  | { readonly to: 'skill'; readonly skill: SkillId }
  /** Back to the queue, at its old place. With a skill: from now on with that one. */
  | { readonly to: 'queue'; readonly skill?: SkillId };

export interface Hold {
  readonly skill: SkillId | null;
  readonly until: number;
}

/** The position of a waiting contact. */
export interface QueuePlace {
  /** 1 is next. */
  readonly position: number;
  /** The expected wait as reported, in steps. Null: nobody is there to answer. */
  readonly waitS: number | null;
}

/** Open or closed, until an instant. */
export interface Opening {
  readonly isOpen: boolean;
  readonly until: number;
}

export interface Desk {
  /** The instant of the last step. */
  at: number;
  plan: SkillPlan;
  /** Whether each skill that has hours is open. Null: without a skill. */
  readonly openings: Map<SkillId | null, Opening>;
  readonly agents: Map<UserId, Agent>;
  /** Conversations that are waiting, active or in wrap-up. */
  readonly conversations: Map<ConversationId, DeskConversation>;
  /**
   * Resting conversations. They may be many, and cost nothing until their contact writes or their
   * time is over.
   */
  readonly resting: Map<ConversationId, DeskConversation>;
  /** No resting conversation ends before this instant. Infinity: none ever does. */
  restingUntil: number;
  channels: ReadonlyMap<ChannelId, ChannelRules>;
  readonly holds: Map<DecisionId, Hold>;
  /** Places in the queue as last reported. */
  places: ReadonlyMap<ConversationId, QueuePlace>;
  /** How long conversations take a place. */
  readonly handling: Handling;
  availability: Availability;
}

/** An agent's remembered choice, and a conversation as stored. */
export interface Restored {
  readonly agents: readonly {
    readonly profile: AgentProfile;
    readonly state: AgentState;
    readonly reason: string | null;
    readonly since: number;
    readonly chosen: Choice | null;
  }[];
  readonly conversations: readonly (Omit<Kept, 'callsBack'> & {
    readonly callsBack?: boolean;
    /** Its contact is already there. */
    readonly here?: boolean;
    /** The payer of their connection, if known. */
    readonly payer?: string | null;
  })[];
}

export type DeskInput =
  | ({ readonly type: 'restore' } & Restored)
  /** Stored handling times of conversations, oldest first. */
  | { readonly type: 'handled'; readonly handled: readonly Handled[] }
  | { readonly type: 'agent.connected'; readonly profile: AgentProfile }
  | { readonly type: 'agent.disconnected'; readonly user: UserId }
  | {
      readonly type: 'agent.chose';
      readonly user: UserId;
      readonly state: AgentState;
      readonly reason?: string | null;
    }
  /** Their account changed. `disabled` takes everything from them at once. */
  | { readonly type: 'agent.changed'; readonly profile: AgentProfile; readonly disabled: boolean }
  /** A call of theirs began, or ended. */
  | { readonly type: 'agent.speaks'; readonly user: UserId; readonly isSpeaking: boolean }
  /** Skills, or who has which, changed. */
  | { readonly type: 'skills.changed'; readonly plan: SkillPlan }
  /** Channels or their rules changed. */
  | {
      readonly type: 'channels.changed';
      readonly channels: ReadonlyMap<ChannelId, ChannelRules>;
    }
  /** The contact of a live channel came or went. */
  | {
      readonly type: 'contact.here';
      readonly id: ConversationId;
      /** The payer of their connection, for a conversation without a known payer. */
      readonly payer?: string | null;
    }
  | { readonly type: 'contact.gone'; readonly id: ConversationId }
  /** Its contact writes, so it no longer rests. */
  | { readonly type: 'conversation.return'; readonly id: ConversationId }
  /** Its owner, or an agent who joined it, answered. */
  | { readonly type: 'conversation.answered'; readonly id: ConversationId; readonly user: UserId }
  | {
      readonly type: 'conversation.start';
      readonly id: ConversationId;
      /** Absent: the chat window. */
      readonly channel?: ChannelId;
      readonly skill: SkillId | null;
      /** The agent who answered this contact last, unless that was too long ago. */
      readonly known?: UserId | null;
      readonly standing?: number;
      /** Who is charged for its place, if anybody. */
      readonly payer?: string | null;
      /** Its contact waits to speak. */
      readonly speaks?: boolean;
    }
  /**
   * Its contact is to be called back now: it waits for an agent, and rings as a call. If it waits
   * already, it does so from now on.
   */
  | {
      readonly type: 'conversation.call-back';
      readonly id: ConversationId;
      readonly channel: ChannelId;
      readonly skill: SkillId | null;
      /** The agent who comes first. */
      readonly known: UserId | null;
      /** Its place in the queue. */
      readonly queuedAt: number;
    }
  /** Its contact was called back, and speaks: nobody is to call them any more. */
  | { readonly type: 'conversation.called'; readonly id: ConversationId }
  /** Its contact no longer waits to speak, and goes on in writing. */
  | { readonly type: 'conversation.write'; readonly id: ConversationId }
  /** Its contact hung up while it waited to speak. */
  | { readonly type: 'conversation.abandon'; readonly id: ConversationId }
  /** Somebody answered in the provider's own app, who is none of the agents. */
  | { readonly type: 'conversation.answered-elsewhere'; readonly id: ConversationId }
  /** Somebody wrote first in the provider's own app. It rests without an agent. */
  | {
      readonly type: 'conversation.rest';
      readonly id: ConversationId;
      readonly channel: ChannelId;
      readonly skill: SkillId | null;
    }
  /** An agent writes to a visitor first: the conversation is theirs at once. */
  | { readonly type: 'conversation.begin'; readonly id: ConversationId; readonly user: UserId }
  | { readonly type: 'conversation.accept'; readonly id: ConversationId; readonly user: UserId }
  | {
      readonly type: 'conversation.transfer';
      readonly id: ConversationId;
      readonly user: UserId;
      readonly destination: Destination;
    }
  /** A waiting conversation gets another skill. */
  | {
      readonly type: 'conversation.ask-skill';
      readonly id: ConversationId;
      readonly skill: SkillId;
    }
  /**
   * To the agent who has its call now, whatever their places: the call is their place. From the one who had
   * it, or from nobody.
   */
  | {
      readonly type: 'conversation.hand-over';
      readonly id: ConversationId;
      readonly from: UserId;
      readonly to: UserId;
    }
  /** From its owner. */
  | { readonly type: 'conversation.take-over'; readonly id: ConversationId; readonly user: UserId }
  /** Only to write in it beside its agent. */
  | { readonly type: 'conversation.join'; readonly id: ConversationId; readonly user: UserId }
  | { readonly type: 'conversation.leave'; readonly id: ConversationId; readonly user: UserId }
  /** Null: a manager. */
  | {
      readonly type: 'conversation.weigh';
      readonly id: ConversationId;
      readonly user: UserId | null;
      readonly weight: number;
    }
  /** It no longer rings at this agent. */
  | { readonly type: 'conversation.decline'; readonly id: ConversationId; readonly user: UserId }
  /** The agent who hands it on keeps it. */
  | { readonly type: 'conversation.recall'; readonly id: ConversationId; readonly user: UserId }
  | {
      readonly type: 'conversation.end';
      readonly id: ConversationId;
      /** `agent`: they hung up, which ends what cannot go on in writing. */
      readonly by: 'visitor' | 'agent' | 'system';
    }
  /** Active → wrap-up, wrap-up → ended. */
  | { readonly type: 'conversation.finish'; readonly id: ConversationId; readonly user: UserId }
  | {
      readonly type: 'conversation.reopen';
      readonly id: ConversationId;
      readonly channel?: ChannelId;
      readonly skill: SkillId | null;
      readonly weight?: number;
      readonly user: UserId;
    }
  /** Ended at once, because its visitor is blocked or left a message instead of waiting. */
  | {
      readonly type: 'conversation.drop';
      readonly id: ConversationId;
      readonly user: UserId | null;
    }
  | {
      readonly type: 'hold';
      readonly decision: DecisionId;
      readonly skill: SkillId | null;
      readonly until: number;
    }
  | { readonly type: 'release'; readonly decision: DecisionId }
  /** Only time has passed. */
  | { readonly type: 'time' };

/** The result of a conversation, for its record. */
export type ConversationOutcome = Omit<Kept, 'status' | 'channel' | 'restingSince'> & {
  readonly status: DeskConversation['status'] | 'ended';
};

export type DeskEffect =
  /** Nothing was done. */
  | { readonly type: 'refused'; readonly code: ErrorCode }
  | {
      readonly type: 'conversation.changed';
      readonly conversation: Readonly<ConversationOutcome>;
      readonly notes: readonly SystemNote[];
      /** Only for agents. */
      readonly asides: readonly Aside[];
    }
  | { readonly type: 'ring.began'; readonly id: ConversationId; readonly ring: Ring }
  | {
      readonly type: 'ring.ended';
      readonly id: ConversationId;
      readonly ring: Ring;
      readonly why: RingEnd;
    }
  | { readonly type: 'agent.changed'; readonly user: UserId }
  /** The choice must be remembered across a restart. */
  | {
      readonly type: 'agent.remember';
      readonly user: UserId;
      readonly state: AgentState;
      readonly reason: string | null;
      readonly since: number;
      readonly chosen: Choice | null;
    }
  /** A place in an agent's room is free again. */
  | ({ readonly type: 'conversation.handled'; readonly id: ConversationId } & Handled)
  /** Places that changed. */
  | { readonly type: 'queue.moved'; readonly places: ReadonlyMap<ConversationId, QueuePlace> }
  | { readonly type: 'availability.changed'; readonly availability: Availability };

/** A conversation that is not over, resting or not. */
export function goingOn(
  { conversations, resting }: Desk,
  id: ConversationId,
): DeskConversation | undefined {
  return conversations.get(id) ?? resting.get(id);
}

/**
 * An empty desk. Versions of availability begin at the present instant, so that they increase
 * across restarts.
 */
export function openDesk(now: number): Desk {
  return {
    at: now,
    plan: noSkills(),
    openings: new Map(),
    agents: new Map(),
    conversations: new Map(),
    resting: new Map(),
    restingUntil: Infinity,
    channels: new Map(),
    holds: new Map(),
    places: new Map(),
    handling: newHandling(),
    availability: { version: now, at: now, skills: { '*': { free: 0, online: 0 } } },
  };
}
