// The sessions of long polls, by name, so many at most. Where they are full the network that holds most
// loses one for each that comes: of those that no poll waits in the one unused longest. So a flood makes
// way for itself. It knows nothing of what a session is for.
import { FairRanks, Holding } from '@opportune/core/bounds/fair-ranks.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { networkOfPrefix } from '../../http/address/address-prefix.ts';

/** Beyond so many a network's own go before those of others. */
const fairSessions = 64;

export interface Polled {
  readonly name: string;
  /** A poll waits in it: a browser is there. */
  readonly waiting: boolean;
  /** Ends it, which takes it out of the room at once. */
  end(why: Problem): void;
}

export class PollRoom<Session extends Polled> {
  readonly #budgets: Pick<Budgets, 'enter'>;
  readonly #sessions = new Map<string, Holding<Session>>();
  readonly #ranks = new FairRanks<Session>(fairSessions);

  constructor(budgets: Pick<Budgets, 'enter'>) {
    this.#budgets = budgets;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** All of them, some of which may be ended meanwhile. */
  all(): readonly Session[] {
    return [...this.#sessions.values()].map(({ thing }) => thing);
  }

  get(name: string): Session | undefined {
    return this.#sessions.get(name)?.thing;
  }

  /** It is heard of, or was answered. */
  used({ name }: Session): void {
    const holding = this.#sessions.get(name);
    if (holding !== undefined) this.#ranks.use(holding);
  }

  /**
   * Begins a session of the address, or says why not. `gone` is to be called once it has ended.
   * `payer`: the prefix of the address.
   */
  begin(payer: string, make: (gone: () => void) => Session): Session | Problem {
    const leaveAddress = this.#budgets.enter([{ budget: 'sessions.address', payer }]);
    if (leaveAddress === null) return problem('rate.address');
    const leaveAll = this.#enter() ?? this.#enterFor();
    if (leaveAll === null) {
      leaveAddress();
      return problem('server.overloaded');
    }
    const session = make(() => {
      leaveAddress();
      leaveAll();
      this.#sessions.delete(session.name);
      this.#ranks.remove(holding);
    });
    const holding = new Holding(session, networkOfPrefix(payer), 1);
    this.#sessions.set(session.name, holding);
    this.#ranks.add(holding);
    return session;
  }

  #enter(): (() => void) | null {
    return this.#budgets.enter([{ budget: 'polls.process', payer: 'all' }]);
  }

  /** In place of another. */
  #enterFor(): (() => void) | null {
    this.#ranks.first(({ waiting }) => waiting)?.thing.end(problem('server.overloaded'));
    return this.#enter();
  }
}
