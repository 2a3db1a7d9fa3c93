// The dialog that adds a site. It asks which campaigns of all sites run on it, because a new site
// joins none by itself.
import { useState } from 'react';
import { z } from 'zod';
import { CampaignList, type CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { RevisedSite } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import { t, useApiQuery } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';

const NewSiteFields = z.object({
  name: z.string().trim().min(1).max(80),
  origins: z.array(z.string()),
});

interface NewSiteProps {
  readonly onClose: () => void;
  readonly onMade: (site: RevisedSite) => void;
}

export function NewSiteDialog({ onClose, onMade }: NewSiteProps) {
  const [included, setIncluded] = useState<ReadonlySet<string>>(new Set());
  const everywhere = useEverywhere();
  const form = useForm({
    schema: NewSiteFields,
    value: { name: '', origins: [] },
    words: 'settings.sites.new',
    save: (draft) => {
      const leftOut = everywhere.map(({ id }) => id).filter((id) => !included.has(id));
      return api.post('/sites', { ...draft, leftOut }, RevisedSite);
    },
    invalidates: ['/sites', '/campaigns', '/setup'],
    onDone: onMade,
  });
  return (
    <FormDialog
      form={form}
      title={t('settings.sites.new.title')}
      onClose={onClose}
      save={t('settings.sites.new.create')}
    >
      {form.field('name', { input: { 'data-autofocus': true } })}
      {form.field('origins', { rows: 3 })}
      {everywhere.length > 0 && (
        <fieldset className="site-campaigns">
          <legend>{t('settings.sites.new.campaigns')}</legend>
          <p className="small t3">{t('settings.sites.new.campaigns.hint')}</p>
          {everywhere.map(({ id, name }) => (
            <label key={id} className="row">
              <input
                type="checkbox"
                checked={included.has(id)}
                onChange={() => setIncluded((now) => toggled(now, id))}
              />
              {name}
            </label>
          ))}
        </fieldset>
      )}
    </FormDialog>
  );
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const rest = [...chosen].filter((each) => each !== id);
  return new Set(rest.length === chosen.size ? [...rest, id] : rest);
}

/**
 * Campaigns that run on all sites now, or will once they are resumed. A new site joins those that
 * are ticked.
 */
function useEverywhere(): readonly CampaignSummary[] {
  const { data } = useApiQuery('/campaigns', CampaignList, {
    query: { limit: 200 },
  });
  return (data?.items ?? []).filter(({ allSites, state }) => allSites && state !== 'archived');
}
