// The bar above the list of contacts: what to filter by, and the order.
import type { ReactNode } from 'react';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import { ContactOrder } from '@opportune/protocol/rest/contact/contacts.ts';
import { ContactTags } from '@opportune/protocol/rest/contact/details.ts';
import { marketing } from '@opportune/protocol/contact/permission.ts';
import { channelChoice } from '../../channels/channel-name.ts';
import { iconOf } from '../../channels/kind-icons.ts';
import { Chip, Icon, Menu, MenuItem, t, useApiQuery } from '../../ui/index.ts';
import { type ContactPlace, isFiltered, lastContacts } from '../contact-place.ts';

interface BarProps {
  readonly place: ContactPlace;
  readonly onChange: (change: Partial<ContactPlace>) => void;
}

export function ContactBar({ place, onChange }: BarProps) {
  const cleared = {
    ...{ search: undefined, channel: undefined, optIn: undefined },
    ...{ tag: undefined, last: undefined },
  };
  const sort = place.sort ?? 'created';
  return (
    <div className="bar contacts-bar" role="group" aria-label={t('permission.filters')}>
      <ChannelFilter place={place} onChange={onChange} />
      <TagFilter place={place} onChange={onChange} />
      <Filter name={t('permission.filter.optIn')} chosen={place.optIn}>
        <MenuItem
          checked={place.optIn === marketing}
          onClick={() => onChange({ optIn: place.optIn === marketing ? undefined : marketing })}
        >
          {marketing}
        </MenuItem>
      </Filter>
      <Filter
        name={t('permission.filter.last')}
        chosen={place.last && t(`permission.last.${place.last}`)}
      >
        {lastContacts.map((last) => (
          <MenuItem
            key={last}
            checked={place.last === last}
            onClick={() => onChange({ last: place.last === last ? undefined : last })}
          >
            {t(`permission.last.${last}`)}
          </MenuItem>
        ))}
      </Filter>
      {isFiltered(place) && (
        <button type="button" className="link small" onClick={() => onChange(cleared)}>
          {t('permission.filter.clear')}
        </button>
      )}
      <span className="grow" />
      <Filter name={t('permission.sort')} chosen={t(`permission.sort.${sort}`)} isOrder>
        {ContactOrder.options.map((order) => (
          <MenuItem key={order} checked={order === sort} onClick={() => onChange({ sort: order })}>
            {t(`permission.sort.${order}`)}
          </MenuItem>
        ))}
      </Filter>
    </div>
  );
}

interface FilterProps {
  readonly name: string;
  readonly chosen: string | undefined;
  readonly isOrder?: boolean;
  readonly children: ReactNode;
}

/** A chip that opens a menu. It shows what is chosen. */
function Filter({ name, chosen, isOrder = false, children }: FilterProps) {
  const label = chosen === undefined ? name : `${name}: ${chosen}`;
  return (
    <Menu
      position={isOrder ? 'bottom-end' : 'bottom-start'}
      target={
        <button
          type="button"
          className={chosen === undefined || isOrder ? 'chip' : 'chip chosen'}
          aria-label={label}
        >
          <span className="clip">{isOrder ? chosen : label}</span>
          <Icon name="down" size={12} />
        </button>
      }
    >
      {children}
    </Menu>
  );
}

function ChannelFilter({ place, onChange }: BarProps) {
  const channels = useApiQuery('/channels', ChannelList).data?.channels ?? [];
  const chosen = channels.find(({ id }) => id === place.channel);
  return (
    <Filter
      name={t('permission.filter.channel')}
      chosen={chosen === undefined ? place.channel : channelChoice(chosen, channels)}
    >
      {channels.map((channel) => (
        <MenuItem
          key={channel.id}
          before={<Icon name={iconOf(channel)} size={14} />}
          checked={channel.id === place.channel}
          onClick={() =>
            onChange({ channel: channel.id === place.channel ? undefined : channel.id })
          }
        >
          {channelChoice(channel, channels)}
        </MenuItem>
      ))}
    </Filter>
  );
}

/** Offered once a contact has a tag. */
function TagFilter({ place, onChange }: BarProps) {
  const tags = useApiQuery('/contact-tags', ContactTags).data?.tags ?? [];
  if (tags.length === 0 && place.tag === undefined) return null;
  if (tags.length === 0)
    return <Chip onRemove={() => onChange({ tag: undefined })}>{place.tag}</Chip>;
  return (
    <Filter name={t('permission.filter.tag')} chosen={place.tag}>
      <div className="contacts-tags">
        {tags.map(({ tag, contacts }) => (
          <MenuItem
            key={tag}
            checked={tag === place.tag}
            after={<span className="num t3 small">{contacts}</span>}
            onClick={() => onChange({ tag: tag === place.tag ? undefined : tag })}
          >
            <bdi>{tag}</bdi>
          </MenuItem>
        ))}
      </div>
    </Filter>
  );
}
