// Tracks what the watching consoles of one site, or of all, know of the present visitors: a bounded
// number of rows in total and per frame. A slow reader later gets each row in its current state,
// never a queue of old ones. It draws no row itself and knows no clock.
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import { liveLimits } from '@opportune/protocol/limits/connections.ts';
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';

export interface Present {
  /** The visitors who belong in the list now, in the order in which they are first sent. */
  all(): readonly VisitorId[];
  has(visitor: VisitorId): boolean;
  /** Null if the visitor has left meanwhile. */
  row(visitor: VisitorId): VisitorRow | null;
}

export interface Watcher {
  send(frame: ConsoleServerFrame): void;
  /** True if so much waits for its reader that the list should wait too. */
  isBehind(): boolean;
}

/**
 * What one watcher has not received yet that the others have. If too many have left meanwhile, it gets
 * the whole list again.
 */
interface Lag {
  readonly rows: Set<VisitorId>;
  readonly gone: Set<VisitorId>;
  isLost: boolean;
}

export class LiveView {
  readonly #present: Present;
  readonly #watchers = new Map<Watcher, Lag>();
  readonly #here: Set<VisitorId>;
  readonly #known = new Set<VisitorId>();
  readonly #due = new Set<VisitorId>();
  #toldTotal = 0;

  constructor(present: Present) {
    this.#present = present;
    this.#here = new Set(present.all());
    this.#fill();
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  /** Sends the first page; the rest follows. */
  add(watcher: Watcher): void {
    const lag: Lag = { rows: new Set(this.#known), gone: new Set(), isLost: false };
    this.#watchers.set(watcher, lag);
    watcher.send(this.#all(lag));
  }

  remove(watcher: Watcher): void {
    this.#watchers.delete(watcher);
  }

  /** The visitor changed or arrived. */
  changed(visitor: VisitorId): void {
    if (this.#known.has(visitor) || !this.#here.has(visitor)) this.#due.add(visitor);
  }

  /** Sends the changes since the last call, within the bounds. */
  tell(): void {
    const gone = this.#gone();
    const rows = this.#changes();
    this.#fill();
    const total = this.#here.size;
    const news = rows.length > 0 || gone.length > 0 || total !== this.#toldTotal;
    this.#toldTotal = total;
    const frame = { type: 'visitors.changed', rows, gone, total } as const;
    for (const [watcher, lag] of this.#watchers) {
      if (watcher.isBehind()) postpone(lag, frame);
      else if (lag.isLost) watcher.send(this.#again(lag, frame));
      else if (lag.rows.size > 0 || lag.gone.size > 0) watcher.send(this.#catchUp(lag, frame));
      else if (news) watcher.send(frame);
    }
  }

  #gone(): readonly VisitorId[] {
    const told: VisitorId[] = [];
    for (const visitor of this.#here) {
      if (this.#present.has(visitor)) continue;
      this.#here.delete(visitor);
      this.#due.delete(visitor);
      if (this.#known.delete(visitor)) told.push(visitor);
    }
    return told;
  }

  /** Oldest changes first. What does not fit into one frame waits for the next. */
  #changes(): readonly VisitorRow[] {
    const rows: VisitorRow[] = [];
    for (const visitor of this.#due) {
      if (rows.length >= liveLimits.rowsPerFrame) break;
      this.#due.delete(visitor);
      const row = this.#present.row(visitor);
      if (row === null) continue;
      this.#here.add(visitor);
      if (!this.#known.has(visitor) && this.#known.size >= liveLimits.rows) continue;
      this.#known.add(visitor);
      rows.push(row);
    }
    return rows;
  }

  /** If there is room again, sends further visitors who are present. */
  #fill(): void {
    if (this.#known.size >= Math.min(liveLimits.rows, this.#here.size)) return;
    for (const visitor of this.#here) {
      if (this.#known.size >= liveLimits.rows) return;
      if (this.#known.has(visitor)) continue;
      this.#known.add(visitor);
      for (const { rows } of this.#watchers.values()) rows.add(visitor);
    }
  }

  #all(lag: Lag): ConsoleServerFrame {
    return { type: 'visitors.all', rows: this.#page(lag), total: this.#here.size };
  }

  #again(
    lag: Lag,
    news: Extract<ConsoleServerFrame, { type: 'visitors.changed' }>,
  ): ConsoleServerFrame {
    postpone(lag, news);
    lag.isLost = false;
    lag.gone.clear();
    for (const visitor of this.#known) lag.rows.add(visitor);
    return this.#all(lag);
  }

  #catchUp(
    lag: Lag,
    { rows, gone, total }: Extract<ConsoleServerFrame, { type: 'visitors.changed' }>,
  ): ConsoleServerFrame {
    postpone(lag, { rows, gone });
    const left = [...lag.gone];
    lag.gone.clear();
    return { type: 'visitors.changed', rows: this.#page(lag), gone: left, total };
  }

  #page(lag: Lag): readonly VisitorRow[] {
    const rows: VisitorRow[] = [];
    for (const visitor of lag.rows) {
      if (rows.length >= liveLimits.rowsPerFrame) break;
      lag.rows.delete(visitor);
      const row = this.#present.row(visitor);
      if (row !== null) rows.push(row);
    }
    return rows;
  }
}

function postpone(
  lag: Lag,
  { rows, gone }: { readonly rows: readonly VisitorRow[]; readonly gone: readonly VisitorId[] },
): void {
  for (const { visitor } of rows) {
    lag.rows.add(visitor);
    lag.gone.delete(visitor);
  }
  for (const visitor of gone) {
    lag.gone.add(visitor);
    lag.rows.delete(visitor);
  }
  if (lag.gone.size <= liveLimits.rows) return;
  lag.isLost = true;
  lag.gone.clear();
}
