// What the policy of an optimising campaign is asked, and what it answers.
import type { PolicyAction } from '@opportune/protocol/campaign/policy.ts';

export interface PolicyQuestion {
  readonly visitor: string;
  /** Which of the visitor's questions this is; each has a draw of its own. */
  readonly occasion: number | string;
  readonly features: ArrayLike<number>;
  readonly skill: string;
  /** Places of the skill that are free now. */
  readonly free: number;
  /** The service-level guard is shut: no live offer. */
  readonly isGuarded: boolean;
  /** What the goal is expected to be worth for this visitor, in the account's currency. */
  readonly value: number;
  /** Age of the visit. */
  readonly ageS: number;
  /** The server's clock, milliseconds. */
  readonly now: number;
  /** Whether the manager's rule would invite now; yes if not said. */
  readonly isRule?: boolean;
  /** Asked for the record of an arm that does not follow the policy: nothing is counted. */
  readonly isGhost?: boolean;
  /**
   * Which kind of moment this is, below `momentKinds`, where the visit may be asked about again. Then the
   * policy may answer that it waits: nothing is decided, in no arm.
   */
  readonly moment?: number;
}

export interface PolicyChoice {
  readonly action: PolicyAction;
  /** That of the action, exactly as drawn with; 1 teaches nothing. */
  readonly probability: number;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly using: 'uplift' | 'rule';
  /** Nothing was decided: ask again, with another occasion, as the visit goes on. */
  readonly waits: boolean;
  /** Of the action, or where it is none of the best there was: added to the goal's probability. */
  readonly gain: number;
  /** Probability of the goal without an invitation. */
  readonly rate: number;
  /** Probability that the invitation is answered. */
  readonly accepts: number;
  /** Of the skill's time to be expected, chance of an answer included. */
  readonly minutes: number;
  readonly pricePerHour: number;
  /** value × gain − cost − annoyance − price × minutes, in the account's currency. */
  readonly worth: number;
}
