// The facts of a store behind the reports' query interface, each query run separately. For tests
// that set the instant.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { FoldingFacts } from './shared-queries.ts';

export function unsharedFacts(facts: FactStore): FoldingFacts {
  return {
    query: (account, sql, params) => facts.query(account, sql, params),
    fold: async ({ account, sql, params, fold }) =>
      fold.rows(await facts.queryLines(account, sql, params)),
  };
}
