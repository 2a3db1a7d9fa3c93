// Where each user signed in within the last day: a keyed hash of address prefix and client, so that
// a script without cookies is not reported each time. It does not reveal an address.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { createHmac } from 'node:crypto';

const hourMs = 3600_000;
/** Less than a day by the hour of a sweep, so that no entry gets a day old. */
const keptMs = 23 * hourMs;

export interface SignInPlaces {
  /** Records a place. Returns whether it was recorded within the last day. */
  note(sql: Sql, user: Visit): Promise<boolean>;
  /** Stops the sweeps. */
  close(): void;
}

export interface Visit {
  readonly account: string;
  readonly user: string;
  /** `addressPrefix` of the client. */
  readonly prefix: string;
  readonly client: string | null;
}

export interface SignInPlacesParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly log: Log;
  /** Keys the hash. A secret of the installation. */
  readonly secret: string;
}

/** Places in the records store. Removes old ones now and every hour. */
export function createSignInPlaces(parts: SignInPlacesParts): SignInPlaces {
  const { records, clock, schedule, log, secret } = parts;
  let cancel = (): void => {};
  const sweep = (): void => {
    cancel = schedule(hourMs, sweep);
    const before = new Date(clock.now() - keptMs);
    records
      .withoutAccount((sql) => sql.rows('SELECT forget_sign_in_places($1)', [before]))
      .catch((error: unknown) =>
        log.warn('places of sign-ins were not removed', { reason: String(error) }),
      );
  };
  cancel = schedule(0, sweep);

  return {
    async note(sql, { account, user, prefix, client }) {
      const text = JSON.stringify(['place', prefix, client]);
      const place = createHmac('sha256', secret).update(text).digest();
      const now = clock.now();
      const known = await sql.run(
        'UPDATE sign_in_places SET seen_at = $3 WHERE user_id = $1 AND place = $2 AND seen_at > $4',
        [user, place, new Date(now), new Date(now - keptMs)],
      );
      if (known > 0) return true;
      await sql.run(
        `INSERT INTO sign_in_places (account, user_id, place, seen_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account, user_id, place) DO UPDATE SET seen_at = excluded.seen_at`,
        [account, user, place, new Date(now)],
      );
      return false;
    },
    close: () => cancel(),
  };
}
