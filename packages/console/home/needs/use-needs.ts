// Reads what needs this person, live over the socket where the socket tells it, and from the API
// every half minute where it does not.
import { useEffect } from 'react';
import { FailedDeliveries } from '@opportune/protocol/channel/delivery.ts';
import { CampaignApprovals } from '@opportune/protocol/rest/campaign/campaign.ts';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import { CampaignAlarms } from '@opportune/protocol/rest/report/home.ts';
import { onFrame } from '../../api/socket.ts';
import { inbox } from '../../inbox/inbox-store.ts';
import { plan } from '../../inbox/news/tell-news.ts';
import { useSession } from '../../session/session.tsx';
import { invalidate, useApiQuery, useNow, useStore } from '../../ui/index.ts';
import { needsOf, type Need } from './needs.ts';

const refetchMs = 30_000;

export interface Needs {
  readonly needs: readonly Need[];
  readonly loaded: boolean;
  /** Why a part of them could not be read. Null: all were. */
  readonly error: unknown;
  retry(): void;
}

export function useNeeds(): Needs {
  const { user } = useSession();
  const now = useNow();
  const isManager = user.role !== 'agent';
  const { conversations, transcripts, loaded } = useStore(inbox, (value) => value);
  const rules = useStore(plan, (value) => value);
  const deliveries = useApiQuery('/failed-deliveries', FailedDeliveries, { refetchMs });
  const alarms = useApiQuery('/campaign-alarms', CampaignAlarms, { enabled: isManager, refetchMs });
  const channels = useApiQuery('/channels', ChannelList, { enabled: isManager, refetchMs });
  const approvals = useApiQuery('/campaign-approvals', CampaignApprovals, {
    enabled: isManager,
    refetchMs,
  });
  useEffect(
    () =>
      onFrame((frame) => {
        if (frame.type === 'delivery.changed') invalidate('/failed-deliveries');
      }),
    [],
  );
  const reads = [deliveries, alarms, channels, approvals];
  const needs = needsOf(
    {
      ...{ conversations: conversations.values(), transcripts, plan: rules },
      deliveries: deliveries.data?.items ?? [],
      alarms: alarms.data?.items ?? [],
      // Other pages read channels too, so they may be known to an agent.
      approvals: isManager ? (approvals.data?.items ?? []) : [],
      channels: isManager ? (channels.data?.channels ?? []) : [],
    },
    { id: user.id, isManager },
    now,
  );
  return {
    needs,
    loaded: loaded && deliveries.status !== 'pending',
    error: reads.find((read) => read.error !== null)?.error ?? null,
    retry: () => reads.forEach((read) => read.error !== null && void read.refetch()),
  };
}
