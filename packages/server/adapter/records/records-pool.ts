// The connections to PostgreSQL as accounts share them: whoever holds fewest gets the next, and some are
// kept from any one account, so that one with much to do keeps nobody waiting for long.
import { FairPlaces, type Leave } from '@opportune/core/bounds/fair-places.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type pg from 'pg';

/** Connections that no account has. */
const keptForOthers = 2;
/** Of fewer none is kept. */
const fewConnections = 4;

export interface Lent {
  readonly client: pg.PoolClient;
  /** `broken`: it is of no more use. */
  giveBack(broken?: Error | boolean): void;
}

/** A connection on its way. */
export interface Wanted {
  /** Rejects after `waitMs`, in the words of a pool that has none. */
  readonly lent: Promise<Lent>;
  /** Nobody wants it any more; what comes of it yet is given back. */
  giveUp(): void;
}

export type Lending = (account: AccountId | undefined) => Wanted;

/** Lends the pool's connections, `most` at the same time. */
export function lendingFrom(pool: pg.Pool, most: number, waitMs: number): Lending {
  const places = new FairPlaces({
    places: most,
    keptForOthers: most < fewConnections ? 0 : keptForOthers,
  });

  async function lend(leave: Leave): Promise<Lent> {
    try {
      const client = await pool.connect();
      return {
        client,
        giveBack(broken) {
          client.release(broken);
          leave();
        },
      };
    } catch (error) {
      leave();
      throw error;
    }
  }

  return (account) => {
    const place = Promise.withResolvers<Leave>();
    const late = setTimeout(() => {
      takeBack();
      place.reject(new Error('timeout exceeded when trying to connect'));
    }, waitMs);
    const takeBack = places.take(account ?? null, (leave) => {
      clearTimeout(late);
      place.resolve(leave);
    });
    const lent = place.promise.then(lend);
    return {
      lent,
      giveUp() {
        clearTimeout(late);
        takeBack();
        lent.then(
          (given) => given.giveBack(),
          () => {},
        );
      },
    };
  };
}
