// Draws the rows of contacts that are in sight, and asks for more near the end.
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useState } from 'react';
import type { ContactId } from '@opportune/protocol/ids.ts';
import type { ListedContact } from '@opportune/protocol/rest/contact/contacts.ts';
import { useChannelLooks } from '../../channels/use-channels.ts';
import {
  addressLook,
  addressWords,
  contactWords,
} from '../../inbox/customer/contact/contact-words.ts';
import { ago, Face, format, Icon, t, Tag, useNow } from '../../ui/index.ts';
import type { ContactPlace } from '../contact-place.ts';

const rowHeight = 52;
/** Rows before the end at which the next page is read. */
const ahead = 30;
const tagsShown = 2;

interface ContactRowsProps {
  readonly contacts: readonly ListedContact[];
  readonly hasMore: boolean;
  readonly chosen: ContactId | undefined;
  readonly place: ContactPlace;
  readonly onEnd: () => void;
}

export function ContactRows({ contacts, hasMore, chosen, place, onEnd }: ContactRowsProps) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  // oxlint-disable-next-line react/incompatible-library -- its results reach no memoised child
  const virtual = useVirtualizer({
    count: contacts.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    overscan: 8,
    useFlushSync: false,
  });
  const rows = virtual.getVirtualItems();
  const isNearEnd = (rows.at(-1)?.index ?? 0) >= contacts.length - ahead;
  useEffect(() => {
    if (isNearEnd) onEnd();
  }, [isNearEnd, onEnd]);
  return (
    <div
      className="scroller"
      ref={setScroller}
      role="region"
      aria-label={t('permission.list')}
      tabIndex={0}
    >
      <ul className="contacts-rows" style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start }) => {
          const contact = contacts[index];
          if (contact === undefined) return null;
          return (
            <li
              key={contact.id}
              style={{ transform: `translateY(${start}px)` }}
              aria-setsize={hasMore ? -1 : contacts.length}
              aria-posinset={index + 1}
            >
              <Row contact={contact} isChosen={contact.id === chosen} place={place} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface RowProps {
  readonly contact: ListedContact;
  readonly isChosen: boolean;
  readonly place: ContactPlace;
}

function Row({ contact, isChosen, place }: RowProps) {
  const { id, name, tags, lastContactAt, createdAt } = contact;
  const now = useNow();
  return (
    <Link
      to="/contacts/{-$contact}"
      params={{ contact: id }}
      search={place}
      className={isChosen ? 'contacts-row on' : 'contacts-row'}
      aria-current={isChosen ? 'true' : undefined}
    >
      <Face name={name === '' ? null : name} size="medium" />
      <span className="contacts-who">
        <span className="clip medium">
          <bdi>{contactWords(contact)}</bdi>
        </span>
        <Where contact={contact} />
      </span>
      <span className="contacts-row-tags">
        {tags.slice(0, tagsShown).map((tag) => (
          <Tag key={tag}>
            <bdi className="clip">{tag}</bdi>
          </Tag>
        ))}
        {tags.length > tagsShown && (
          <span className="small t3 num" title={tags.join(', ')}>
            +{tags.length - tagsShown}
          </span>
        )}
      </span>
      <span className="small t3 num contacts-when">
        {lastContactAt === null ? (
          <span title={t('permission.since', { date: format.date(createdAt) })}>
            {t('permission.never')}
          </span>
        ) : (
          <time title={format.dateTime(lastContactAt)}>{ago(now - lastContactAt)}</time>
        )}
      </span>
    </Link>
  );
}

/** The addresses. Of a contact without a name, the first is shown above. */
function Where({ contact: { name, addresses } }: { contact: ListedContact }) {
  const looks = useChannelLooks();
  return (
    <span className="small t3 contacts-row-where">
      {addresses.map((each, at) => {
        const { icon, name: channel } = addressLook(each, looks);
        const isAbove = name === '' && at === 0;
        return (
          <span key={`${each.channel} ${each.address}`} title={channel}>
            <Icon name={icon} size={12} />
            {!isAbove && <span className="aside-voice">{channel}: </span>}
            <bdi className="clip">{isAbove ? channel : addressWords(each)}</bdi>
          </span>
        );
      })}
    </span>
  );
}
