// The desk of one account: who answers, who waits, whose conversation is whose. Types and the
// empty desk only. It holds no message text, knows no socket and stores nothing; a desk is changed
// only by `step`, in place, because one process owns it and it is large.
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

/** What is known of an agent from their account; what they can handle is in the plan. */
export interface AgentProfile {
  readonly user: UserId;
  readonly name: string;
  readonly kind: AgentKind;
  /** Most conversations at once, those being wrapped up included. */
  readonly room: number;
}

/** A state that an agent chose or was set to, with its reason. */
export interface Choice {
  readonly state: AgentState;
  readonly reason: string | null;
}

export interface Agent {
  profile: AgentProfile;
  /** How they are now: as they chose, or offline because they did not come back in time. */
  state: AgentState;
  /** Why they are away. */
  reason: string | null;
  since: number;
  /** What they are again when they come back; null: nobody has said yet how they are. */
  chosen: Choice | null;
  /** They may sign in no more: not one of those who answer, until they may again. */
  disabled: boolean;
  /** Null while at least one socket is there; else when the last one went. */
  goneAt: number | null;
  /** Places that conversations take which are active or being wrapped up. */
  load: number;
  /** How many those are. */
  conversations: number;
  /** Places kept for what rings at them. */
  ringing: number;
  /** What rang at them in vain since they last answered or chose a state. */
  missed: number;
  /** When they last got a conversation; the smallest has been idle longest. */
  lastAssignedAt: number;
}

/** A conversation that is offered to one agent, who accepts it or does not. */
export interface Ring {
  /** At whom it rings. */
  readonly user: UserId;
  /** Who hands it on, and has it until it is accepted; null: it waits. */
  readonly by: UserId | null;
  /** The skill that it is handed to; null where it is handed to the agent. */
  readonly skill: SkillId | null;
  readonly until: number;
}

/** A conversation that is not over. Those that ended are the store's. */
export interface DeskConversation {
  readonly id: ConversationId;
  readonly channel: ChannelId;
  skill: SkillId | null;
  /** Places of its agent's room that it takes. */
  weight: number;
  /** Steps of priority that its customer and its worth bring. */
  readonly standing: number;
  /** Who answered this contact last. */
  known: UserId | null;
  /** One that rests is its agent's, takes no place, and waits for its contact. */
  status: 'waiting' | 'active' | 'resting' | 'wrap-up';
  agent: UserId | null;
  /** Decides the place in the queue, and stays when the conversation returns to it. */
  queuedAt: number;
  waitingSince: number | null;
  wrapUpSince: number | null;
  /** Since when its contact is silent after an agent's answer; null where it does not rest. */
  restingSince: number | null;
  /** When its agent got it; null where it has none, or that was before a restart. */
  heldSince: number | null;
  /** Who put it back into the queue by hand; they get it again only by their own choice. */
  givenAwayBy: UserId | null;
  /** When its contact went, whose reach is live; null while they are here. */
  goneAt: number | null;
  ring: Ring | null;
  /** Who pays for its place in the queue: an address prefix, opaque here. Null: nobody. */
  payer: string | null;
  /** Who let it ring in vain or said no, and when: since it waits, or is being handed on. */
  readonly passedBy: Map<UserId, number>;
  /** Who writes in it beside its agent. */
  readonly joined: Set<UserId>;
}

/** A conversation without what only the desk needs, as it is stored. */
type Kept = Omit<DeskConversation, Passing | 'joined'> & { readonly joined: readonly UserId[] };

/** What of a conversation is the desk's alone, and begins anew with it. */
type Passing = 'known' | 'heldSince' | 'givenAwayBy' | 'goneAt' | 'ring' | 'payer' | 'passedBy';

/** Where the owner of a conversation hands it to. */
export type Destination =
  /** Rings there; until it is accepted, the giver has it. */
  | { readonly to: 'agent'; readonly user: UserId }
  | { readonly to: 'skill'; readonly skill: SkillId }
  /** Back to those who wait, at the old place; with a skill, from now on with that one. */
  | { readonly to: 'queue'; readonly skill?: SkillId };

export interface Hold {
  readonly skill: SkillId | null;
  readonly until: number;
}

/** Where somebody stands who waits. */
export interface QueuePlace {
  /** 1 is next. */
  readonly position: number;
  /** What they will wait about, as it is told; null: nobody is there for them. */
  readonly waitS: number | null;
}

/** How it is until an instant. */
export interface Opening {
  readonly isOpen: boolean;
  readonly until: number;
}

export interface Desk {
  /** The last instant at which it was stepped. */
  at: number;
  plan: SkillPlan;
  /** Whether each skill that has hours is open; null: where no skill is named. */
  readonly openings: Map<SkillId | null, Opening>;
  readonly agents: Map<UserId, Agent>;
  /** Those that wait, are talked in or are wrapped up. */
  readonly conversations: Map<ConversationId, DeskConversation>;
  /** Those that rest: they may be many, and cost nothing until their contact writes or their time is over. */
  readonly resting: Map<ConversationId, DeskConversation>;
  /** No resting conversation is over before this instant; Infinity: none ever is. */
  restingUntil: number;
  channels: ReadonlyMap<ChannelId, ChannelRules>;
  readonly holds: Map<DecisionId, Hold>;
  /** Places in the queue as they were last told. */
  places: ReadonlyMap<ConversationId, QueuePlace>;
  /** How long conversations take a place. */
  readonly handling: Handling;
  availability: Availability;
}

/** An agent's choice as it was remembered, and a conversation as it was stored. */
export interface Restored {
  readonly agents: readonly {
    readonly profile: AgentProfile;
    readonly state: AgentState;
    readonly reason: string | null;
    readonly since: number;
    readonly chosen: Choice | null;
  }[];
  readonly conversations: readonly (Kept & {
    /** Its contact is there already. */
    readonly here?: boolean;
    /** Of their connection, where it is known. */
    readonly payer?: string | null;
  })[];
}

export type DeskInput =
  | ({ readonly type: 'restore' } & Restored)
  /** How long conversations took, as it was kept, the oldest first. */
  | { readonly type: 'handled'; readonly handled: readonly Handled[] }
  | { readonly type: 'agent.connected'; readonly profile: AgentProfile }
  | { readonly type: 'agent.disconnected'; readonly user: UserId }
  | {
      readonly type: 'agent.chose';
      readonly user: UserId;
      readonly state: AgentState;
      readonly reason?: string | null;
    }
  /** Their account was changed; `disabled` takes everything from them at once. */
  | { readonly type: 'agent.changed'; readonly profile: AgentProfile; readonly disabled: boolean }
  /** Skills, or who has which, were changed. */
  | { readonly type: 'skills.changed'; readonly plan: SkillPlan }
  /** Channels, or what is said of them, were changed. */
  | {
      readonly type: 'channels.changed';
      readonly channels: ReadonlyMap<ChannelId, ChannelRules>;
    }
  /** Its contact, whose reach is live, is here, or is here no more. */
  | {
      readonly type: 'contact.here';
      readonly id: ConversationId;
      /** Of their connection, for a conversation whose payer is not known. */
      readonly payer?: string | null;
    }
  | { readonly type: 'contact.gone'; readonly id: ConversationId }
  /** Its contact writes, so that it rests no more. */
  | { readonly type: 'conversation.return'; readonly id: ConversationId }
  /** An agent who has it, or joined it, answered. */
  | { readonly type: 'conversation.answered'; readonly id: ConversationId; readonly user: UserId }
  | {
      readonly type: 'conversation.start';
      readonly id: ConversationId;
      /** Left out: the chat window. */
      readonly channel?: ChannelId;
      readonly skill: SkillId | null;
      /** Who answered this contact last, where it is not too long ago. */
      readonly known?: UserId | null;
      readonly standing?: number;
      /** Who pays for its place, if anybody does. */
      readonly payer?: string | null;
    }
  /** An agent speaks to a visitor first: it is theirs at once. */
  | { readonly type: 'conversation.begin'; readonly id: ConversationId; readonly user: UserId }
  | { readonly type: 'conversation.accept'; readonly id: ConversationId; readonly user: UserId }
  | {
      readonly type: 'conversation.transfer';
      readonly id: ConversationId;
      readonly user: UserId;
      readonly destination: Destination;
    }
  /** What waits asks for another skill from now on. */
  | {
      readonly type: 'conversation.ask-skill';
      readonly id: ConversationId;
      readonly skill: SkillId;
    }
  /** From whoever has it. */
  | { readonly type: 'conversation.take-over'; readonly id: ConversationId; readonly user: UserId }
  /** To write in it beside its agent, and no more. */
  | { readonly type: 'conversation.join'; readonly id: ConversationId; readonly user: UserId }
  | { readonly type: 'conversation.leave'; readonly id: ConversationId; readonly user: UserId }
  /** Null: whoever manages. */
  | {
      readonly type: 'conversation.weigh';
      readonly id: ConversationId;
      readonly user: UserId | null;
      readonly weight: number;
    }
  /** It shall ring here no more. */
  | { readonly type: 'conversation.decline'; readonly id: ConversationId; readonly user: UserId }
  /** Who hands it on keeps it. */
  | { readonly type: 'conversation.recall'; readonly id: ConversationId; readonly user: UserId }
  | {
      readonly type: 'conversation.end';
      readonly id: ConversationId;
      readonly by: 'visitor' | 'system';
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
  /** Nothing but the time has changed. */
  | { readonly type: 'time' };

/** What a conversation has come to, for its record. */
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
      /** What only agents are told. */
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
  /** The choice is to be remembered across a restart. */
  | {
      readonly type: 'agent.remember';
      readonly user: UserId;
      readonly state: AgentState;
      readonly reason: string | null;
      readonly since: number;
      readonly chosen: Choice | null;
    }
  /** A place of somebody's room is free again. */
  | ({ readonly type: 'conversation.handled'; readonly id: ConversationId } & Handled)
  /** Places that changed. */
  | { readonly type: 'queue.moved'; readonly places: ReadonlyMap<ConversationId, QueuePlace> }
  | { readonly type: 'availability.changed'; readonly availability: Availability };

/** A conversation that is not over, whether it rests or not. */
export function goingOn(
  { conversations, resting }: Desk,
  id: ConversationId,
): DeskConversation | undefined {
  return conversations.get(id) ?? resting.get(id);
}

/** An empty desk. Versions of availability begin at the present instant, so that they rise across restarts. */
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
