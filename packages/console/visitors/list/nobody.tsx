// What the list shows instead of rows: a loading shape, that no visitor matches, that no site is
// set up yet, or that nobody is on the site.
import { Link } from '@tanstack/react-router';
import { connection } from '../../api/socket.ts';
import { Bones, Button, Empty, Icon, useStore, t } from '../../ui/index.ts';
import { listSettings, searchText, showAll } from './list-settings.ts';

interface Props {
  readonly loaded: boolean;
  readonly any: boolean;
  readonly sites: readonly { readonly origins: readonly string[] }[] | undefined;
}

export function Nobody({ loaded, any, sites }: Props) {
  const { status } = useStore(connection, (value) => value);
  const search = useStore(searchText, (value) => value);
  const { filters: chosen } = useStore(listSettings, (value) => value);
  if (!loaded) return status === 'lost' ? null : <Bones rows={14} columns={6} />;
  if (any && (search !== '' || chosen.length > 0)) {
    return (
      <Empty title={t('visitors.visitors.none.title')} text={t('visitors.visitors.none.text')}>
        <Button onClick={showAll}>{t('visitors.visitors.none.clear')}</Button>
      </Empty>
    );
  }
  if (sites !== undefined && sites.length === 0) {
    return (
      <Empty title={t('visitors.visitors.noSite.title')} text={t('visitors.visitors.noSite.text')}>
        <Link to="/settings/{-$page}/{-$item}" className="btn plain">
          {t('visitors.visitors.noSite.action')}
        </Link>
      </Empty>
    );
  }
  const origin = sites?.[0]?.origins[0];
  return (
    <Empty title={t('visitors.visitors.empty.title')} text={t('visitors.visitors.empty.text')}>
      {origin !== undefined && origin.startsWith('http') && (
        <a className="btn plain" href={origin} target="_blank" rel="noopener noreferrer">
          <Icon name="external" />
          {t('visitors.visitors.empty.open')}
        </a>
      )}
    </Empty>
  );
}
