// The agents of a sample shop: when they work, and what they do about messages that were left.
import { dayMs, wallClock } from '@opportune/core/world/local-time.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { changeCase } from '../desk/cases/cases.ts';
import type { Principal } from '../http/access/principal.ts';
import { play, type Script } from './acting.ts';
import type { Colleague, Furnished } from './furnish.ts';
import type { Stage } from './stage.ts';
import type { OnDuty } from './talks/talk.ts';
import type { Talks } from './talks/talks.ts';
import type { SampleWords } from './words/words.ts';

const hourMs = 3_600_000;
/** How long before the end of a shift an agent takes no more conversations. */
const closingMs = 15 * 60_000;
/** How long before the end of the six weeks everybody is gone, so that nobody seems to be there. */
const emptyMs = 12 * 60_000;
/** A shift that the end of the six weeks would leave shorter than this is left out. */
const leastShiftMs = 30 * 60_000;

export interface Team {
  /** Lets everybody come to work from one instant to another. */
  work(from: number, until: number): void;
}

export function createTeam(
  stage: Stage,
  { team, place, zone, words }: Furnished & { readonly zone: string; readonly words: SampleWords },
  talks: Talks,
): Team {
  const { time } = stage;
  const { account } = place;

  async function* shift({ user, of }: Colleague, ends: number): Script {
    const principal: Principal = {
      ...{ account, user, session: `sample ${user.id}` },
      ...{ mustSetPassword: false, scopes: null },
    };
    const chance = stage.chance.of(`${user.id} ${ends}`);
    let duty: OnDuty | null = null;
    const session = await stage.session(principal, (frame) => talks.hear(() => duty, frame));
    duty = { principal, session, chance };
    const become = (state: string, reason?: string) =>
      session.receive(JSON.stringify({ type: 'agent.state', state, ...(reason && { reason }) }));
    await become('online');
    if (of.from < 10) await closeCases(duty);
    const closing = ends - closingMs;
    const untilLunch = chance.between(3, 4.5) * hourMs;
    if (time.now() + untilLunch + hourMs < closing) {
      yield untilLunch / 1000;
      await become('away', words.lunch);
      yield chance.between(1500, 2400);
      await become('online');
    }
    yield (closing - time.now()) / 1000;
    await become('back-soon');
    yield closingMs / 1000;
    await become('offline');
    session.end();
  }

  /** In the morning somebody looks at what was left. The last days' messages are still open. */
  async function closeCases({ principal, chance }: OnDuty): Promise<void> {
    const { desks } = stage.desk;
    const desk = await desks.of(account);
    const until = time.now() - 2 * dayMs;
    const open = await stage.records.withAccount(account, (sql) =>
      sql.rows<{ id: ConversationId }>(
        `SELECT id FROM conversations WHERE status = 'message' AND started_at < $1
         ORDER BY started_at LIMIT 2`,
        [new Date(until)],
      ),
    );
    for (const { id } of open) {
      const change = chance.is(0.6) ? { state: 'closed' as const } : { agent: principal.user.id };
      await changeCase(desks.parts, desk, account, { id, change });
    }
  }

  return {
    work(from, until) {
      for (let day = from - dayMs; day < until; day += dayMs)
        for (const colleague of team) {
          const begins = localHour(zone, day, colleague.of.from);
          const ends = Math.min(localHour(zone, day, colleague.of.until), until - emptyMs);
          const isFree = wallClock(zone, begins)?.weekday === 'sun';
          if (begins >= from && begins < ends - leastShiftMs && !isFree)
            play(time, begins, shift(colleague, ends));
        }
    },
  };
}

/** An hour of the local day of an instant. */
function localHour(zone: string, at: number, hour: number): number {
  const minutes = wallClock(zone, at)?.minuteOfDay ?? 0;
  const midnight = at - minutes * 60_000 - (at % 60_000);
  return midnight + hour * hourMs;
}
