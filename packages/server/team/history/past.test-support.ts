// A random past of an account's conversations for tests, as plain lists, and how it is stored in
// the tables. Instants are whole minutes, so that a slow reference can step through them.
import type { Sql } from '@opportune/core/ports/records.ts';

export interface PastTalk {
  readonly id: string;
  readonly startedAt: number;
  readonly channel: string;
  readonly skill: string | null;
  readonly campaign: string | null;
  readonly status: 'waiting' | 'active' | 'wrap-up' | 'ended' | 'message';
  readonly isMessage: boolean;
  readonly caseState: 'open' | 'answered' | 'closed' | null;
  /** Chats also have one if their form asked for it. */
  readonly replyTo: string | null;
  /** An agent began it. */
  readonly isByHand: boolean;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly holds: readonly PastHold[];
  readonly calls: readonly PastCall[];
  readonly backs: readonly PastBack[];
  readonly survey: {
    readonly satisfaction: number | null;
    readonly recommend: number | null;
    readonly resolved: boolean | null;
  } | null;
}

export interface PastHold {
  readonly agent: string;
  readonly since: number;
  /** Null: still owned. */
  readonly until: number | null;
  readonly handed: boolean;
}

export interface PastCall {
  readonly proposedAt: number;
  /** It waited for any agent. */
  readonly isQueued: boolean;
  readonly acceptedAt: number | null;
  readonly connectedAt: number | null;
  readonly endedAt: number | null;
  readonly spokeS: number | null;
  readonly heldS: number | null;
}

/** A promise to call back. */
export interface PastBack {
  readonly from: number;
  readonly state: 'promised' | 'reached' | 'missed' | 'cancelled';
  readonly firstRungAt: number | null;
  readonly overAt: number | null;
}

export interface PastState {
  readonly agent: string;
  readonly since: number;
  readonly state: 'online' | 'back-soon' | 'away' | 'offline';
}

export interface Past {
  readonly zone: string;
  readonly now: number;
  readonly agents: readonly string[];
  /** Those of them that are programs. */
  readonly programs: readonly string[];
  /** The seconds within which a skill's conversations should be answered. */
  readonly targets: ReadonlyMap<string, number | null>;
  readonly talks: readonly PastTalk[];
  readonly states: readonly PastState[];
}

export const minuteMs = 60_000;

/** mulberry32, a small generator. The same seed gives the same past. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface PastOptions {
  readonly seed: number;
  readonly zone: string;
  readonly now: number;
  readonly days: number;
  readonly talks: number;
}

export function randomPast({ seed, zone, now, days, talks }: PastOptions): Past {
  const next = chance(seed);
  const below = (most: number): number => Math.floor(next() * most);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const agents = ['ana', 'ben', 'cleo', 'dan'];
  const targets = new Map<string, number | null>([
    ['returns', 120],
    ['sales', 300],
    ['calm', null],
  ]);
  const minutes = days * 24 * 60;
  const at = (minute: number): number => now - (minutes - minute) * minuteMs;
  const holdsFrom = (from: number, open: boolean): PastHold[] => {
    const holds: PastHold[] = [];
    let since = from;
    for (let left = 1 + below(3); left > 0; left -= 1) {
      const until = since + below(90);
      const isOpen = open && (left === 1 || until >= minutes);
      holds.push({
        agent: pick(agents),
        since: at(since),
        until: isOpen ? null : at(Math.min(until, minutes)),
        handed: holds.length > 0 && next() < 0.6,
      });
      if (isOpen || until >= minutes) break;
      since = until + 1 + below(10);
      if (since >= minutes) break;
    }
    return holds;
  };
  const withCalls = callsOf(seed, now);
  const talkOf = (index: number): Omit<PastTalk, 'calls' | 'backs'> => {
    const start = below(minutes);
    const common = {
      id: `t${index}`,
      startedAt: at(start),
      channel: pick(['web', 'web', 'email', 'desk']),
      skill: pick(['returns', 'sales', 'calm', 'nobodys', null]),
      campaign: pick(['c1', 'c2', null]),
      caseState: null,
      isByHand: false,
      replyTo: pick(['ida@example.com', null]),
      survey:
        next() < 0.4
          ? {
              satisfaction: next() < 0.8 ? 1 + below(5) : null,
              recommend: next() < 0.6 ? below(11) : null,
              resolved: next() < 0.6 ? next() < 0.7 : null,
            }
          : null,
    };
    const kind = next();
    if (kind < 0.1) {
      const status = pick(['message', 'ended'] as const);
      // An agent owned it without answering before it was left as a message.
      const holds = next() < 0.3 ? holdsFrom(Math.min(start, minutes - 1), false) : [];
      const leftAt = Math.max(at(start), ...holds.map(({ until }) => until ?? now));
      return {
        ...common,
        status,
        isMessage: true,
        // A message from before cases were recorded has none.
        caseState: status === 'ended' ? 'closed' : pick(['open', 'answered', null] as const),
        replyTo: 'ida@example.com',
        answeredAt: next() < 0.5 ? Math.min(now, leftAt + below(600) * minuteMs) : null,
        endedAt: null,
        holds,
      };
    }
    const isRecent = start > minutes - 240;
    const firstAt = Math.min(minutes, start + below(20));
    if (kind < 0.25)
      return {
        ...common,
        status: isRecent && next() < 0.6 ? 'waiting' : 'ended',
        isMessage: false,
        answeredAt: null,
        endedAt: null,
        holds: [],
      };
    const isOpen = isRecent && next() < 0.5 && firstAt < minutes;
    const holds = holdsFrom(Math.min(firstAt, minutes - 1), isOpen);
    const hasOpen = holds.at(-1)?.until === null;
    const status = hasOpen ? pick(['active', 'wrap-up'] as const) : 'ended';
    const answered =
      next() < 0.85 ? Math.min(now, (holds[0]?.since ?? now) + below(4) * minuteMs) : null;
    // Reopened by its visitor, who then left a message. It stays what it was.
    const wasAnswered = holds.some(
      ({ since, until }) => answered !== null && since <= answered && answered < (until ?? now),
    );
    const left = !hasOpen && wasAnswered && next() < 0.2;
    const leftAs = pick([
      { status: 'message', caseState: 'open' },
      { status: 'message', caseState: 'answered' },
      { status: 'ended', caseState: 'closed' },
    ] as const);
    return {
      ...common,
      status,
      ...(left ? leftAs : {}),
      isMessage: false,
      isByHand: index % 7 === 0,
      answeredAt: answered,
      endedAt: holds.at(-1)?.until ?? null,
      holds,
    };
  };
  const states = agents.flatMap((agent) => {
    const kept: PastState[] = [];
    // Some were online before the past begins.
    for (let minute = below(500) - 250; minute < minutes; minute += 1 + below(700))
      kept.push({
        agent,
        since: at(minute),
        state: pick(['online', 'online', 'away', 'back-soon', 'offline']),
      });
    return kept;
  });
  return {
    zone,
    now,
    agents,
    programs: ['dan'],
    targets,
    talks: Array.from({ length: talks }, (_, index) => withCalls(talkOf(index))),
    states,
  };
}

/** Adds calls, call backs and wrap-ups by a chance of their own. */
function callsOf(seed: number, now: number) {
  const next = chance(seed + 1000);
  const below = (most: number): number => Math.floor(next() * most);
  const callAt = (proposedAt: number): PastCall => {
    const isQueued = next() < 0.6;
    const isAccepted = next() < 0.7;
    const isOver = next() < 0.9;
    const isHeard = isAccepted && next() < 0.8;
    const acceptedAt = isAccepted ? proposedAt + below(90) * 1000 : null;
    const connectedAt = isHeard && acceptedAt !== null ? acceptedAt + 2000 : null;
    const spokeS = isHeard && isOver ? below(900) : null;
    const heldS = spokeS === null || next() < 0.3 ? null : below(spokeS + 1);
    const endedAt = isOver ? (connectedAt ?? acceptedAt ?? proposedAt) + below(900) * 1000 : null;
    return { proposedAt, isQueued, acceptedAt, connectedAt, endedAt, spokeS, heldS };
  };
  const backAt = (from: number): PastBack => {
    const kind = next();
    const rung = from + below(600) * 1000;
    if (kind < 0.2) return { from, state: 'promised', firstRungAt: null, overAt: null };
    if (kind < 0.3) return { from, state: 'promised', firstRungAt: rung, overAt: null };
    if (kind < 0.4) return { from, state: 'cancelled', firstRungAt: null, overAt: from };
    if (kind < 0.6) return { from, state: 'missed', firstRungAt: null, overAt: rung };
    if (kind < 0.7) return { from, state: 'missed', firstRungAt: rung, overAt: rung };
    return { from, state: 'reached', firstRungAt: rung, overAt: rung };
  };
  return (talk: Omit<PastTalk, 'calls' | 'backs'>): PastTalk => {
    const calls = Array.from({ length: Math.max(0, below(5) - 2) }, () =>
      callAt(talk.startedAt + below(3_600) * 1000),
    );
    const backs = next() < 0.15 ? [backAt(talk.startedAt + below(600) * minuteMs)] : [];
    const since = talk.holds.at(-1)?.since ?? 0;
    const endedAt =
      talk.endedAt === null ? null : Math.max(since, talk.endedAt - below(3) * minuteMs);
    return { ...talk, calls, backs, endedAt: endedAt === null ? null : Math.min(endedAt, now) };
  };
}

/** The id of the channel `desk` of a past. It is unique across accounts. */
export function deskOf(account: string): string {
  return `desk-${account}`;
}

/** Stores a past in the tables of an account without one. */
export async function storePast(sql: Sql, account: string, past: Past): Promise<void> {
  await sql.run(
    `UPDATE accounts SET settings = settings || jsonb_build_object('timeZone', $1::text)`,
    [past.zone],
  );
  for (const [id, within] of past.targets)
    await sql.run(
      `INSERT INTO skills (account, id, name, priority, fallback, fallback_after_s, answered_within_s, answered_share)
       VALUES ($1, $2, upper($2), 3, 'nobody', 0, $3::integer, CASE WHEN $3 IS NULL THEN NULL ELSE 0.8 END)`,
      [account, id, within],
    );
  for (const agent of past.agents) {
    const isProgram = past.programs.includes(agent);
    await sql.run(
      `INSERT INTO users (account, id, email, name, kind, role, room, created_at)
       VALUES ($1, $2, $3, upper($2), $4, 'agent', 3, now())`,
      [account, agent, isProgram ? null : `${agent}@a.example`, isProgram ? 'program' : 'person'],
    );
    await sql.run(
      `INSERT INTO agent_choices (account, agent, name, room, state, since)
       VALUES ($1, $2, $2, 3, 'offline', now())`,
      [account, agent],
    );
  }
  await sql.run(
    `INSERT INTO channels (account, id, kind, name, created_at)
     VALUES ($1, $2, 'custom', 'Order desk', now())`,
    [account, deskOf(account)],
  );
  await sql.run(
    `INSERT INTO agent_states (account, agent, since, state)
     SELECT $1, agent, since, state FROM json_to_recordset($2::json)
       AS rows (agent text, since timestamptz, state text)`,
    [account, rows(past.states, (each) => ({ ...each, since: iso(each.since) }))],
  );
  await sql.run("INSERT INTO contacts (account, id, created_at) VALUES ($1, 'bo', now())", [
    account,
  ]);
  await sql.run(
    `INSERT INTO conversations (account, id, channel, contact, address, site, visitor, visitor_name,
       status, skill, agent, origin, started_at, queued_at, answered_at, ended_at, last_at, reply_to,
       case_state, begun_by)
     SELECT $1, id, channel, 'bo', 'v', CASE WHEN channel = 'web' THEN 'shop' END,
       CASE WHEN channel = 'web' THEN 'v' END, '', status, skill, agent,
       CASE WHEN campaign IS NOT NULL THEN
         jsonb_build_object('campaign', campaign, 'campaignName', upper(campaign), 'decision', 'd') END,
       started_at, started_at, answered_at, ended_at, started_at, reply_to, case_state, begun_by
     FROM json_to_recordset($2::json) AS rows (id text, channel text, status text, skill text, agent text,
       campaign text, started_at timestamptz, answered_at timestamptz, ended_at timestamptz, reply_to text,
       case_state text, begun_by text)`,
    [
      account,
      rows(past.talks, (talk) => ({
        id: talk.id,
        channel: talk.channel === 'desk' ? deskOf(account) : talk.channel,
        status: talk.status,
        skill: talk.skill,
        campaign: talk.campaign,
        agent: talk.holds.at(-1)?.agent ?? null,
        started_at: iso(talk.startedAt),
        answered_at: iso(talk.answeredAt),
        ended_at: iso(talk.endedAt),
        reply_to: talk.replyTo,
        case_state: talk.caseState,
        begun_by: talk.isByHand ? (talk.holds[0]?.agent ?? null) : null,
      })),
    ],
  );
  await sql.run(
    `INSERT INTO conversation_holds (account, conversation, agent, since, until, handed)
     SELECT $1, conversation, agent, since, coalesce(until, 'infinity'), handed
     FROM json_to_recordset($2::json)
       AS rows (conversation text, agent text, since timestamptz, until timestamptz, handed boolean)`,
    [
      account,
      rows(
        past.talks.flatMap(({ id, holds }) => holds.map((hold) => ({ id, ...hold }))),
        ({ id, ...hold }) => ({
          ...hold,
          conversation: id,
          since: iso(hold.since),
          until: iso(hold.until),
        }),
      ),
    ],
  );
  await storeCalls(sql, account, past);
  await sql.run(
    `INSERT INTO surveys (account, conversation, satisfaction, recommend, resolved, free_text, answered_at, changed_at)
     SELECT $1, conversation, satisfaction, recommend, resolved, '', now(), now()
     FROM json_to_recordset($2::json)
       AS rows (conversation text, satisfaction smallint, recommend smallint, resolved boolean)`,
    [
      account,
      rows(
        past.talks.flatMap(({ id, survey }) => (survey === null ? [] : [{ id, survey }])),
        ({ id, survey }) => ({ conversation: id, ...survey }),
      ),
    ],
  );
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const rows = <T>(list: readonly T[], of: (each: T) => object): string =>
  JSON.stringify(list.map(of));

async function storeCalls(sql: Sql, account: string, { talks }: Past): Promise<void> {
  await sql.run(
    `INSERT INTO calls (account, id, conversation, proposed_by, queued, proposed_at, accepted_at, connected_at,
       ended_at, spoke_s, held_s)
     SELECT $1, id, conversation, 'visitor', queued, proposed_at, accepted_at, connected_at, ended_at, spoke_s, held_s
     FROM json_to_recordset($2::json) AS rows (id text, conversation text, queued boolean, proposed_at timestamptz,
       accepted_at timestamptz, connected_at timestamptz, ended_at timestamptz, spoke_s integer, held_s integer)`,
    [
      account,
      rows(
        talks.flatMap(({ id, calls }) => calls.map((call, index) => ({ id, index, call }))),
        ({ id, index, call }) => ({
          ...{ id: `${id}-${index}`, conversation: id, queued: call.isQueued },
          ...{ proposed_at: iso(call.proposedAt), accepted_at: iso(call.acceptedAt) },
          ...{ connected_at: iso(call.connectedAt), ended_at: iso(call.endedAt) },
          ...{ spoke_s: call.spokeS, held_s: call.heldS },
        }),
      ),
    ],
  );
  await sql.run(
    `INSERT INTO callbacks (account, id, conversation, channel, address, request, way, state, is_now,
       slot_from, slot_until, due_at, tried_since, first_rung_at, over_at, made_at)
     SELECT $1, id, id, 'web', 'v', id, 'browser', state, false, slot_from, slot_from, slot_from, slot_from,
       first_rung_at, over_at, made_at
     FROM json_to_recordset($2::json) AS rows (id text, state text, slot_from timestamptz,
       first_rung_at timestamptz, over_at timestamptz, made_at timestamptz)`,
    [
      account,
      rows(
        talks.flatMap(({ id, startedAt, backs }) => backs.map((back) => ({ id, startedAt, back }))),
        ({ id, startedAt, back }) => ({
          ...{ id, state: back.state, slot_from: iso(back.from), made_at: iso(startedAt) },
          ...{ first_rung_at: iso(back.firstRungAt), over_at: iso(back.overAt) },
        }),
      ),
    ],
  );
}
