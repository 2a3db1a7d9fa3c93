// One visitor, in words: the sentences of docs/reference/limits.md.
import { conditionLimits } from '@opportune/protocol/campaign/condition.ts';
import { decisionLimits, profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { section, type Sentences } from './section.ts';

const profile: Sentences<typeof profileLimits> = {
  profileLength:
    'Characters of one profile as JSON if every bound below is reached. An escaped character counts as one. In UTF-8 a character takes up to three bytes.',
  visitGapMs: 'A visit ends when nothing happened for this long.',
  dedupeMs: 'How long an event’s id is remembered, so that a repeat counts once.',
  dedupeIds:
    'Ids remembered of one visitor. Beyond: evicts the oldest, and the log is queried instead.',
  recentEvents: 'Events kept for counts and the timeline. Beyond: evicts the oldest.',
  openPages: 'Pages that are open at once. Beyond: the oldest counts as left.',
  pages: 'Distinct pages remembered of one visit, and as many sections. Beyond: evicts the oldest.',
  products:
    'Distinct products viewed, as many categories, and products in the cart. Beyond: evicts the oldest.',
  searches: 'Distinct searches remembered. Beyond: evicts the oldest.',
  marks:
    'Distinct marked elements clicked in one visit, and as many forms begun, left and sent. Beyond: evicts the oldest.',
  errors:
    'Distinct errors remembered of one visit. Beyond: evicts the oldest. The count of errors stays exact.',
  topics: 'Distinct topics of requested services. Beyond: evicts the oldest.',
  orders:
    'Orders remembered by id. Beyond: evicts the oldest. A refund of it has no effect on the profile, and a repeated report of it counts again.',
  goalKeys:
    'Keys of conversions remembered, of all goals. Beyond: evicts the oldest. If it is reported again, figures still count it once.',
  textLength: 'Characters kept of each such text. The rest is cut.',
  traits:
    'Traits claimed by the page, and as many verified ones. Beyond: evicts those named first.',
  attributes:
    'Custom attributes remembered, declared or not. Beyond: evicts those set longest ago.',
  scores: 'Raised score conditions (rises to, falls to). Beyond: evicts the one raised longest.',
  timers:
    'Instants at which conditions are evaluated again. Beyond: the latest share one instant, the earliest of them, at which all conditions are evaluated.',
  decisions: 'Decisions remembered for caps. Beyond: evicts the oldest.',
  restoreEvents:
    'Events read back when a visitor who is not in memory returns. Older events are not read.',
};

const decisions: Sentences<typeof decisionLimits> = {
  offerHoldMs: 'How long a live offer reserves an agent’s place.',
  timerOverdueMs: 'A timer that is later than this after a crash is skipped and counted.',
};

const conditions: Sentences<typeof conditionLimits> = {
  depth: 'Nesting of one condition. Beyond: `condition.too_deep`.',
  nodes: 'Parts of one condition. Beyond: `condition.too_deep`.',
  listValues: 'Values in one list.',
  sequenceSteps: 'Steps of one sequence.',
};

/** The sections, line by line. */
export const visitorsLines: readonly string[] = [
  ...section('A visitor’s profile', profileLimits, profile),
  ...section('Decisions', decisionLimits, decisions),
  ...section('Conditions', conditionLimits, conditions),
];
