// One site at a time: its snippet, origins, keys, consent and look. The debugger beside them shows
// the effect at once.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { DebugList, type RevisedSite, SiteList } from '@opportune/protocol/rest/site.ts';
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
import { useAdministrator } from '../use-administrator.ts';
import { NewSiteDialog } from './new-site.tsx';
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
      {open && <NewSite onClose={() => setOpen(false)} />}
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
      {open && <NewSite onClose={() => setOpen(false)} />}
    </>
  );
}

/** Shows the site once it is made. */
function NewSite({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const show = ({ id }: RevisedSite): void => {
    onClose();
    void navigate({ to: '/settings/{-$page}/{-$item}', params: { page: 'sites', item: id } });
  };
  return <NewSiteDialog onClose={onClose} onMade={show} />;
}
