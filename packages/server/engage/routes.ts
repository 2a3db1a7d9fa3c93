// Visitors over REST: the list of present visitors, one visitor in full, and a past decision
// explained as recorded and as replayed from the stored log.
import { DecisionId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import {
  VisitorRow,
  type DecisionExplanation,
  type VisitorDetail,
} from '@opportune/protocol/rest/visitor.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { explainDecision } from './explain/decision-explanation.ts';
import { type DetailDependencies, visitorDetail } from './explain/visitor-detail.ts';
import type { Configurations } from './seams.ts';
import { operation } from '../http/rest/operation.ts';
import { found } from '../http/problem/refusal.ts';

export interface VisitorRoutesParts extends DetailDependencies {
  readonly configurations: Configurations;
}

/**
 * For responses whose shape is a type of `protocol` without a schema. They are sent as they are.
 */
const Whole = <T>() => z.unknown() as unknown as z.ZodType<T>;
const ofAgents = { tag: 'Visitors', access: 'agent' } as const;

export function visitorRoutes(app: App, use: VisitorRoutesParts): void {
  operation(app, 'GET /visitors', {
    ...ofAgents,
    id: 'listVisitors',
    summary: 'The visitors on the site now',
    query: z.object({
      site: SiteId.optional(),
      limit: z.coerce.number().int().min(1).max(2000).default(200),
    }),
    answer: z.object({ items: z.array(VisitorRow), total: z.number() }),
    handle({ account, query: { site, limit } }) {
      const rows = use.live.rows(account, site);
      return { items: rows.slice(0, limit), total: rows.length };
    },
  });
  operation(app, 'GET /visitors/:id', {
    ...ofAgents,
    id: 'getVisitor',
    summary: 'One visitor with all details, and why each campaign did or did not fire',
    params: z.object({ id: VisitorId }),
    answer: Whole<VisitorDetail>(),
    handle: async ({ account, params }) => found(await visitorDetail(use, account, params.id)),
  });
  operation(app, 'GET /decisions/:id/explain', {
    ...ofAgents,
    id: 'explainDecision',
    summary: 'An explanation of a decision, as recorded and as replayed from the log',
    params: z.object({ id: DecisionId }),
    answer: Whole<DecisionExplanation>(),
    handle: async ({ account, params }) =>
      found(await explainDecision(use.facts, use.configurations, account, params.id)),
  });
}
