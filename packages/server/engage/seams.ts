// What engaging needs from other features, as narrow interfaces. The composition root fills them,
// so that features never import each other's services.
import type { AgentsRoom } from '@opportune/core/bus/agents-room.ts';
import type { OfferWays } from '@opportune/core/bus/ways.ts';
import type { IntentScorer } from '@opportune/core/behaviour/apply/apply-intent.ts';
import type { EngagementChooser } from '@opportune/core/decision/optimise/engagement-chooser.ts';
import type { Effect } from '@opportune/core/decision/engine.ts';
import type { VisitorState } from '@opportune/core/decision/state/state.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId, SiteId } from '@opportune/protocol/ids.ts';

/** Versions of an account's configuration, written by `campaign/`. */
export interface Configurations {
  accounts(): Promise<readonly AccountId[]>;
  current(account: AccountId): Promise<Configuration>;
  at(account: AccountId, version: number): Promise<Configuration | null>;
  /** The names of campaigns that do not run now. */
  restingNames(account: AccountId): Promise<ReadonlyMap<CampaignId, string>>;
}

/** Scores current visits and learns how they end. Implemented by `learn/`. */
export interface Intent {
  of(configuration: Configuration): IntentScorer<VisitorState> & {
    /** Receives the result of a step. Must be cheap. */
    followed(state: VisitorState, effects: readonly Effect[]): void;
  };
  /** Resolves once the stored models are loaded, or will not be in time. */
  ready(configuration: Configuration): Promise<void>;
}

/**
 * Chooses for optimising campaigns. Implemented by `learn/`. Null if no campaign of a configuration
 * optimises.
 */
export interface Policies {
  of(configuration: Configuration): EngagementChooser | null;
}

/** A draft or brand that is tried, until an instant. */
export interface Tried {
  readonly campaign: CampaignId;
  readonly document: CampaignDocument;
  readonly until: number;
}

/** Drafts and brands tried in their manager's own browser. `campaign/` and `site/` issue the codes. */
export interface Trials {
  /** Null for an unknown or expired code, and one that is not of this site. */
  verifyTrial(account: AccountId, site: SiteId, code: string): Promise<Tried | null>;
  /** The code is unknown from now on. */
  forget(account: AccountId, code: string): Promise<void>;
}

/** What decisions query. */
export interface Deciding {
  readonly agents: AgentsRoom;
  readonly ways: OfferWays;
  readonly trials: Trials;
  readonly intent: Intent;
  readonly policies: Policies;
  /** The installation carries calls. */
  readonly hasVoice: boolean;
}

/** The memory that visitors may use, as `memory/` decides. */
export interface MemoryForVisitors {
  /** Bytes for all profiles. */
  readonly profileBytes: number;
  /** Bytes for inputs that wait while profiles are read. */
  readonly waitingBytes: number;
  /**
   * True while the process is so near its maximum that no new visitor without a connection is
   * admitted.
   */
  isTight(): boolean;
}
