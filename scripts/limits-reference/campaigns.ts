// Campaigns and figures, in words: the sentences of docs/reference/limits.md.
import {
  exclusionLimits,
  optimiseLimits,
  rehearsalLimits,
  reportLimits,
  windowLimits,
} from '@opportune/protocol/limits/campaigns.ts';
import { section, type Sentences } from './section.ts';

const rehearsals: Sentences<typeof rehearsalLimits> = {
  days: 'Days of stored visits that are examined.',
  returns:
    'Orders with refunds or cancellations that are read: the newest. Refunds of older ones are ignored.',
  hashParts:
    'Parts into which visitors are divided by a hash of their id. This is the finest share that can be drawn.',
  eventsPerVisitor: 'Events of one visitor that are read: the newest. Older ones are ignored.',
  timeMs:
    'How long a rehearsal may take. Beyond: it ends with an estimate from the visitors examined so far, and says so.',
  unaskedMs: 'How long a rehearsal runs if nobody asks for its progress. Then it is stopped.',
  names:
    'Pages that are counted separately, and as many sections. Beyond: they count in the total only.',
  availability:
    'Records of free agents that are read. Beyond: the last one of each minute is read.',
  answers:
    'Answers kept in memory, of all accounts. Beyond: the account that has most loses its oldest.',
  freshMs: 'How long an answer is reused before it is computed again.',
};

const exclusions: Sentences<typeof exclusionLimits> = {
  ofCampaign: 'Exclusions of one campaign that were not taken back. Beyond: `account.full`.',
};

const optimising: Sentences<typeof optimiseLimits> = {
  delayS: 'Seconds that an invitation may wait. Beyond: the campaign is refused.',
  lookPages:
    'Pages of a visit on which the policy of an optimising campaign is asked. Beyond: only at the campaign’s own moment.',
  lookS:
    'Seconds of a visit in which the policy of an optimising campaign is asked. Beyond: only at the campaign’s own moment.',
};

const windows: Sentences<typeof windowLimits> = {
  lateMs:
    'How long late events are accepted after a goal’s window of fixed length. What is received later changes no effect.',
  visitMs:
    'How long after the decision a same-visit window may last. Then it is over, even if the visit goes on.',
};

const reports: Sentences<typeof reportLimits> = {
  pagesPercent:
    'Percent of one core that open pages may use on average for figures that change. Beyond: figures update later.',
  waitS: 'Seconds that one request for figures may wait for a change.',
  waits: 'Requests of all accounts that wait for a change. Beyond: a request is answered at once.',
  answers:
    'Answers of queries kept in memory, of all accounts. Beyond: evicts the one unused longest.',
  answerBytes: 'Bytes of these answers and their questions. Beyond: the same.',
  answerMs: 'How old a kept answer may be, even if nothing has changed.',
};

/** The sections, line by line. */
export const campaignsLines: readonly string[] = [
  ...section('Rehearsals', rehearsalLimits, rehearsals),
  ...section('Exclusions from results', exclusionLimits, exclusions),
  ...section('Campaigns that optimise', optimiseLimits, optimising),
  ...section('Windows of goals', windowLimits, windows),
  ...section('Results', reportLimits, reports),
];
