// One site at a time: its snippet, origins, keys, consent and look, and beside it the debugger that
// shows the effect at once.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { CampaignList, type CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { DebugList, RevisedSite, SiteList } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import {
  Button,
  Empty,
  Icon,
  LiveMark,
  Menu,
  MenuItem,
  MenuLine,
  NotYet,
  useApiQuery,
  t,
} from '../../ui/index.ts';
import { DebuggerPane } from './debugger.tsx';
import { Keys } from './keys.tsx';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';
import { useAdministrator } from '../use-administrator.ts';
import { SiteForm } from './site-form.tsx';

export function SitesPage({ item }: { item: string | undefined }) {
  const { data, error, refetch } = useApiQuery('/sites', SiteList, {
    query: { limit: 200 },
  });
  if (data === undefined)
    return (
      <div className="settings-body">
        <NotYet error={error} rows={6} columns={2} onRetry={refetch} />
      </div>
    );
  const site = data.items.find(({ id }) => id === item) ?? data.items[0];
  if (site === undefined) return <NoSite />;
  return <OneSite key={site.id} site={site} sites={data.items} />;
}

function NoSite() {
  const administrator = useAdministrator();
  const [open, setOpen] = useState(false);
  return (
    <div className="settings-body">
      <Empty title={t('settings.sites.empty.title')} text={t('settings.sites.empty.text')}>
        {administrator && (
          <Button variant="primary" icon="plus" onClick={() => setOpen(true)}>
            {t('settings.sites.new')}
          </Button>
        )}
      </Empty>
      {open && <NewSiteDialog onClose={() => setOpen(false)} />}
    </div>
  );
}

function OneSite({ site, sites }: { site: RevisedSite; sites: readonly RevisedSite[] }) {
  const [paused, setPaused] = useState(false);
  const debug = useApiQuery(`/sites/${site.id}/debugger`, DebugList, {
    enabled: !paused,
    ...(paused ? {} : { refetchMs: 500 }),
    keep: true,
  });
  const seen = debug.data?.accepted ?? 0;
  return (
    <div className="site-columns">
      <div className="settings-body" tabIndex={0} role="region" aria-label={site.name}>
        <div className="row site-title">
          <SiteMenu site={site} sites={sites} />
          {seen > 0 ? (
            <LiveMark>{t('settings.site.events', { n: seen })}</LiveMark>
          ) : (
            <span className="small t3">{t('settings.site.silent')}</span>
          )}
        </div>
        <SiteForm key={site.id} site={site} keys={<Keys site={site} />} />
      </div>
      <DebuggerPane
        list={debug.data}
        error={debug.error}
        paused={paused}
        onPaused={setPaused}
        onRetry={() => void debug.refetch()}
      />
    </div>
  );
}

function SiteMenu({ site, sites }: { site: RevisedSite; sites: readonly RevisedSite[] }) {
  const administrator = useAdministrator();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  if (sites.length === 1 && !administrator) return <h2 className="settings-title">{site.name}</h2>;
  return (
    <>
      <h2 className="settings-title">
        <Menu
          target={
            <button type="button" className="site-choice">
              {site.name}
              <Icon name="down" size={14} />
            </button>
          }
        >
          {sites.map(({ id, name }) => (
            <MenuItem
              key={id}
              checked={id === site.id}
              after={id === site.id ? <Icon name="check" size={14} /> : undefined}
              onClick={() =>
                void navigate({
                  to: '/settings/{-$page}/{-$item}',
                  params: { page: 'sites', item: id },
                })
              }
            >
              {name}
            </MenuItem>
          ))}
          {administrator && <MenuLine />}
          {administrator && (
            <MenuItem before={<Icon name="plus" />} onClick={() => setOpen(true)}>
              {t('settings.sites.new')}
            </MenuItem>
          )}
        </Menu>
      </h2>
      {open && <NewSiteDialog onClose={() => setOpen(false)} />}
    </>
  );
}

const NewSiteFields = z.object({
  name: z.string().trim().min(1).max(80),
  origins: z.array(z.string()),
});

function NewSiteDialog({ onClose }: { onClose: () => void }) {
  const [included, setIncluded] = useState<ReadonlySet<string>>(new Set());
  const navigate = useNavigate();
  const everywhere = useEverywhere();
  const form = useForm({
    schema: NewSiteFields,
    value: { name: '', origins: [] },
    words: 'settings.sites.new',
    save: (draft) => {
      const leftOut = everywhere.map(({ id }) => id).filter((id) => !included.has(id));
      return api.post('/sites', { ...draft, leftOut }, RevisedSite);
    },
    invalidates: ['/sites', '/campaigns'],
    onDone: (site) => {
      onClose();
      void navigate({
        to: '/settings/{-$page}/{-$item}',
        params: { page: 'sites', item: site.id },
      });
    },
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

/** Campaigns that run on all sites, or will once they are resumed: a new one would be among them. */
function useEverywhere(): readonly CampaignSummary[] {
  const { data } = useApiQuery('/campaigns', CampaignList, {
    query: { limit: 200 },
  });
  return (data?.items ?? []).filter(({ allSites, state }) => allSites && state !== 'archived');
}
