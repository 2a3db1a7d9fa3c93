// How often the facts behind a figure have changed, by account: counters in memory that rise when
// the bus reports a stored batch. Accounts are independent. They restart with the process.
import type { Bus } from '@opportune/core/ports/bus.ts';
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import {
  configurationChanged,
  factsStored,
  type StoredOfAccount,
} from '@opportune/protocol/bus/changes.ts';
import type { AccountId, CampaignId, GoalId, SiteId } from '@opportune/protocol/ids.ts';

/** A named kind of fact in an account on which figures depend. */
export type Ground = string & { readonly ground: unique symbol };

function ground(name: string): Ground {
  return name as Ground;
}

/** The kinds of facts. `past`: events from long before their receipt, including imported ones. */
export const grounds = {
  configuration: ground('configuration'),
  events: ground('events'),
  reactions: ground('reaction'),
  takenBack: ground('takenBack'),
  past: ground('past'),
  begun: ground('begun'),
  bursts: ground('burst'),
  decisions: ground('decisions'),
  eventsOf: (site: SiteId): Ground => ground(`events of ${site}`),
  decisionsOf: (campaign: CampaignId): Ground => ground(`decisions of ${campaign}`),
  conversionsOf: (goal: GoalId): Ground => ground(`conversions of ${goal}`),
} as const;

interface Counters {
  readonly moves: Map<Ground, number>;
  readonly listeners: Set<() => void>;
}

export class FactVersions {
  readonly #accounts = new Map<AccountId, Counters>();
  readonly #stops: readonly (() => void)[];

  constructor(bus: Bus) {
    this.#stops = [
      subscribe(bus, factsStored, ({ accounts }) => {
        for (const stored of accounts) this.#move(stored.account, groundsOf(stored));
      }),
      subscribe(bus, configurationChanged, ({ account }) =>
        this.#move(account, [grounds.configuration]),
      ),
    ];
  }

  /** A number that grows whenever one of them changes. */
  of(account: AccountId, on: readonly Ground[]): number {
    const moves = this.#accounts.get(account)?.moves;
    return on.reduce((sum, each) => sum + (moves?.get(each) ?? 0), 0);
  }

  /** Calls back after every change in the account. Returns a function that stops it. */
  listen(account: AccountId, listener: () => void): () => void {
    const { listeners } = this.#of(account);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #move(account: AccountId, on: readonly Ground[]): void {
    const { moves, listeners } = this.#of(account);
    for (const each of on) moves.set(each, (moves.get(each) ?? 0) + 1);
    for (const listener of [...listeners]) listener();
  }

  #of(account: AccountId): Counters {
    const known = this.#accounts.get(account);
    if (known !== undefined) return known;
    const counters = { moves: new Map<Ground, number>(), listeners: new Set<() => void>() };
    this.#accounts.set(account, counters);
    return counters;
  }
}

function groundsOf({ sites, campaigns, goals, holds }: StoredOfAccount): readonly Ground[] {
  return [
    ...(sites.length === 0 ? [] : [grounds.events]),
    ...sites.map((site) => grounds.eventsOf(site)),
    ...(campaigns.length === 0 ? [] : [grounds.decisions]),
    ...campaigns.map((campaign) => grounds.decisionsOf(campaign)),
    ...goals.map((goal) => grounds.conversionsOf(goal)),
    ...holds.map(ground),
  ];
}
