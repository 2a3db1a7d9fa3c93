// Runs each query of the reports once for all callers while the facts behind it have not changed.
// An answer never lacks anything stored before it was requested: it is reused only at the exact
// version at which its run began, and only until the instant at which time alone would change it.
// The same query never runs twice at once. A caller during a run that may miss something shares the
// next one.
import { jsonBytes } from '@opportune/core/bounds/json-size.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { reportLimits } from '@opportune/protocol/limits/campaigns.ts';
import type { FactVersions, Ground } from './fact-versions.ts';
import type { Pace } from './pace.ts';

/** What an answer depends on. Without it, the query runs each time. */
export interface Rests<Row> {
  readonly on: readonly Ground[];
  /** The instant at which time alone would change the rows. Without it: never. */
  readonly until?: (rows: readonly Row[]) => number;
}

/**
 * The query interface of the reports: `FactStore.query`, with what the answer depends on. The
 * parameter `now`, in seconds, does not distinguish queries; `until` covers it. In a shared run it
 * is the instant at which the run began, so that nothing stored by then is later.
 */
export interface ReportFacts {
  query<Row>(
    account: AccountId,
    sql: string,
    params: Readonly<Record<string, unknown>>,
    rests?: Rests<Row>,
  ): Promise<readonly Row[]>;
}

/**
 * An answer that is stored only after folding, because it has too many lines to keep or to parse at
 * once.
 */
export interface Fold<Row> {
  /** Names the fold, among all folds of the same query. */
  readonly as: string;
  rows(lines: Uint8Array): Promise<readonly Row[]>;
}

export interface FoldQuestion<Row> extends Question<Row> {
  readonly fold: Fold<Row>;
}

export interface FoldingFacts extends ReportFacts {
  fold<Row>(question: FoldQuestion<Row>): Promise<readonly Row[]>;
}

/** `paced`: from an open page, which may wait. */
export type Haste = 'at-once' | 'paced';

export interface Question<Row> {
  readonly account: AccountId;
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly rests: Rests<Row>;
  readonly fold?: Fold<Row>;
}

export interface Answer<Row> {
  readonly rows: readonly Row[];
  /** The version of the facts behind it when its run began. */
  readonly version: number;
  readonly until: number;
}

interface Run {
  readonly version: number;
  readonly answer: Promise<Answer<unknown>>;
}

interface Known {
  readonly key: string;
  /** Of its key and its answer, on the high side. */
  sizeBytes: number;
  answer: Answer<unknown> | null;
  running: Run | null;
  /** The run to start when the current one has ended. */
  next: Promise<Answer<unknown>> | null;
  /** The run to start when its turn has come. */
  waiting: Promise<Answer<unknown>> | null;
}

export interface SharedQueriesParts {
  readonly facts: Pick<FactStore, 'query' | 'queryLines'>;
  readonly versions: FactVersions;
  readonly clock: Clock;
  readonly pace: Pace;
}

export class SharedQueries {
  readonly #use: SharedQueriesParts;
  readonly #known = new Map<string, Known>();
  #sizeBytes = 0;

  constructor(parts: SharedQueriesParts) {
    this.#use = parts;
  }

  async ask<Row>(question: Question<Row>, haste: Haste): Promise<Answer<Row>> {
    const known = this.#of(question);
    const answer =
      this.#standing(question, known) ??
      (haste === 'paced' ? this.#wait(question, known) : this.#next(question, known));
    // Only one query has this account, text, parameters and fold, so the rows have the type `Row`.
    return (await answer) as Answer<Row>;
  }

  /** A finished or running answer that contains everything stored by now. */
  #standing<Row>(
    { account, rests }: Question<Row>,
    { answer, running }: Known,
  ): Promise<Answer<unknown>> | null {
    const version = this.#use.versions.of(account, rests.on);
    if (answer?.version === version && this.#use.clock.now() < answer.until)
      return Promise.resolve(answer);
    return running?.version === version ? running.answer : null;
  }

  #wait<Row>(question: Question<Row>, known: Known): Promise<Answer<unknown>> {
    known.waiting ??= this.#use.pace.run(question.account, () => {
      known.waiting = null;
      return this.#standing(question, known) ?? this.#next(question, known);
    });
    return known.waiting;
  }

  /**
   * Starts at once, or when the current run has ended, because that one began before the last
   * change.
   */
  #next<Row>(question: Question<Row>, known: Known): Promise<Answer<unknown>> {
    if (known.running === null) return this.#run(question, known);
    known.next ??= known.running.answer
      .catch(() => undefined)
      .then(() => {
        known.next = null;
        return this.#standing(question, known) ?? this.#run(question, known);
      });
    return known.next;
  }

  #run<Row>(question: Question<Row>, known: Known): Promise<Answer<unknown>> {
    const { versions, clock } = this.#use;
    const { account, rests } = question;
    const version = versions.of(account, rests.on);
    const from = clock.now();
    const answer = this.#rows(question, from)
      .then((rows) => {
        const until = Math.min(rests.until?.(rows) ?? Infinity, from + reportLimits.answerMs);
        const made = { rows, version, until };
        if (known.answer === null || known.answer.version <= version) this.#keep(known, made);
        return made;
      })
      .finally(() => {
        if (known.running?.answer === answer) known.running = null;
      });
    known.running = { version, answer };
    return answer;
  }

  async #rows<Row>(question: Question<Row>, from: number): Promise<readonly Row[]> {
    const { facts } = this.#use;
    const { account, sql, fold } = question;
    const params =
      'now' in question.params ? { ...question.params, now: from / 1000 } : question.params;
    return fold === undefined
      ? facts.query<Row>(account, sql, params)
      : fold.rows(await facts.queryLines(account, sql, params));
  }

  /** Moves the used one to the end, so that the first is the one to evict. */
  #of<Row>({ account, sql, params, fold }: Question<Row>): Known {
    const { now: _now, ...rest } = params;
    const key = JSON.stringify([account, sql, rest, fold?.as]);
    const none = { answer: null, running: null, next: null, waiting: null };
    const known = this.#known.get(key) ?? { key, sizeBytes: 0, ...none };
    this.#known.delete(key);
    this.#known.set(key, known);
    this.#measure(known);
    return known;
  }

  #keep(known: Known, answer: Answer<unknown>): void {
    known.answer = answer;
    if (this.#known.get(known.key) === known) this.#measure(known);
  }

  /** Evicts those unused longest, perhaps this one itself. */
  #measure(known: Known): void {
    this.#sizeBytes -= known.sizeBytes;
    known.sizeBytes = 512 + 2 * known.key.length + jsonBytes(known.answer?.rows ?? null);
    this.#sizeBytes += known.sizeBytes;
    for (const [key, oldest] of this.#known) {
      const { answers, answerBytes } = reportLimits;
      if (this.#known.size <= answers && this.#sizeBytes <= answerBytes) return;
      this.#known.delete(key);
      this.#sizeBytes -= oldest.sizeBytes;
      oldest.sizeBytes = 0;
    }
  }
}
