// The head of the list: its name, or the search field.
import { Link } from '@tanstack/react-router';
import { asCommand } from '../../keys/do-commands.ts';
import { MeMenu } from '../../shell/me-menu.tsx';
import { IconButton, SearchField, t } from '../../ui/index.ts';

interface Props {
  /** Null if the list is not searched. */
  readonly search: string | null;
  readonly onSearch: (search: string | null) => void;
}

export function ListHead({ search, onSearch }: Props) {
  const searching = search !== null;
  return (
    <>
      <header className="top">
        {searching ? <Search search={search} onSearch={onSearch} /> : <Name />}
        <IconButton
          {...(searching ? {} : asCommand('search'))}
          icon={searching ? 'close' : 'search'}
          label={t(searching ? 'console.close' : 'console.search')}
          onClick={() => onSearch(searching ? null : '')}
        />
      </header>
      {searching && <Everything words={search.trim()} />}
    </>
  );
}

function Search({ search, onSearch }: { search: string; onSearch: Props['onSearch'] }) {
  return (
    <SearchField
      label={t('inbox.inbox.search')}
      value={search}
      onChange={onSearch}
      input={{ ...asCommand('search'), autoFocus: true }}
    />
  );
}

function Name() {
  return (
    <>
      <h1 className="grow">{t('console.area.inbox')}</h1>
      <span className="narrow-only">
        <MeMenu narrow />
      </span>
    </>
  );
}

/** Leads to the search over everything, also what is no longer in the list. */
function Everything({ words }: { words: string }) {
  return (
    <Link to="/search" search={words === '' ? {} : { q: words }} className="search-everything">
      {words === ''
        ? t('archive.search.everything')
        : t('archive.search.everything.for', { words })}
    </Link>
  );
}
