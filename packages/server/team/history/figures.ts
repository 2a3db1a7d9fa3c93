// Computes the figures of a total or a part from the sums of the SQL.
// words/en/management/history.ts defines each in words. No other code computes a figure.
import type { Figure, FigureId, Figures } from '@opportune/protocol/rest/team/history.ts';
import type { TalkRow } from './talks-sql.ts';
import type { TimeRow } from './time-sql.ts';

/** A part without conversations. */
export const noTalks: Omit<TalkRow, 'is_whole' | 'key' | 'campaign_name'> = {
  begun: 0,
  invited: 0,
  messages: 0,
  answered: 0,
  abandoned: 0,
  had: 0,
  waits: null,
  first_answer: null,
  first_answers: 0,
  counted: 0,
  in_time: 0,
  handled: 0,
  handle_s: null,
  transfers: 0,
  calls: 0,
  heard: 0,
  given_up: 0,
  accepted: 0,
  speed_s: null,
  talk_s: null,
  held_s: null,
  wrapped: 0,
  wrap_s: null,
  promised: 0,
  rung: 0,
  kept: 0,
  reached: 0,
  settled: 0,
  rated: 0,
  satisfied: 0,
  said: 0,
  promoters: 0,
  detractors: 0,
  asked: 0,
  resolved: 0,
};

export type TalkSums = typeof noTalks;
export type TimeSums = Omit<TimeRow, 'key'>;
export const noTime: TimeSums = { held_s: 0, busy_s: 0, online_s: 0, occupied_s: 0 };

/** `time` is null if agents' time cannot be grouped this way. */
export function figuresOf(talks: TalkSums, time: TimeSums | null): Figures {
  const known = talks.answered + talks.abandoned;
  const count = (value: number): Figure => ({ value, of: talks.begun });
  const figures: Record<FigureId, Figure> = {
    begun: count(talks.begun),
    invited: count(talks.invited),
    own: count(talks.begun - talks.invited),
    messages: count(talks.messages),
    answered: count(talks.answered),
    abandoned: count(talks.abandoned),
    abandonment: share(talks.abandoned, known),
    'wait-median': { value: talks.waits?.[0] ?? null, of: talks.had },
    'wait-p90': { value: talks.waits?.[1] ?? null, of: talks.had },
    'first-answer': { value: talks.first_answer, of: talks.first_answers },
    'service-level': share(talks.in_time, talks.counted),
    'handle-time': share(talks.handle_s ?? 0, talks.handled),
    transfers: count(talks.transfers),
    calls: count(talks.calls),
    'calls-answered': count(talks.heard),
    'calls-abandoned': count(talks.given_up),
    'call-speed': share(talks.speed_s ?? 0, talks.accepted),
    'talk-time': share((talks.talk_s ?? 0) - (talks.held_s ?? 0), talks.heard),
    'hold-time': share(talks.held_s ?? 0, talks.heard),
    'wrap-up-time': share(talks.wrap_s ?? 0, talks.wrapped),
    callbacks: count(talks.promised),
    'callbacks-kept': share(talks.kept, talks.rung),
    'callbacks-missed': count(talks.rung - talks.kept),
    'callbacks-reached': share(talks.reached, talks.settled),
    concurrency: time === null ? undefinedHere : share(time.held_s, time.busy_s),
    occupancy: time === null ? undefinedHere : share(time.occupied_s, time.online_s),
    csat: share(talks.satisfied, talks.rated),
    nps: points(talks),
    resolved: share(talks.resolved, talks.asked),
  };
  return figures;
}

const undefinedHere: Figure = { value: null, of: 0 };

function share(part: number, of: number): Figure {
  return { value: of === 0 ? null : part / of, of };
}

/** Reichheld’s net promoter score: the percentage of 9 and 10 minus the percentage of 0 to 6. */
function points({ promoters, detractors, said }: TalkSums): Figure {
  return { value: said === 0 ? null : ((promoters - detractors) / said) * 100, of: said };
}

export function addTime(a: TimeSums, b: TimeSums): TimeSums {
  return {
    held_s: a.held_s + b.held_s,
    busy_s: a.busy_s + b.busy_s,
    online_s: a.online_s + b.online_s,
    occupied_s: a.occupied_s + b.occupied_s,
  };
}
