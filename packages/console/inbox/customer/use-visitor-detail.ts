// What is known of a conversation's visitor. For a contact who is no visitor it requests nothing
// and returns empty data.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { VisitorDetail } from '@opportune/protocol/rest/visitor.ts';
import { type ApiQueryOptions, useApiQuery } from '../../ui/data/use-api.ts';

const noVisitor: VisitorDetail = {
  row: null,
  profile: {
    ...{ firstSeenAt: 0, visits: 0, orders: 0, orderValue: 0, traits: {} },
    ...{ searches: [], products: [], dropped: 0 },
  },
  cart: { lines: [], more: 0 },
  ...{ timeline: [], at: 0, why: [], decisions: [], campaigns: {} },
};

export function useVisitorDetail(
  { visitor }: Pick<Conversation, 'visitor'>,
  { enabled = true, ...options }: ApiQueryOptions = {},
) {
  const path = `/visitors/${encodeURIComponent(visitor ?? '')}`;
  const isKnown = visitor !== null;
  const found = useApiQuery(path, VisitorDetail, { ...options, enabled: enabled && isKnown });
  const { refetch } = found;
  if (!isKnown) return { data: noVisitor, error: null, isPending: false, refetch };
  return { data: found.data, error: found.error, isPending: found.isPending, refetch };
}
