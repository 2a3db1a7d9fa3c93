// One reading of figures and the wait for a change. It remembers which facts were read and reports
// when they may have changed. It compares no figures. Changes of other accounts do not wake it.
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { reportLimits } from '@opportune/protocol/limits/campaigns.ts';
import { grounds } from './fact-versions.ts';
import type { FactVersions, Ground } from './fact-versions.ts';
import type {
  FoldingFacts,
  FoldQuestion,
  Haste,
  Question,
  ReportFacts,
  Rests,
  SharedQueries,
} from './shared-queries.ts';

interface Seen {
  readonly on: readonly Ground[];
  readonly version: number;
  readonly until: number;
}

/** The waiting requests, bounded in number, so that they can be ended when the server stops. */
export class Waits {
  readonly #open = new Set<() => void>();
  #ended = false;

  /** False if no more requests may wait. */
  add(end: () => void): boolean {
    if (this.#ended || this.#open.size >= reportLimits.waits) return false;
    this.#open.add(end);
    return true;
  }

  delete(end: () => void): void {
    this.#open.delete(end);
  }

  end(): void {
    this.#ended = true;
    for (const end of [...this.#open]) end();
  }
}

export interface WatchParts {
  readonly queries: SharedQueries;
  readonly facts: Pick<ReportFacts, 'query'>;
  readonly versions: FactVersions;
  readonly waits: Waits;
  readonly clock: Clock;
  readonly schedule: Schedule;
}

export class Watch implements FoldingFacts {
  readonly #use: WatchParts;
  readonly #account: AccountId;
  readonly #haste: Haste;
  readonly #seen: Seen[] = [];

  constructor(parts: WatchParts, account: AccountId, haste: Haste) {
    this.#use = parts;
    this.#account = account;
    this.#haste = haste;
    const on = [grounds.configuration];
    this.#seen.push({ on, version: parts.versions.of(account, on), until: Infinity });
  }

  async query<Row>(
    account: AccountId,
    sql: string,
    params: Readonly<Record<string, unknown>>,
    rests?: Rests<Row>,
  ): Promise<readonly Row[]> {
    if (rests === undefined) return this.#use.facts.query<Row>(account, sql, params);
    return this.#ask({ account, sql, params, rests });
  }

  fold<Row>(question: FoldQuestion<Row>): Promise<readonly Row[]> {
    return this.#ask(question);
  }

  /**
   * True once the read facts may have changed. False after this time without a change, if the
   * client has gone, or if too many wait.
   */
  changed(waitMs: number, gone: AbortSignal): Promise<boolean> {
    const { versions, waits, clock, schedule } = this.#use;
    const untilMs = Math.min(...this.#seen.map(({ until }) => until)) - clock.now();
    return new Promise((resolve) => {
      const end = (): void => {
        stopListening();
        stopTimer();
        waits.delete(end);
        gone.removeEventListener('abort', end);
        resolve(this.#hasChanged());
      };
      const stopListening = versions.listen(this.#account, () => {
        if (this.#hasChanged()) end();
      });
      const stopTimer = schedule(Math.max(0, Math.min(waitMs, untilMs)), end);
      gone.addEventListener('abort', end, { once: true });
      if (this.#hasChanged() || gone.aborted || !waits.add(end)) end();
    });
  }

  async #ask<Row>(question: Question<Row>): Promise<readonly Row[]> {
    const { rows, version, until } = await this.#use.queries.ask(question, this.#haste);
    this.#seen.push({ on: question.rests.on, version, until });
    return rows;
  }

  #hasChanged(): boolean {
    const { versions, clock } = this.#use;
    return this.#seen.some(
      ({ on, version, until }) =>
        versions.of(this.#account, on) !== version || clock.now() >= until,
    );
  }
}
