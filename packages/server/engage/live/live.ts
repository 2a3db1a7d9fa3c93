// The live list: sends the present visitors of a site to the consoles that watch. Draws a row only
// if somebody watches and its visitor changed. live-view.ts bounds how much is sent.
import { repeat } from '@opportune/core/world/repeat.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { visitorRow } from '@opportune/core/decision/view/row.ts';
import type { DecisionContext, VisitorState } from '@opportune/core/decision/engine.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import type { AccountEngine } from '../owner/account-engine.ts';
import { LiveView, type Present, type Watcher } from './live-view.ts';
import type { VisitorEntry } from '../owner/visitor-entry.ts';

/** Gathers changes for this long before they are sent, well below what a person notices. */
const gatherMs = 150;
/**
 * Keeps a visitor without a connection in the list for this long, for page changes and HTTP-only
 * clients.
 */
const lingerMs = 15_000;

/** The views of one account, by site; undefined for all its sites. */
type Views = Map<SiteId | undefined, LiveView>;

export class LiveVisitors {
  readonly #clock: Clock;
  readonly #engineOf: (account: AccountId) => AccountEngine | undefined;
  readonly #contextOf: (engine: AccountEngine, entry: VisitorEntry) => DecisionContext;
  readonly #log: Pick<Log, 'error'>;
  readonly #accounts = new Map<AccountId, Views>();
  readonly #schedule: Schedule;
  /** Ends telling. Null while nobody watches. */
  #stop: (() => void) | null = null;

  constructor(
    { clock, schedule, log }: Pick<World, 'clock' | 'schedule' | 'log'>,
    engineOf: (account: AccountId) => AccountEngine | undefined,
    contextOf: (engine: AccountEngine, entry: VisitorEntry) => DecisionContext,
  ) {
    this.#clock = clock;
    this.#log = log;
    this.#engineOf = engineOf;
    this.#contextOf = contextOf;
    this.#schedule = schedule;
  }

  /** Notes that the visitor changed. Costs nothing if nobody watches. */
  changed({ account }: AccountEngine, { state, visitor }: VisitorEntry): void {
    const views = this.#accounts.get(account);
    if (views === undefined) return;
    views.get(undefined)?.changed(visitor);
    if (state !== null) views.get(state.site)?.changed(visitor);
  }

  /** Sends the list in pages, then changes, until the returned function is called. */
  watch(account: AccountId, site: SiteId | undefined, watcher: Watcher): () => void {
    const views: Views = this.#accounts.get(account) ?? new Map();
    this.#accounts.set(account, views);
    const view = views.get(site) ?? new LiveView(this.#presentOf(account, site));
    views.set(site, view);
    view.add(watcher);
    this.#stop ??= repeat(this.#schedule, gatherMs, () => this.#tell());
    return () => {
      view.remove(watcher);
      if (!view.isWatched && views.get(site) === view) views.delete(site);
      if (views.size === 0 && this.#accounts.get(account) === views) this.#accounts.delete(account);
      if (this.#accounts.size === 0) this.close();
    };
  }

  /** Everybody present now, latest first. */
  rows(account: AccountId, site?: SiteId): readonly VisitorRow[] {
    const engine = this.#engineOf(account);
    if (engine === undefined) return [];
    const rows: VisitorRow[] = [];
    for (const entry of engine.visitors.values()) {
      const row = isOn(site, entry) ? this.row(engine, entry) : null;
      if (row !== null) rows.push(row);
    }
    return rows.sort((a, b) => b.visitSince - a.visitSince);
  }

  /** The visitor's row. Null if the visitor is absent, is a bot, or cannot be drawn. */
  row(engine: AccountEngine, entry: VisitorEntry): VisitorRow | null {
    if (entry.state === null || !this.#present(entry)) return null;
    const row = this.#draw(entry.state, engine, entry);
    if (row === null || row.device.type === 'bot') return null;
    return { ...row, online: entry.links.size > 0 };
  }

  close(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /** A row that cannot be drawn is left out. All others stay in the list. */
  #draw(state: VisitorState, engine: AccountEngine, entry: VisitorEntry): VisitorRow | null {
    try {
      return visitorRow(state, this.#contextOf(engine, entry));
    } catch (error) {
      this.#log.error('live.row_failed', { visitor: entry.visitor, error: String(error) });
      return null;
    }
  }

  #present(entry: VisitorEntry): boolean {
    return entry.links.size > 0 || entry.lastSeenAt > this.#clock.now() - lingerMs;
  }

  #presentOf(account: AccountId, site: SiteId | undefined): Present {
    const isListed = (entry: VisitorEntry | undefined): entry is VisitorEntry =>
      entry !== undefined &&
      isOn(site, entry) &&
      entry.state !== null &&
      entry.state.device?.type !== 'bot' &&
      this.#present(entry);
    const find = (visitor: VisitorId): VisitorEntry | undefined =>
      this.#engineOf(account)?.visitors.get(visitor);
    return {
      all: () =>
        [...(this.#engineOf(account)?.visitors.values() ?? [])]
          .filter(isListed)
          .sort((a, b) => visitSince(b) - visitSince(a))
          .map(({ visitor }) => visitor),
      has: (visitor) => isListed(find(visitor)),
      row: (visitor) => {
        const engine = this.#engineOf(account);
        const entry = find(visitor);
        return engine !== undefined && isListed(entry) ? this.row(engine, entry) : null;
      },
    };
  }

  #tell(): void {
    for (const views of this.#accounts.values()) for (const view of views.values()) view.tell();
  }
}

/** Without a site, any site matches. */
function isOn(site: SiteId | undefined, { state }: VisitorEntry): boolean {
  return site === undefined || state?.site === site;
}

function visitSince({ state, lastSeenAt }: VisitorEntry): number {
  return state?.visit?.startedAt ?? state?.lastSeenAt ?? lastSeenAt;
}
