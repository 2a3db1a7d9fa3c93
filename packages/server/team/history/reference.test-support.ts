// Computes the figures of a past slowly and simply: filters lists and steps through minutes. It
// shares nothing with the SQL that it is compared with, not even the time zone tables.
import { zoneOffsetMs } from '@opportune/core/world/local-time.ts';
import type { FigureId } from '@opportune/protocol/rest/team/history.ts';
import { minuteMs, type Past, type PastTalk } from './past.test-support.ts';

export type Slow = Readonly<Record<FigureId, readonly [value: number | null, of: number]>>;

const days = new Map<string, string>();

/** The local day of an instant, `YYYY-MM-DD`. Days begin on a quarter of an hour everywhere. */
export function dayOf(zone: string, at: number): string {
  const key = `${zone} ${Math.floor(at / 900_000)}`;
  const day =
    days.get(key) ?? new Date(at + (zoneOffsetMs(zone, at) ?? 0)).toISOString().slice(0, 10);
  days.set(key, day);
  return day;
}

/** The figures of the selected conversations and minutes. `agents` null: everybody's time. */
export function slowFigures(
  past: Past,
  isIn: (at: number) => boolean,
  ofTalk: (talk: PastTalk) => boolean = () => true,
  time: { readonly agents: readonly string[] | null } | null = { agents: null },
): Slow {
  const begun = past.talks.filter((talk) => isIn(talk.startedAt) && ofTalk(talk));
  const chats = begun.filter(({ isMessage }) => !isMessage);
  const came = chats.filter(({ isByHand }) => !isByHand);
  const answered = came.filter(({ answeredAt }) => answeredAt !== null);
  const abandoned = came.filter(
    ({ answeredAt, status }) => answeredAt === null && (status === 'ended' || status === 'wrap-up'),
  );
  const had = chats.filter(({ holds }) => holds.length > 0);
  // Who agreed to be called back did not wait for an answer.
  const awaiting = came.filter(({ backs }) => backs.length === 0);
  const waited = awaiting.filter(({ holds }) => holds.length > 0);
  const waits = waited.map(({ holds, startedAt }) =>
    Math.max(0, ((holds[0]?.since ?? 0) - startedAt) / 1000),
  );
  const firsts = answered
    .filter(({ backs }) => backs.length === 0)
    .map(({ answeredAt, startedAt }) => ((answeredAt ?? 0) - startedAt) / 1000);
  const level = awaiting.flatMap((talk) => levelOf(past, talk) ?? []);
  const over = had.filter(({ holds }) => holds.every(({ until }) => until !== null));
  const handled = over.map(({ holds }) =>
    sum(holds.map(({ since, until }) => ((until ?? 0) - since) / 1000)),
  );
  const surveys = chats.flatMap(({ survey }) => (survey === null ? [] : [survey]));
  const rated = surveys.flatMap(({ satisfaction }) => satisfaction ?? []);
  const said = surveys.flatMap(({ recommend }) => recommend ?? []);
  const asked = surveys.flatMap(({ resolved }) => (resolved === null ? [] : [resolved]));
  const share = (part: number, of: number): [number | null, number] => [
    of === 0 ? null : part / of,
    of,
  ];
  const spent = time === null ? null : slowTime(past, isIn, time.agents);
  const count = (value: number): [number, number] => [value, begun.length];
  return {
    begun: count(begun.length),
    invited: count(begun.filter(({ campaign }) => campaign !== null).length),
    own: count(begun.filter(({ campaign }) => campaign === null).length),
    messages: count(begun.filter(({ isMessage }) => isMessage).length),
    answered: count(answered.length),
    abandoned: count(abandoned.length),
    abandonment: share(abandoned.length, answered.length + abandoned.length),
    'wait-median': [quantile(waits, 0.5), waits.length],
    'wait-p90': [quantile(waits, 0.9), waits.length],
    'first-answer': [quantile(firsts, 0.5), firsts.length],
    'service-level': share(level.filter(Boolean).length, level.length),
    'handle-time': share(sum(handled), handled.length),
    transfers: count(sum(chats.map(({ holds }) => holds.filter(({ handed }) => handed).length))),
    ...slowCalls(begun, count, share),
    concurrency: spent === null ? [null, 0] : share(spent.held, spent.busy),
    occupancy: spent === null ? [null, 0] : share(spent.occupied, spent.online),
    csat: share(rated.filter((each) => each >= 4).length, rated.length),
    nps: [
      said.length === 0
        ? null
        : (100 * (said.filter((n) => n >= 9).length - said.filter((n) => n <= 6).length)) /
          said.length,
      said.length,
    ],
    resolved: share(asked.filter(Boolean).length, asked.length),
  };
}

type Pair = [value: number | null, of: number];

/** Of calls, and of call backs. */
function slowCalls(
  begun: readonly PastTalk[],
  count: (value: number) => Pair,
  share: (part: number, of: number) => Pair,
) {
  const calls = begun.flatMap((talk) => talk.calls);
  const heard = calls.filter(({ connectedAt }) => connectedAt !== null);
  const queued = calls.filter(({ isQueued }) => isQueued);
  const speeds = queued.flatMap(({ acceptedAt, proposedAt }) =>
    acceptedAt === null ? [] : [(acceptedAt - proposedAt) / 1000],
  );
  const held = sum(heard.map(({ heldS }) => heldS ?? 0));
  const wraps = begun
    .filter(({ isMessage, status }) => !isMessage && status === 'ended')
    .filter((talk) => talk.calls.some(({ connectedAt }) => connectedAt !== null))
    .filter(({ holds }) => holds.length > 0 && holds.every(({ until }) => until !== null))
    .map(({ holds, endedAt }) => ((holds.at(-1)?.until ?? 0) - (endedAt ?? 0)) / 1000);
  const promises = begun.flatMap(({ backs }) => backs).filter(({ state }) => state !== 'cancelled');
  const known = promises.filter(
    ({ firstRungAt, overAt }) => firstRungAt !== null || overAt !== null,
  );
  const kept = known.filter(
    ({ firstRungAt, from }) => firstRungAt !== null && firstRungAt <= from + 5 * minuteMs,
  );
  const over = promises.filter(({ overAt }) => overAt !== null);
  const reached = over.filter(({ state }) => state === 'reached');
  const givenUp = queued.filter(
    ({ acceptedAt, endedAt }) => acceptedAt === null && endedAt !== null,
  );
  return {
    calls: count(calls.length),
    'calls-answered': count(heard.length),
    'calls-abandoned': count(givenUp.length),
    'call-speed': share(sum(speeds), speeds.length),
    'talk-time': share(sum(heard.map(({ spokeS }) => spokeS ?? 0)) - held, heard.length),
    'hold-time': share(held, heard.length),
    'wrap-up-time': share(sum(wraps), wraps.length),
    callbacks: count(promises.length),
    'callbacks-kept': share(kept.length, known.length),
    'callbacks-missed': count(known.length - kept.length),
    'callbacks-reached': share(reached.length, over.length),
  };
}

/** Null if it does not count. */
function levelOf({ targets, now }: Past, talk: PastTalk): boolean | null {
  const within = talk.skill === null ? null : (targets.get(talk.skill) ?? null);
  if (within === null) return null;
  const { answeredAt, startedAt, status } = talk;
  if (answeredAt !== null) return (answeredAt - startedAt) / 1000 <= within;
  const isKnown = status === 'ended' || status === 'wrap-up' || (now - startedAt) / 1000 > within;
  return isKnown ? false : null;
}

interface Minute {
  readonly at: number;
  readonly agent: string;
  readonly many: number;
  readonly isOnline: boolean;
}

const known = new WeakMap<Past, readonly Minute[]>();

/** For each agent and minute: how many conversations they had, and whether they were online. */
function minutesOf(past: Past): readonly Minute[] {
  const found = known.get(past);
  if (found !== undefined) return found;
  const starts = [
    ...past.talks.map(({ startedAt }) => startedAt),
    ...past.states.map(({ since }) => since),
  ];
  const minutes: Minute[] = [];
  for (const agent of past.agents) {
    const holds = past.talks.flatMap((talk) => talk.holds.filter((hold) => hold.agent === agent));
    const states = past.states.filter((state) => state.agent === agent);
    for (let at = Math.min(past.now, ...starts); at < past.now; at += minuteMs) {
      const has = holds.filter(({ since, until }) => since <= at && (until ?? Infinity) > at);
      const state = states.findLast(({ since }) => since <= at)?.state;
      minutes.push({ at, agent, many: has.length, isOnline: state === 'online' });
    }
  }
  known.set(past, minutes);
  return minutes;
}

/** In seconds. */
function slowTime(past: Past, isIn: (at: number) => boolean, only: readonly string[] | null) {
  const within = minutesOf(past).filter(
    ({ at, agent }) => (only === null || only.includes(agent)) && isIn(at),
  );
  const seconds = (which: (minute: Minute) => boolean): number => 60 * within.filter(which).length;
  return {
    held: 60 * sum(within.map(({ many }) => many)),
    busy: seconds(({ many }) => many > 0),
    online: seconds(({ isOnline }) => isOnline),
    occupied: seconds(({ many, isOnline }) => isOnline && many > 0),
  };
}

/** Interpolated between the two nearest values, like PostgreSQL's percentile_cont. */
function quantile(values: readonly number[], part: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const place = part * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? 0;
  return low + (high - low) * (place - Math.floor(place));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, each) => all + each, 0);
}
