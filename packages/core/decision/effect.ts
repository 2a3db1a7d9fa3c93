// The inputs and effects of one visitor's engine. Both are data; the server performs the effects.
import type { IntentScorer } from '../behaviour/apply/apply-intent.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type {
  Conversion,
  Decision,
  EngagementContent,
} from '@opportune/protocol/campaign/decision.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { CampaignId, DecisionId, EventId, VisitId } from '@opportune/protocol/ids.ts';
import type { VisitIntent } from '@opportune/protocol/behaviour/intent.ts';
import type { CompiledConfiguration } from './configuration/compile.ts';
import type { EngagementChooser } from './optimise/engagement-chooser.ts';
import type { VisitorState } from './state/state.ts';

/** `refresh`: the configuration or the availability changed, or a browser connected. */
export type Input =
  | { readonly type: 'event'; readonly event: AcceptedEvent }
  | { readonly type: 'wake' }
  | { readonly type: 'refresh' };

export interface DecisionContext {
  readonly configuration: CompiledConfiguration;
  /** Display names of campaigns that no longer run. Left out if nobody reads them. */
  readonly restingNames?: ReadonlyMap<CampaignId, string>;
  readonly availability: Availability;
  readonly now: number;
  /** The next ordinal of the owner's log. */
  readonly nextOrdinal: () => number;
  /** Whether a browser is connected. Without one nothing is decided, in any arm. */
  readonly reachable: boolean;
  /**
   * The languages that the visitor reads, best first. They choose words and decide nothing. Left
   * out: unknown.
   */
  readonly reads?: readonly string[];
  /** Scores visits. Left out if no scores are learnt. */
  readonly intent?: IntentScorer<VisitorState>;
  /** Chooses for the arm that optimises. Left out if nothing is learnt, and in replays. */
  readonly policy?: EngagementChooser;
}

/** A row of the log: the event, its visit, and all sections of its page. */
export type StoredEvent = AcceptedEvent & {
  readonly visit: VisitId;
  readonly holdout: boolean;
  /** The visit's scores after this event, if they changed. */
  readonly intent?: VisitIntent;
};

export type Effect =
  /** This client id was seen within seven days: the event is ignored. */
  | { readonly type: 'repeat'; readonly id: EventId }
  | { readonly type: 'store'; readonly event: StoredEvent }
  /**
   * `content` is null in control, and while the policy offers nothing yet: then nothing is sent to
   * the browser.
   */
  | {
      readonly type: 'decide';
      readonly decision: Decision;
      readonly content: EngagementContent | null;
    }
  /** An invitation that waited for its instant goes out now. Its row is already stored. */
  | { readonly type: 'offer'; readonly content: EngagementContent }
  | { readonly type: 'convert'; readonly conversion: Conversion }
  | {
      readonly type: 'tell';
      readonly id: EventId;
      readonly code: ErrorCode;
      readonly detail?: string;
    }
  | { readonly type: 'withdraw'; readonly decision: DecisionId }
  /** The visitor's next instant to wake at. It replaces the previous one. */
  | { readonly type: 'wake'; readonly at: number | null }
  /** Timers overdue by more than `decisionLimits.timerOverdueMs`. */
  | { readonly type: 'skipped-timer'; readonly count: number };
