// The queries of reports, each run once for all who ask while nothing that it rests on has changed. An
// answer never lacks what was stored before it was asked for: it is given again only at the very
// version at which its run began, and only until the instant at which time alone would change it.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { reportLimits } from '@opportune/protocol/limits.ts';
import type { FactVersions, Ground } from './fact-versions.ts';
import type { Pace } from './pace.ts';

/** What an answer rests on. Left out where it is used: the query is run each time. */
export interface Rests<Row> {
  readonly on: readonly Ground[];
  /** The instant at which the rows would change by time alone; left out: never. */
  readonly until?: (rows: readonly Row[]) => number;
}

/**
 * What the reports ask: `FactStore.query`, with what the answer rests on. The parameter `now` is no
 * part of what makes two questions one; `until` answers for it.
 */
export interface ReportFacts {
  query<Row>(
    account: AccountId,
    sql: string,
    params: Readonly<Record<string, unknown>>,
    rests?: Rests<Row>,
  ): Promise<readonly Row[]>;
}

/** `paced`: from an open page, which may wait. */
export type Haste = 'at-once' | 'paced';

export interface Question<Row> {
  readonly account: AccountId;
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly rests: Rests<Row>;
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
  waiting: Promise<Answer<unknown>> | null;
}

export interface SharedQueriesParts {
  readonly facts: Pick<FactStore, 'query'>;
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
    const answer = this.#standing(question, known);
    // Only one query has this account, text and parameters: the rows are those of `Row`.
    return (await (answer ??
      (haste === 'paced'
        ? this.#wait(question, known)
        : this.#run(question, known)))) as Answer<Row>;
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
    known.waiting ??= this.#use.pace.run(() => {
      known.waiting = null;
      return this.#standing(question, known) ?? this.#run(question, known);
    });
    return known.waiting;
  }

  #run<Row>(question: Question<Row>, known: Known): Promise<Answer<unknown>> {
    const { facts, versions, clock } = this.#use;
    const { account, sql, params, rests } = question;
    const version = versions.of(account, rests.on);
    const from = clock.now();
    const answer = facts
      .query<Row>(account, sql, params)
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

  /** Who was asked last stands last, so that the first is the one to forget. */
  #of<Row>({ account, sql, params }: Question<Row>): Known {
    const { now: _now, ...rest } = params;
    const key = JSON.stringify([account, sql, rest]);
    const known = this.#known.get(key) ?? { answer: null, running: null, waiting: null };
    this.#known.delete(key);
    this.#known.set(key, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > reportLimits.answers && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }
}
