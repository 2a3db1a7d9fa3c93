// The live list: who is on the site now, told to the consoles that watch. A row is drawn only for
// watchers and only when something about its visitor changed; a second of quiet costs nothing.
import { repeat } from '@opportune/core/world/repeat.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { visitorRow } from '@opportune/core/decision/row.ts';
import type { DecisionContext } from '@opportune/core/decision/engine.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import type { AccountEngine } from './account-engine.ts';
import type { VisitorEntry } from './visitor-entry.ts';

/** Changes are gathered this long before they are told: well under what a person notices. */
const gatherMs = 150;
/** A visitor without connection stays in the list this long: page changes, HTTP-only clients. */
const lingerMs = 15_000;
/** Rows told at most; the count is always whole. */
const rowsTold = 2000;

interface Watch {
  readonly site: SiteId | undefined;
  readonly send: (frame: ConsoleServerFrame) => void;
}

interface Account {
  readonly watches: Set<Watch>;
  readonly dirty: Set<VisitorEntry>;
  /** Visitors the watchers have a row of. */
  readonly shown: Set<VisitorId>;
}

export class LiveVisitors {
  readonly #clock: Clock;
  readonly #engineOf: (account: AccountId) => AccountEngine | undefined;
  readonly #contextOf: (engine: AccountEngine, entry: VisitorEntry) => DecisionContext;
  readonly #accounts = new Map<AccountId, Account>();
  readonly #stop: () => void;

  constructor(
    clock: Clock,
    schedule: Schedule,
    engineOf: (account: AccountId) => AccountEngine | undefined,
    contextOf: (engine: AccountEngine, entry: VisitorEntry) => DecisionContext,
  ) {
    this.#clock = clock;
    this.#engineOf = engineOf;
    this.#contextOf = contextOf;
    this.#stop = repeat(schedule, gatherMs, () => this.#tell());
  }

  /** Something about the visitor changed. Free where nobody watches. */
  changed(engine: AccountEngine, entry: VisitorEntry): void {
    this.#accounts.get(engine.account)?.dirty.add(entry);
  }

  /** Sends the whole list, then changes, until the returned function is called. */
  watch(
    account: AccountId,
    site: SiteId | undefined,
    send: (frame: ConsoleServerFrame) => void,
  ): () => void {
    const watch: Watch = { site, send };
    const of = this.#accounts.get(account) ?? {
      watches: new Set(),
      dirty: new Set(),
      shown: new Set(),
    };
    this.#accounts.set(account, of);
    of.watches.add(watch);
    const rows = this.rows(account, site);
    for (const row of rows) of.shown.add(row.visitor);
    send({ type: 'visitors.all', rows: rows.slice(0, rowsTold), total: rows.length });
    return () => {
      of.watches.delete(watch);
      if (of.watches.size === 0) this.#accounts.delete(account);
    };
  }

  /** Everybody present now, the latest first. */
  rows(account: AccountId, site?: SiteId): readonly VisitorRow[] {
    const engine = this.#engineOf(account);
    if (engine === undefined) return [];
    const rows: VisitorRow[] = [];
    for (const entry of engine.visitors.values()) {
      const row = site === undefined || entry.site === site ? this.row(engine, entry) : null;
      if (row !== null) rows.push(row);
    }
    return rows.sort((a, b) => b.visitSince - a.visitSince);
  }

  /** The row of a visitor who is present and no bot; else null. */
  row(engine: AccountEngine, entry: VisitorEntry): VisitorRow | null {
    if (entry.state === null || !this.#present(entry)) return null;
    const row = visitorRow(entry.state, this.#contextOf(engine, entry));
    if (row === null || row.device.type === 'bot') return null;
    return { ...row, online: entry.links.size > 0 };
  }

  close(): void {
    this.#stop();
  }

  #present(entry: VisitorEntry): boolean {
    return entry.links.size > 0 || entry.lastSeenAt > this.#clock.now() - lingerMs;
  }

  #tell(): void {
    for (const [account, of] of this.#accounts) {
      const engine = this.#engineOf(account);
      if (engine === undefined) continue;
      const gone = this.#gone(engine, of);
      const rows = [...of.dirty].flatMap((entry) => this.row(engine, entry) ?? []);
      of.dirty.clear();
      if (rows.length === 0 && gone.length === 0) continue;
      for (const row of rows) of.shown.add(row.visitor);
      for (const watch of of.watches) tellOne(watch, rows, gone, of.shown.size);
    }
  }

  #gone(engine: AccountEngine, of: Account): readonly VisitorId[] {
    const gone: VisitorId[] = [];
    for (const visitor of of.shown) {
      const entry = engine.visitors.get(visitor);
      if (entry !== undefined && this.#present(entry)) continue;
      gone.push(visitor);
      of.shown.delete(visitor);
    }
    return gone;
  }
}

function tellOne(
  watch: Watch,
  rows: readonly VisitorRow[],
  gone: readonly VisitorId[],
  total: number,
): void {
  const own = watch.site === undefined ? rows : rows.filter((row) => row.site === watch.site);
  watch.send({ type: 'visitors.changed', rows: own, gone, total });
}
