// Whether the draft is saved. If a save failed or somebody else changed the draft, it offers what
// to do.
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { api } from '../../../api/client.ts';
import { format, Button, Icon, Strip, t, useStore } from '../../../ui/index.ts';
import type { Draft, Saving } from './draft.ts';

export function ConflictStrip({ draft }: { draft: Draft }) {
  const saving = useStore(draft.state, (state) => state.saving);
  const { id } = draft.state.get().campaign;
  if (saving.type !== 'conflict') return null;
  const theirs = (): Promise<Campaign> => api.get(`/campaigns/${id}`, Campaign);
  return (
    <Strip tone="warn" icon="alert" action={<ConflictActs draft={draft} theirs={theirs} />}>
      {t('campaigns.conflict.text')}
    </Strip>
  );
}

function ConflictActs({ draft, theirs }: { draft: Draft; theirs: () => Promise<Campaign> }) {
  return (
    <span className="row">
      <Button onClick={() => void theirs().then(draft.adopt)}>
        {t('campaigns.conflict.theirs')}
      </Button>
      <Button onClick={() => void theirs().then(draft.keepMine)}>
        {t('campaigns.conflict.mine')}
      </Button>
    </span>
  );
}

export function SavedLine({ draft }: { draft: Draft }) {
  const { saving, campaign } = useStore(draft.state, (state) => state);
  if (saving.type === 'failed') {
    return <SaveFailed draft={draft} reason={saving.reason} />;
  }
  return (
    <p className="row small t3 saved-line" role="status">
      <Icon name={saving.type === 'saved' ? 'check' : 'clock'} size={14} />
      {savedWords(saving, campaign)}
    </p>
  );
}

function savedWords({ type }: Saving, { updatedAt: at, updatedBy: who }: Campaign): string {
  if (type === 'saving') return t('campaigns.saved.saving');
  if (type === 'saved') return t('campaigns.saved.at', { time: format.clock(at), who });
  return t(type === 'conflict' ? 'campaigns.saved.conflict' : 'campaigns.saved.wait');
}

function SaveFailed({ draft, reason }: { draft: Draft; reason: string }) {
  return (
    <p className="row small bad saved-line" role="alert">
      <Icon name="alert" size={14} />
      {t('campaigns.saved.failed', { reason })}
      <Button onClick={() => void draft.flush()}>{t('campaigns.saved.retry')}</Button>
    </p>
  );
}
