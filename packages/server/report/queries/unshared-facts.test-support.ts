// The facts of a store as reports ask for them, each question by itself: for tests that say the instant.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { FoldingFacts } from './shared-queries.ts';

export function unsharedFacts(facts: FactStore): FoldingFacts {
  return {
    query: (account, sql, params) => facts.query(account, sql, params),
    fold: async ({ account, sql, params, fold }) =>
      fold.rows(await facts.queryLines(account, sql, params)),
  };
}
