// A bounded table of long-poll sessions by name. When it is full, each newcomer replaces a session
// of the network with the most sessions: the least recently used one without a waiting poll. A
// flood thus displaces only itself. It does not know what a session is for.
import { FairRanks, Holding } from '@opportune/core/bounds/fair-ranks.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { networkOfPrefix } from '../../http/address/address-prefix.ts';

/** Beyond this number, a network's own sessions are replaced before those of others. */
const fairSessions = 64;

export interface Polled {
  readonly name: string;
  /** A poll waits, so a browser is connected. */
  readonly waiting: boolean;
  /** Ends the session and removes it from the table at once. */
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

  /** All sessions. Some may end while the list is used. */
  all(): readonly Session[] {
    return [...this.#sessions.values()].map(({ thing }) => thing);
  }

  get(name: string): Session | undefined {
    return this.#sessions.get(name)?.thing;
  }

  /** The session received a request or was answered. */
  used({ name }: Session): void {
    const holding = this.#sessions.get(name);
    if (holding !== undefined) this.#ranks.use(holding);
  }

  /**
   * Begins a session for the address, or returns the reason why not. Call `gone` once it has ended.
   * `payer` is the prefix of the address.
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

  /** Enters in place of another session. */
  #enterFor(): (() => void) | null {
    this.#ranks.first(({ waiting }) => waiting)?.thing.end(problem('server.overloaded'));
    return this.#enter();
  }
}
