// What engaging needs from other features, as narrow interfaces: they meet here through values and
// functions handed over by the composition root, never by importing each other's services.
import type { IntentScorer } from '@opportune/core/behaviour/apply/apply-intent.ts';
import type { EngagementChooser } from '@opportune/core/decision/optimise/engagement-chooser.ts';
import type { Effect } from '@opportune/core/decision/engine.ts';
import type { VisitorState } from '@opportune/core/decision/state/state.ts';
import type { Availability, Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId, DecisionId, SkillId } from '@opportune/protocol/ids.ts';

/** Versions of an account's configuration; `campaign/` writes them. */
export interface Configurations {
  accounts(): Promise<readonly AccountId[]>;
  current(account: AccountId): Promise<Configuration>;
  at(account: AccountId, version: number): Promise<Configuration | null>;
  /** Of campaigns that do not run now, for people to read. Left out: of none. */
  restingNames?(account: AccountId): Promise<ReadonlyMap<CampaignId, string>>;
}

/** Agents' room; `converse/` keeps it. */
export interface Agents {
  availability(account: AccountId): Availability;
  /** Takes a place for an offer until the instant; false where none is free. */
  hold(account: AccountId, skill: SkillId | null, decision: DecisionId, untilMs: number): boolean;
  release(account: AccountId, decision: DecisionId): void;
}

/** Scores visits under way and learns how they end; `learn/` does. */
export interface Intent {
  of(configuration: Configuration): IntentScorer<VisitorState> & {
    /** What a step came to; must be cheap. */
    followed(state: VisitorState, effects: readonly Effect[]): void;
  };
  /** Resolves once it knows what was kept, or will not in time. Left out: it knows from the first on. */
  ready?(configuration: Configuration): Promise<void>;
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

/** What of the process's memory visitors may take; `memory/` says. */
export interface MemoryForVisitors {
  /** Bytes of all profiles. */
  readonly profileBytes: number;
  /** Bytes of what waits while profiles are read. */
  readonly waitingBytes: number;
  /** True while the process is so near its maximum that nobody new is taken in without a connection. */
  isTight(): boolean;
}
