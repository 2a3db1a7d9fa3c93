// Visitors over REST: the list of who is present, one in full, and a past decision explained twice:
// as it was recorded, and replayed from the stored log.
import { DecisionId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import type { DecisionExplanation, VisitorDetail } from '@opportune/protocol/rest/visitor.ts';
import { z } from 'zod';
import type { App } from '../http/rest/app.ts';
import { principalOf } from '../http/access/principal.ts';
import { refuse } from '../http/problem/refusal.ts';
import type { LiveVisitors } from './live/live.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

export interface VisitorQuestions {
  readonly live: LiveVisitors;
  detail(account: AccountId, visitor: VisitorId): Promise<VisitorDetail | null>;
  explain(account: AccountId, decision: DecisionId): Promise<DecisionExplanation | null>;
}

/** Answers whose shape is a type of `protocol` and not a schema: sent as they are. */
const Whole = <T>() => z.unknown() as unknown as z.ZodType<T>;
const RowList = z.object({ items: z.array(VisitorRow), total: z.number() });

export function visitorRoutes(app: App, ask: VisitorQuestions): void {
  app.get(
    '/api/v1/visitors',
    {
      config: { access: 'agent' },
      schema: {
        tags: ['Visitors'],
        summary: 'Who is on the site now',
        querystring: z.object({
          site: SiteId.optional(),
          limit: z.coerce.number().int().min(1).max(2000).default(200),
        }),
        response: { 200: RowList },
      },
    },
    (request) => {
      const rows = ask.live.rows(principalOf(request).account, request.query.site);
      return { items: rows.slice(0, request.query.limit), total: rows.length };
    },
  );
  app.get(
    '/api/v1/visitors/:id',
    {
      config: { access: 'agent' },
      schema: {
        tags: ['Visitors'],
        summary: 'One visitor in full, and why each campaign did or did not fire',
        params: z.object({ id: VisitorId }),
        response: { 200: Whole<VisitorDetail>() },
      },
    },
    async (request) => {
      const detail = await ask.detail(principalOf(request).account, request.params.id);
      if (detail === null) throw refuse('request.not_found');
      return detail;
    },
  );
  app.get(
    '/api/v1/decisions/:id/explain',
    {
      config: { access: 'agent' },
      schema: {
        tags: ['Visitors'],
        summary: 'A decision explained: as recorded, and replayed from the log',
        params: z.object({ id: DecisionId }),
        response: { 200: Whole<DecisionExplanation>() },
      },
    },
    async (request) => {
      const explanation = await ask.explain(principalOf(request).account, request.params.id);
      if (explanation === null) throw refuse('request.not_found');
      return explanation;
    },
  );
}
