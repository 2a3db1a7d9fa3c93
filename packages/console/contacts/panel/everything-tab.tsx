// Everything about a contact in one stream, by day. A conversation opens in the inbox.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import type { ContactDetail } from '@opportune/protocol/rest/contact/contacts.ts';
import { ContactNoteList } from '@opportune/protocol/rest/contact/details.ts';
import { ApiProblem } from '../../api/client.ts';
import { useChannelLooks } from '../../channels/use-channels.ts';
import { contactPath } from '../../inbox/customer/contact/use-contact.ts';
import { useVisitorDetail } from '../../inbox/customer/use-visitor-detail.ts';
import { lastWords } from '../../inbox/inbox-words.ts';
import {
  ArmMark,
  Empty,
  format,
  Icon,
  type IconName,
  NotYet,
  t,
  useApiQuery,
} from '../../ui/index.ts';
import { entryWords } from '../../visitors/panel/timeline.tsx';
import { type StreamEntry, streamOf } from './stream-of.ts';

const query = { limit: 50 };

export function EverythingTab({ contact }: { contact: ContactDetail }) {
  const last = contact.addresses.findLast(({ channel }) => channel === webChannel);
  const visitor = last === undefined ? null : VisitorId.parse(last.address);
  const visits = useVisitorDetail({ visitor }, { refetchMs: 15_000 });
  const notes = useApiQuery(`${contactPath(contact.id)}/notes`, ContactNoteList, { query });
  // A visitor who was erased is not found, and has no visits.
  const isGone = visits.error instanceof ApiProblem && visits.error.status === 404;
  const missing = [notes, ...(isGone ? [] : [visits])].find(({ data }) => data === undefined);
  if (missing !== undefined)
    return <NotYet error={missing.error} rows={6} columns={2} onRetry={missing.refetch} />;
  const seen = visits.data ?? { timeline: [], decisions: [], campaigns: {} };
  const entries = streamOf({ contact, notes: notes.data?.items ?? [], visitor: seen });
  if (entries.length === 0)
    return <Empty title={t('permission.stream.none')} text={t('permission.stream.none.text')} />;
  return (
    <ol className="contact-stream" aria-label={t('permission.tab.everything')}>
      {entries.map((entry, at) => {
        const day = format.date(entry.at);
        const before = entries[at - 1];
        const isNew = before === undefined || format.date(before.at) !== day;
        return (
          <li key={entry.key}>
            {isNew && <h3 className="small t3">{day}</h3>}
            <Entry entry={entry} />
          </li>
        );
      })}
    </ol>
  );
}

function Entry({ entry }: { entry: StreamEntry }) {
  switch (entry.type) {
    case 'talk':
      return <Talk entry={entry} />;
    case 'note':
      return (
        <Line at={entry.at} icon="note" title={entry.note.text}>
          {entry.note.by.name}
        </Line>
      );
    case 'decision':
      return (
        <Line at={entry.at} icon="bolt" title={entry.campaign}>
          <ArmMark arm={entry.decision.arm.type} optimises={entry.decision.policy !== undefined} />
        </Line>
      );
    case 'visited':
      return <Line at={entry.at} icon="web" title={entryWords(entry.entry)} />;
    case 'move': {
      const { why, fromName, toName, by } = entry.move;
      const names = { from: fromName || '…', to: toName || '…' };
      return (
        <Line at={entry.at} icon="merge" title={t(`permission.stream.${why}`, names)}>
          {by?.name}
        </Line>
      );
    }
  }
}

function Talk({ entry: { talk, at } }: { entry: Extract<StreamEntry, { type: 'talk' }> }) {
  const { icon, name } = useChannelLooks()(talk.channel);
  const title = (
    <Link to="/inbox/{-$conversation}" params={{ conversation: talk.id }}>
      {talk.topic ?? lastWords(talk)}
    </Link>
  );
  const about = [name, t(`visitors.conversation.status.${talk.status}`), talk.agent?.name];
  return (
    <Line at={at} icon={icon} title={title}>
      {about.filter((part) => part !== undefined).join(' · ')}
    </Line>
  );
}

interface LineProps {
  readonly at: number;
  readonly icon: IconName;
  readonly title: ReactNode;
  readonly children?: ReactNode;
}

function Line({ at, icon, title, children }: LineProps) {
  return (
    <div className="contact-stream-line">
      <span className="small t3 num">{format.clock(at)}</span>
      <span className="contact-tile">
        <Icon name={icon} size={16} />
      </span>
      <span className="contact-talk-words">
        <span className="medium">{title}</span>
        {children !== undefined && <span className="small t3">{children}</span>}
      </span>
    </div>
  );
}
