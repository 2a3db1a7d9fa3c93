// What the policy of an optimising campaign is asked, and what it answers.
import type { PolicyAction } from '@opportune/protocol/campaign/policy.ts';

export interface PolicyQuestion {
  readonly visitor: string;
  /** Which of the visitor's questions this is. Each has its own draw. */
  readonly occasion: number | string;
  readonly features: ArrayLike<number>;
  readonly skill: string;
  /** Free places of the skill now. */
  readonly free: number;
  /** The service-level guard is shut: no live offer. */
  readonly isGuarded: boolean;
  /** The expected value of the goal for this visitor, in the account's currency. */
  readonly value: number;
  /** Age of the visit. */
  readonly ageS: number;
  /** The server's clock, milliseconds. */
  readonly now: number;
  /** Whether the manager's rule would invite now. True if left out. */
  readonly isRule?: boolean;
  /** Asked only for the record of an arm that does not follow the policy: nothing is counted. */
  readonly isGhost?: boolean;
  /**
   * The kind of moment, below `momentKinds`, if the visit may be asked about again. Then the policy
   * may answer that it waits: nothing is decided, in any arm.
   */
  readonly moment?: number;
}

export interface PolicyChoice {
  readonly action: PolicyAction;
  /** The probability with which the action was drawn. 1 teaches nothing. */
  readonly probability: number;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly using: 'uplift' | 'rule';
  /** Nothing was decided: ask again, with another occasion, as the visit goes on. */
  readonly waits: boolean;
  /** What the action adds to the goal's probability. For none: what the best action would add. */
  readonly gain: number;
  /** Probability of the goal without an invitation. */
  readonly rate: number;
  /** Probability that the invitation is answered. */
  readonly accepts: number;
  /** Expected minutes of the skill's time, including the chance of no answer. */
  readonly minutes: number;
  readonly pricePerHour: number;
  /** value × gain − cost − annoyance − price × minutes, in the account's currency. */
  readonly worth: number;
}
