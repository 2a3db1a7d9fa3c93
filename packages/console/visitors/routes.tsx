// The visitors area: who is on the site now, with the details of one visitor beside the list.
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import { SiteList } from '@opportune/protocol/rest/site.ts';
import { connection } from '../api/socket.ts';
import {
  format,
  Button,
  Icon,
  LiveMark,
  Menu,
  MenuItem,
  PageHeader,
  SearchField,
  t,
  useApiQuery,
  useStore,
} from '../ui/index.ts';
import { liveVisitors, watchVisitors } from './list/live-visitors.ts';
import { VisitorList } from './list/visitor-list.tsx';
import { VisitorPanel } from './panel/visitor-panel.tsx';
import { searchText } from './list/list-settings.ts';
import './visitors.css';

const route = getRouteApi('/visitors');

export function VisitorsPage() {
  const { visitor, site, tab } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: sites } = useApiQuery('/sites', SiteList);
  useEffect(() => watchVisitors(site), [site]);
  const open = useCallback(
    (id: VisitorId | undefined) =>
      void navigate({
        search: (now) => ({ ...now, visitor: id, tab: id === undefined ? undefined : now.tab }),
        replace: true,
      }),
    [navigate],
  );
  return (
    <>
      <PageHeader title={t('console.area.visitors')} live={<OnSite />}>
        <Search />
        <SiteMenu
          sites={sites?.items ?? []}
          site={site}
          onChoose={(id) =>
            void navigate({ search: (now) => ({ ...now, site: id }), replace: true })
          }
        />
      </PageHeader>
      <div className={visitor === undefined ? 'split' : 'split open'}>
        <VisitorList selected={visitor} onOpen={open} sites={sites?.items} />
        {visitor !== undefined && (
          <VisitorPanel
            key={visitor}
            visitor={visitor}
            tab={tab ?? 'visit'}
            onTab={(next) =>
              void navigate({ search: (now) => ({ ...now, tab: next }), replace: true })
            }
            onClose={() => open(undefined)}
          />
        )}
      </div>
    </>
  );
}

function OnSite() {
  const total = useStore(liveVisitors, (live) => live.total);
  const loaded = useStore(liveVisitors, (live) => live.loaded);
  const { status, since } = useStore(connection, (value) => value);
  if (!loaded) return null;
  if (status === 'lost' && since !== null)
    return (
      <span className="row small bad">
        <Icon name="offline" size={14} />
        {t('console.state.offlineSince', { time: format.clock(since) })}
      </span>
    );
  return <LiveMark>{t('visitors.visitors.onSite', { n: total })}</LiveMark>;
}

function Search() {
  const text = useStore(searchText, (value) => value);
  return (
    <SearchField
      label={t('visitors.visitors.search')}
      value={text}
      onChange={searchText.set}
      width={240}
    />
  );
}

interface SiteMenuProps {
  readonly sites: readonly { id: string; name: string }[];
  readonly site: string | undefined;
  readonly onChoose: (site: string | undefined) => void;
}

function SiteMenu({ sites, site, onChoose }: SiteMenuProps) {
  if (sites.length < 2) return null;
  const name = sites.find((each) => each.id === site)?.name ?? t('visitors.visitors.allSites');
  return (
    <Menu position="bottom-end" target={<Button tail="down">{name}</Button>}>
      <MenuItem checked={site === undefined} onClick={() => onChoose(undefined)}>
        {t('visitors.visitors.allSites')}
      </MenuItem>
      {sites.map((each) => (
        <MenuItem key={each.id} checked={each.id === site} onClick={() => onChoose(each.id)}>
          {each.name}
        </MenuItem>
      ))}
    </Menu>
  );
}
