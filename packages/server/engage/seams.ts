// What engaging needs from other features, as narrow interfaces: they meet here through values and
// functions handed over by the composition root, never by importing each other's services.
import type { AgentsRoom } from '@opportune/core/bus/agents-room.ts';
import type { IntentScorer } from '@opportune/core/behaviour/apply/apply-intent.ts';
import type { EngagementChooser } from '@opportune/core/decision/optimise/engagement-chooser.ts';
import type { Effect } from '@opportune/core/decision/engine.ts';
import type { VisitorState } from '@opportune/core/decision/state/state.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';

/** Versions of an account's configuration; `campaign/` writes them. */
export interface Configurations {
  accounts(): Promise<readonly AccountId[]>;
  current(account: AccountId): Promise<Configuration>;
  at(account: AccountId, version: number): Promise<Configuration | null>;
  /** Of campaigns that do not run now, for people to read. */
  restingNames(account: AccountId): Promise<ReadonlyMap<CampaignId, string>>;
}

/** Scores visits under way and learns how they end; `learn/` does. */
export interface Intent {
  of(configuration: Configuration): IntentScorer<VisitorState> & {
    /** What a step came to; must be cheap. */
    followed(state: VisitorState, effects: readonly Effect[]): void;
  };
  /** Resolves once it knows what was kept, or will not in time. */
  ready(configuration: Configuration): Promise<void>;
}

/** Chooses for optimising campaigns; `learn/` does. Null where none of a configuration optimises. */
export interface Policies {
  of(configuration: Configuration): EngagementChooser | null;
}

/** A draft tried in its manager's own browser; `campaign/` issues the codes. */
export interface Trials {
  verifyTrial(
    account: AccountId,
    code: string,
  ): Promise<{ readonly campaign: CampaignId; readonly document: CampaignDocument } | null>;
}

/** What decisions ask. */
export interface Deciding {
  readonly agents: AgentsRoom;
  readonly trials: Trials;
  readonly intent: Intent;
  readonly policies: Policies;
}

/** What of the process's memory visitors may take; `memory/` says. */
export interface MemoryForVisitors {
  /** Bytes of all profiles. */
  readonly profileBytes: number;
  /** Bytes of what waits while profiles are read. */
  readonly waitingBytes: number;
  /** True while the process is so near its maximum that nobody new is taken in without a connection. */
  isTight(): boolean;
}
