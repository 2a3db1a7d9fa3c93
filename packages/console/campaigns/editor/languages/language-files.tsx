// The file of a language of the draft, for translators.
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { api } from '../../../api/client.ts';
import { invalidate, say, t } from '../../../ui/index.ts';
import type { Draft } from '../draft/draft.ts';
import { TranslationFile } from './translation-file.tsx';

export function LanguageFiles({ draft, language }: { draft: Draft; language: string }) {
  const { campaign } = draft.state.get();
  const at = `/campaigns/${campaign.id}/translations/${language}`;
  const take = async (xliff: string): Promise<void> => {
    const revision = String(draft.state.get().campaign.revision);
    draft.adopt(await api.put(at, { xliff }, Campaign, { revision }));
    invalidate('/campaigns');
    say(t('campaigns.languages.imported'));
  };
  return (
    <TranslationFile
      at={at}
      ready={() => draft.flush()}
      take={campaign.state === 'archived' ? null : take}
    />
  );
}
