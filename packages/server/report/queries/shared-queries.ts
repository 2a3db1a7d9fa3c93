// The queries of reports, each run once for all who ask while nothing that it rests on has changed. An
// answer never lacks what was stored before it was asked for: it is given again only at the very
// version at which its run began, and only until the instant at which time alone would change it.
// None runs twice at the same time: who asks while one runs that may lack something shares the next.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { reportLimits } from '@opportune/protocol/limits.ts';
import type { FactVersions, Ground } from './fact-versions.ts';
import type { Pace } from './pace.ts';

/** What an answer rests on. Left out where it is used: the query is run each time. */
export interface Rests<Row> {
  readonly on: readonly Ground[];
  /** The instant at which the rows would change by time alone; without it: never. */
  readonly until?: (rows: readonly Row[]) => number;
}

/**
 * What the reports ask: `FactStore.query`, with what the answer rests on. The parameter `now`, in
 * seconds, is no part of what makes two questions one; `until` answers for it, and where a run is
 * shared it is the instant at which that began, so that nothing stored by then is after it.
 */
export interface ReportFacts {
  query<Row>(
    account: AccountId,
    sql: string,
    params: Readonly<Record<string, unknown>>,
    rests?: Rests<Row>,
  ): Promise<readonly Row[]>;
}

/** An answer that is kept as what was made of it: its lines are too many to keep, or to parse at once. */
export interface Fold<Row> {
  /** Names what is made, among all that is made of the same query. */
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
  /** Of what it rests on, when its run began. */
  readonly version: number;
  readonly until: number;
}

interface Run {
  readonly version: number;
  readonly answer: Promise<Answer<unknown>>;
}

interface Known {
  answer: Answer<unknown> | null;
  running: Run | null;
  /** The one to begin when the one that runs has ended. */
  next: Promise<Answer<unknown>> | null;
  /** The one to begin when its turn has come. */
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

  constructor(parts: SharedQueriesParts) {
    this.#use = parts;
  }

  async ask<Row>(question: Question<Row>, haste: Haste): Promise<Answer<Row>> {
    const known = this.#of(question);
    const answer =
      this.#standing(question, known) ??
      (haste === 'paced' ? this.#wait(question, known) : this.#next(question, known));
    // Only one query has this account, text, parameters and fold: the rows are those of `Row`.
    return (await answer) as Answer<Row>;
  }

  /** What is known or under way and holds everything that is stored by now. */
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

  /** At once, or when the one that runs has ended: it began before the last change. */
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
        if (known.answer === null || known.answer.version <= version) known.answer = made;
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

  /** Who was asked last stands last, so that the first is the one to forget. */
  #of<Row>({ account, sql, params, fold }: Question<Row>): Known {
    const { now: _now, ...rest } = params;
    const key = JSON.stringify([account, sql, rest, fold?.as]);
    const none = { answer: null, running: null, next: null, waiting: null };
    const known = this.#known.get(key) ?? none;
    this.#known.delete(key);
    this.#known.set(key, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > reportLimits.answers && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }
}
