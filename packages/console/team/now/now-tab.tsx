// The team now: the figures, for managers the queues and the waiting conversations, then the
// agents. The present comes over the socket, today's figures from the history.
import { useEffect } from 'react';
import { AgentList } from '@opportune/protocol/rest/conversation/conversation.ts';
import { agents as agentStore } from '../../inbox/inbox-store.ts';
import { Bones, Empty, ErrorState, useApiQuery, useNow, useStore, t } from '../../ui/index.ts';
import { AgentsTable } from './agents-table.tsx';
import { Queues } from './queues.tsx';
import { Tiles } from './tiles.tsx';
import { useFreshToday, useIsManager } from './use-today.ts';
import { Waits } from './waits.tsx';

export function NowTab() {
  const now = useNow();
  const isManager = useIsManager();
  const told = useStore(agentStore, (list) => list);
  const { data, error, refetch } = useApiQuery('/agents', AgentList, { refetchMs: 30_000 });
  useFreshToday();
  useEffect(() => {
    if (data !== undefined && agentStore.get().length === 0) agentStore.set(data.agents);
  }, [data]);
  const list = told.length > 0 ? told : (data?.agents ?? []);
  return (
    <>
      <Tiles agents={list} now={now} />
      {isManager && <Waits now={now} />}
      {isManager && <Queues now={now} />}
      <div className="bar team-bar">
        <h2 className="section-title">{t('visitors.team.agents')}</h2>
        <span className="small t3">{t('visitors.team.onlineFirst')}</span>
        <span className="grow" />
        <span className="places-legend small t2">
          <i className="f" />
          {t('visitors.team.inConversation')}
          <i />
          {t('visitors.team.room')}
        </span>
      </div>
      {list.length > 0 ? (
        <AgentsTable list={list} now={now} />
      ) : error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Bones rows={4} columns={4} />
      ) : (
        <Empty title={t('visitors.team.empty.title')} text={t('visitors.team.empty.text')} />
      )}
    </>
  );
}
