// Agents who are present without a socket. Each is present for a minute after their last REST call
// that says so. It receives nothing from the desk; such agents read over REST too. At most one
// entry per user.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { sessionsEnded, usersChanged } from '@opportune/protocol/bus/changes.ts';
import type { AccountId, UserId } from '@opportune/protocol/ids.ts';
import { presenceLimits } from '@opportune/protocol/limits/connections.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { Principal } from '../../http/access/principal.ts';
import type { AccountDesk } from '../../desk/account-desk.ts';
import type { Subscriber } from '../../desk/audience/audience.ts';
import type { AgentParts } from '../seams.ts';

interface Present {
  readonly account: AccountId;
  readonly user: UserId;
  readonly session: string;
  readonly heard: Subscriber;
  cancel: () => void;
}

type Use = Pick<AgentParts, 'bus' | 'desks' | 'schedule' | 'clock'>;

export class RestPresence {
  readonly #use: Use;
  readonly #present = new Map<string, Present>();
  readonly #stops: readonly (() => void)[];

  constructor(use: Use) {
    this.#use = use;
    this.#stops = [
      subscribe(use.bus, usersChanged, ({ account, user }) => {
        if (user.disabled) this.leave(account, user.id);
      }),
      subscribe(use.bus, sessionsEnded, ({ account, user, only, except }) => {
        const session = this.#present.get(keyOf(account, user))?.session;
        const hasEnded = only === null ? session !== except : session === only;
        if (hasEnded) this.leave(account, user);
      }),
    ];
  }

  get many(): number {
    return this.#present.size;
  }

  /** Marks them as present. Throws `server.overloaded` if too many are. Returns until when, in milliseconds since 1970. */
  stay(desk: AccountDesk, { account, user, session }: Principal): number {
    const { id, name, kind, room } = user;
    const known = this.#present.get(keyOf(account, id));
    if (known === undefined && this.#present.size >= presenceLimits.agents)
      throw refuse('server.overloaded');
    known?.cancel();
    const heard = known?.heard ?? silent(id);
    desk.audience.subscribe(heard);
    desk.apply({ type: 'agent.connected', profile: { user: id, name, kind, room } });
    const { stayMs } = presenceLimits;
    const cancel = this.#use.schedule(stayMs, () => this.leave(account, id));
    this.#present.set(keyOf(account, id), { account, user: id, session, heard, cancel });
    return this.#use.clock.now() + stayMs;
  }

  /** Their consoles, if any, stay. */
  leave(account: AccountId, user: UserId): void {
    const present = this.#present.get(keyOf(account, user));
    if (present === undefined) return;
    present.cancel();
    this.#present.delete(keyOf(account, user));
    const { desks } = this.#use;
    const isLast = desks.audienceOf(account).unsubscribe(present.heard);
    if (isLast) desks.open(account)?.apply({ type: 'agent.disconnected', user });
  }

  close(): void {
    for (const { cancel } of this.#present.values()) cancel();
    for (const stop of this.#stops) stop();
  }
}

function keyOf(account: AccountId, user: UserId): string {
  return `${account} ${user}`;
}

function silent(user: UserId): Subscriber {
  return { user, watching: new Set(), send() {}, sendSoon() {} };
}
