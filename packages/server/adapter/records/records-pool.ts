// Shares the connections to PostgreSQL between accounts. The account with the fewest gets the next,
// and some are kept free from any single account, so that a busy account keeps nobody waiting for
// long.
import { FairPlaces, type Leave } from '@opportune/core/bounds/fair-places.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type pg from 'pg';

/** Connections that no single account may use. */
const keptForOthers = 2;
/** With fewer connections, none is kept free. */
const fewConnections = 4;

export interface Lent {
  readonly client: pg.PoolClient;
  /** `broken`: the connection cannot be used again. */
  giveBack(broken?: Error | boolean): void;
}

/** A pending request for a connection. */
export interface Wanted {
  /** Rejects after `waitMs`, with the error of an exhausted pool. */
  readonly lent: Promise<Lent>;
  /** The request is cancelled. A connection that still arrives is given back. */
  giveUp(): void;
}

export type Lending = (account: AccountId | undefined) => Wanted;

/** Lends the pool's connections, at most `most` at a time. */
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
