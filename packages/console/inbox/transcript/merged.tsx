// Merged conversations. Above a conversation it lists those that were merged into it, each read in
// place. In a merged one it says where that belongs. Beside an earlier one it offers to merge.
import { Link } from '@tanstack/react-router';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { Merges } from '@opportune/protocol/rest/conversation/merging.ts';
import { api } from '../../api/client.ts';
import { useChannelLooks } from '../../channels/use-channels.ts';
import {
  format,
  Button,
  Icon,
  IconButton,
  invalidate,
  say,
  sayError,
  useApiMutation,
  useNarrow,
  t,
} from '../../ui/index.ts';
import { lastWords } from '../inbox-words.ts';
import { TalkReader } from './talk-reader.tsx';
import './merged.css';

const pathOf = ({ id }: Conversation): string => `/conversations/${encodeURIComponent(id)}/merges`;

function useMerges(conversation: Conversation): Merges | undefined {
  const path = pathOf(conversation);
  return useQuery({
    // A merge adds a note, so a higher sequence means another answer.
    queryKey: [path, conversation.lastSequence],
    queryFn: ({ signal }) => api.get(path, Merges, { signal }),
    placeholderData: keepPreviousData,
  }).data;
}

/** Draws nothing if no conversation was merged into this one. */
export function MergedParts({ conversation }: { conversation: Conversation }) {
  const parts = useMerges(conversation)?.parts ?? [];
  const narrow = useNarrow();
  if (parts.length === 0) return null;
  return (
    <section className="merged" aria-label={t('archive.merge.parts')}>
      {/* One level below the visitor's name. */}
      <h3 aria-level={narrow ? 2 : 3}>{t('archive.merge.parts')}</h3>
      {parts.map((part) => (
        <Part key={part.id} part={part} />
      ))}
    </section>
  );
}

function Part({ part }: { part: Conversation }) {
  const [open, setOpen] = useState(false);
  const channel = useChannelLooks()(part.channel);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span title={channel.name}>
          <Icon name={channel.icon} size={14} />
          <span className="aside-voice">{channel.name}: </span>
        </span>
        <span className="clip grow">{part.topic ?? lastWords(part)}</span>
        <span className="num t3 small">{format.dateTime(part.startedAt)}</span>
      </summary>
      {open && (
        <TalkReader conversation={part}>
          <span className="reader-open">
            <Separate part={part} />
          </span>
        </TalkReader>
      )}
    </details>
  );
}

/** Says where a merged conversation belongs. Draws nothing for others. */
export function PartOf({ conversation }: { conversation: Conversation }) {
  const into = useMerges(conversation)?.into ?? null;
  if (into === null) return null;
  return (
    <div className="merged part-of" role="note">
      <span className="grow">
        {t('archive.merge.partOf', { date: format.dateTime(into.startedAt) })}{' '}
        <Link to="/inbox/{-$conversation}" params={{ conversation: into.id }}>
          {t('archive.merge.open')}
        </Link>
      </span>
      <Separate part={conversation} />
    </div>
  );
}

function Separate({ part }: { part: Conversation }) {
  const separate = useSeparate(part);
  return (
    <Button disabled={separate.isPending} onClick={() => separate.mutate(undefined)}>
      {t('archive.merge.undo')}
    </Button>
  );
}

function useSeparate(part: Conversation) {
  return useApiMutation(() => api.delete(pathOf(part), Merges).catch(complain), {
    invalidates: ['/conversations'],
    onDone: () => say(t('archive.merge.separated')),
  });
}

/** Offered only for a conversation that has ended and is not merged. */
export function MergeAct(props: { part: Conversation; into: Conversation; onDone: () => void }) {
  const { part, into, onDone } = props;
  const mine = useMerges(part);
  const { mutate: separate } = useSeparate(part);
  const merge = useApiMutation(
    () => api.put(pathOf(part), { into: into.id }, Merges).catch(complain),
    {
      onDone: () => {
        invalidate('/conversations');
        say(t('archive.merge.done'), () => separate(undefined));
        onDone();
      },
    },
  );
  if (part.status !== 'ended' || mine === undefined || mine.into !== null) return null;
  return (
    <IconButton
      icon="merge"
      label={t('archive.merge.act')}
      disabled={merge.isPending}
      onClick={() => merge.mutate(undefined)}
    />
  );
}

function complain(error: unknown): never {
  sayError(error);
  throw error;
}
