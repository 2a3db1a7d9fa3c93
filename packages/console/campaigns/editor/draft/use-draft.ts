// The draft of the open campaign, connected to the page and to the server.
import { useEffect, useState } from 'react';
import { checkCondition } from '@opportune/core/behaviour/condition/check-condition.ts';
import { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { api, ApiProblem } from '../../../api/client.ts';
import { createStore, explainError, invalidate } from '../../../ui/index.ts';
import type { Edit } from '../edit-context.tsx';
import { createDraft, type Draft, type SaveAnswer } from './draft.ts';

type Attributes = Edit['attributes'];

/**
 * Tries an invalid draft again when the declared attributes change, because it may have used one
 * that was missing.
 */
export function useDraft(loaded: Campaign, attributes: Attributes): Draft {
  const [declared] = useState(() => createStore(attributes));
  const [draft] = useState(() => draftOf(loaded, declared.get));
  useEffect(() => {
    declared.set(attributes);
    if (draft.state.get().saving.type === 'unfinished') void draft.flush();
  }, [draft, declared, attributes]);
  return draft;
}

function draftOf(loaded: Campaign, declared: () => Attributes): Draft {
  return createDraft(loaded, {
    save: (revision, document) => save(loaded.id, revision, document),
    storable: (document) =>
      CampaignDocument.safeParse(document).success &&
      [document.audience, document.engagement.moment].every(
        (condition) => checkCondition(condition, declared()).length === 0,
      ),
    later: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
  });
}

async function save(id: string, revision: number, document: CampaignDocument): Promise<SaveAnswer> {
  try {
    return {
      type: 'saved',
      campaign: await api.put(`/campaigns/${id}/draft`, { document }, Campaign, {
        revision: String(revision),
      }),
    };
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.code === 'request.conflict')
      return { type: 'conflict' };
    return { type: 'failed', reason: explainError(error).text };
  }
}

/**
 * Takes over changes by others, saves when the page is left, and warns before the page closes with
 * unsaved changes.
 */
export function useKeeping(draft: Draft, loaded: Campaign): void {
  useEffect(() => draft.hear(loaded), [draft, loaded]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      const { document, campaign } = draft.state.get();
      if (document !== campaign.draft) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      void draft.flush().then(() => invalidate('/campaigns'));
    };
  }, [draft]);
}
