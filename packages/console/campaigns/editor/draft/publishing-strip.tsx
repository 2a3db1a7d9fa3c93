// Counts down from pressing Publish to its effect and offers to undo it. The server keeps the time:
// closing the browser changes nothing, and every browser that opens the campaign shows the same
// seconds.
import { useEffect } from 'react';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { api } from '../../../api/client.ts';
import {
  Button,
  explainError,
  invalidate,
  say,
  Strip,
  useNow,
  useStore,
  t,
} from '../../../ui/index.ts';
import { serverNow } from '../../../ui/now.ts';
import type { Draft } from './draft.ts';

/**
 * How long after the publication to ask for the outcome, and how long to wait before asking again.
 */
const afterMs = 400;

export function PublishingStrip({ draft }: { draft: Draft }) {
  const { publishing } = useStore(draft.state, ({ campaign }) => campaign);
  useOutcome(draft);
  if (publishing === null) return null;
  return (
    <Strip
      tone="warn"
      icon="clock"
      action={
        <Button onClick={() => void undoPublication(draft)}>{t('campaigns.publish.undo')}</Button>
      }
    >
      <Seconds until={publishing.at} by={publishing.by} />
    </Strip>
  );
}

function Seconds({ until, by }: { until: number; by: string }) {
  const left = Math.max(0, Math.ceil((until - useNow()) / 1000));
  return <span className="num">{t('campaigns.publish.waiting', { n: left, who: by })}</span>;
}

/** Asks for the outcome of a waiting publication and reports it. */
function useOutcome(draft: Draft): void {
  const { publishing } = useStore(draft.state, ({ campaign }) => campaign);
  const at = publishing?.at ?? null;
  useEffect(() => {
    if (at === null) return;
    const { id } = draft.state.get().campaign;
    let timer = setTimeout(ask, Math.max(0, at - serverNow()) + afterMs);
    let isOver = false;
    function ask(): void {
      api.get(`/campaigns/${id}`, Campaign).then(
        (next) => {
          if (isOver) return;
          draft.hear(next);
          if (next.publishing !== null) timer = setTimeout(ask, afterMs);
          else tellOutcome(next);
        },
        () => {
          if (!isOver) timer = setTimeout(ask, afterMs * 5);
        },
      );
    }
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [draft, at]);
}

function tellOutcome(campaign: Campaign): void {
  invalidate('/campaigns');
  say(
    campaign.state === 'running' && campaign.period !== null
      ? t('campaigns.editor.published', { n: campaign.period })
      : t('campaigns.publish.failed'),
  );
}

async function undoPublication(draft: Draft): Promise<void> {
  const { id } = draft.state.get().campaign;
  try {
    draft.hear(await api.delete(`/campaigns/${id}/publication`, Campaign));
    say(t('campaigns.publish.undone'));
  } catch (error) {
    say(explainError(error).text);
    draft.hear(await api.get(`/campaigns/${id}`, Campaign));
  }
  invalidate('/campaigns');
}
