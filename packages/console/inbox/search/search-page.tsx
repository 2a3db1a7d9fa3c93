// Finds conversations again. The words and filters are in the address, the results at the left, and
// the chosen conversation to read at the right. Snippets are plain text.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { SearchAnswer, type Found } from '@opportune/protocol/rest/conversation/search.ts';
import {
  format,
  Button,
  Empty,
  Face,
  IconButton,
  NotYet,
  PageHeader,
  SearchField,
  Tag,
  useApiQuery,
  t,
} from '../../ui/index.ts';
import { useChannelLooks } from '../../channels/use-channels.ts';
import { knownName, lastWords, nameOf } from '../inbox-words.ts';
import { SearchFilters } from './search-filters.tsx';
import { queryOf, type SearchPlace } from './search-place.ts';
import { TalkReaderOf } from '../transcript/talk-reader.tsx';
import { useLabelLists } from '../customer/use-labels.ts';
import '../inbox.css';
import './search.css';

const route = getRouteApi('/search');
/** The search starts this long after the last keystroke. */
const restMs = 250;

export function SearchPage() {
  const place = route.useSearch();
  const navigate = route.useNavigate();
  const go = (change: Partial<SearchPlace>): void =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  const [typed, setTyped] = useState(place.q ?? '');
  useEffect(() => {
    if (typed.trim() === (place.q ?? '')) return;
    const timer = setTimeout(
      () => go({ q: typed.trim() === '' ? undefined : typed.trim() }),
      restMs,
    );
    return () => clearTimeout(timer);
  });
  return (
    <>
      <PageHeader title={t('archive.search.title')} />
      <div className="search-page">
        <div className="search-bar">
          <SearchField label={t('archive.search.label')} value={typed} onChange={setTyped} />
          <SearchFilters place={place} onChange={go} />
        </div>
        <Results key={JSON.stringify(place)} place={place} />
      </div>
    </>
  );
}

/** Adds further pages below, and keeps the cursor of each. */
function Results({ place }: { place: SearchPlace }) {
  const [cursors, setCursors] = useState<readonly string[]>(['']);
  const [open, setOpen] = useState<Found | null>(null);
  return (
    <div className={open === null ? 'search-body' : 'search-body reading'}>
      <div
        className="scroller search-found"
        tabIndex={0}
        role="region"
        aria-label={t('archive.search.found')}
      >
        {cursors.map((cursor, at) => (
          <Page
            key={cursor}
            place={place}
            cursor={cursor}
            first={at === 0}
            last={at === cursors.length - 1}
            open={open}
            onOpen={setOpen}
            onMore={(next) => setCursors([...cursors, next])}
          />
        ))}
      </div>
      {open === null ? (
        <div className="search-reader search-none">
          <Empty title={t('archive.search.choose')} />
        </div>
      ) : (
        <div className="search-reader">
          <TalkReaderOf key={open.conversation} id={open.conversation} at={open.sequence}>
            <IconButton
              icon="close"
              label={t('archive.reader.close')}
              onClick={() => setOpen(null)}
            />
            <Link
              to="/inbox/{-$conversation}"
              params={{ conversation: open.conversation }}
              className="btn plain small search-open"
            >
              {t('archive.reader.open')}
            </Link>
          </TalkReaderOf>
        </div>
      )}
    </div>
  );
}

interface PageProps {
  readonly place: SearchPlace;
  readonly cursor: string;
  readonly first: boolean;
  readonly last: boolean;
  readonly open: Found | null;
  readonly onOpen: (found: Found) => void;
  readonly onMore: (cursor: string) => void;
}

function Page({ place, cursor, first, last, open, onOpen, onMore }: PageProps) {
  const { data, error, refetch } = useApiQuery('/search', SearchAnswer, {
    query: { ...queryOf(place), ...(cursor === '' ? {} : { cursor }) },
  });
  if (data === undefined)
    return <NotYet error={error} rows={6} columns={1} onRetry={() => void refetch()} />;
  if (first && data.items.length === 0)
    return <Empty title={t('archive.search.nothing')} text={t('archive.search.nothing.text')} />;
  const { next } = data;
  return (
    <>
      <ul>
        {data.items.map((found) => (
          <li key={found.conversation}>
            <Item
              found={found}
              on={open?.conversation === found.conversation}
              onOpen={() => onOpen(found)}
            />
          </li>
        ))}
      </ul>
      {last && next !== null && (
        <div className="search-more">
          <Button onClick={() => onMore(next)}>{t('archive.search.more')}</Button>
        </div>
      )}
      {last && next === null && data.cut && (
        <p className="small t3 search-more">{t('archive.search.cut')}</p>
      )}
    </>
  );
}

function Item({ found, on, onOpen }: { found: Found; on: boolean; onOpen: () => void }) {
  const { snippet, tags } = found;
  const listed = useLabelLists()?.tags ?? [];
  const channel = useChannelLooks()(found.channel);
  const { status, agent, startedAt } = found;
  return (
    <button type="button" className={on ? 'found on' : 'found'} aria-pressed={on} onClick={onOpen}>
      <Face name={knownName(found)} size="medium" via={channel.icon} />
      <span className="found-head">
        <b className="clip">
          {nameOf(found)}
          <span className="aside-voice">, {channel.name}</span>
        </b>
        <span className="small t3 num">{format.dateTime(startedAt)}</span>
      </span>
      <span className="found-said">
        {snippet.length === 0
          ? lastWords(found)
          : snippet.map(({ text, hit }, at) =>
              hit ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
            )}
      </span>
      <span className="found-foot small t3">
        {[t(`visitors.conversation.status.${status}`), agent]
          .filter((part) => part !== null)
          .join(' · ')}
        {listed
          .filter(({ id }) => tags.includes(id))
          .map(({ id, name }) => (
            <Tag key={id}>{name}</Tag>
          ))}
      </span>
    </button>
  );
}
