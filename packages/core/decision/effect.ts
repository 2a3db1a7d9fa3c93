// What goes into the engine of one visitor and what comes out of it: data, performed by the server.
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

/** `refresh`: the configuration or the availability changed, or a browser was attached. */
export type Input =
  | { readonly type: 'event'; readonly event: AcceptedEvent }
  | { readonly type: 'wake' }
  | { readonly type: 'refresh' };

export interface DecisionContext {
  readonly configuration: CompiledConfiguration;
  /** What campaigns are called that run no longer, for people to read; left out where nobody reads. */
  readonly restingNames?: ReadonlyMap<CampaignId, string>;
  readonly availability: Availability;
  readonly now: number;
  /** The next number of the owner's log. */
  readonly nextOrdinal: () => number;
  /** A browser is attached; without one nothing is decided, in no arm. */
  readonly reachable: boolean;
  /** Scores visits; left out where nobody learns. */
  readonly intent?: IntentScorer<VisitorState>;
  /** Chooses for the arm that optimises; left out where nobody learns, and in replays. */
  readonly policy?: EngagementChooser;
}

/** A row of the log: the event, with its visit and all sections of its page. */
export type StoredEvent = AcceptedEvent & {
  readonly visit: VisitId;
  readonly holdout: boolean;
  /** The visit's scores after this event, where they moved. */
  readonly intent?: VisitIntent;
};

export type Effect =
  /** This client id was seen within seven days: nothing else happens. */
  | { readonly type: 'repeat'; readonly id: EventId }
  | { readonly type: 'store'; readonly event: StoredEvent }
  /** `content` is null in control, and where the policy offers nothing yet: no byte of it leaves. */
  | {
      readonly type: 'decide';
      readonly decision: Decision;
      readonly content: EngagementContent | null;
    }
  /** What a decision had wait for its instant goes out now; its row is long stored. */
  | { readonly type: 'offer'; readonly content: EngagementContent }
  | { readonly type: 'convert'; readonly conversion: Conversion }
  | {
      readonly type: 'tell';
      readonly id: EventId;
      readonly code: ErrorCode;
      readonly detail?: string;
    }
  | { readonly type: 'withdraw'; readonly decision: DecisionId }
  /** The visitor's next instant, replacing the former. */
  | { readonly type: 'wake'; readonly at: number | null }
  /** Timers overdue by more than decisionLimits.timerOverdueMs. */
  | { readonly type: 'skipped-timer'; readonly count: number };
