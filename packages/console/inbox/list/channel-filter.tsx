// Filters the list by channel: the channels that have conversations, each with their number. Hidden
// if there is nothing to choose. The page's address holds the choice.
import { Link } from '@tanstack/react-router';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ChannelId } from '@opportune/protocol/ids.ts';
import { useChannelLooks, useHasOwnChannels } from '../../channels/use-channels.ts';
import { Icon, t, useInSight, useStore, type IconName } from '../../ui/index.ts';
import { inbox } from '../inbox-store.ts';
import './channel-filter.css';

export function ChannelFilter({ chosen }: { chosen: ChannelId | undefined }) {
  const { conversations } = useStore(inbox, (value) => value);
  const looks = useChannelLooks();
  const hasOwn = useHasOwnChannels();
  const line = useInSight<HTMLElement>(chosen ?? '');
  const counts = countsOf(conversations.values(), chosen);
  // Depends on the channels that are set up, not on current conversations, so that the list below
  // does not jump.
  if (!hasOwn && counts.size < 2 && chosen === undefined) return null;
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  return (
    <nav className="channel-filter" ref={line} aria-label={t('channels.filter')}>
      <Choice name={t('channels.filter.all')} n={all} on={chosen === undefined} />
      {[...counts].map(([id, n]) => (
        <Choice key={id} channel={id} {...looks(id)} n={n} on={id === chosen} />
      ))}
    </nav>
  );
}

interface ChoiceProps {
  readonly channel?: ChannelId;
  readonly icon?: IconName;
  readonly name: string;
  readonly n: number;
  readonly on: boolean;
}

function Choice({ channel, icon, name, n, on }: ChoiceProps) {
  return (
    <Link
      from="/inbox/{-$conversation}"
      to="/inbox/{-$conversation}"
      params={true}
      search={{ channel }}
      replace
      className={on ? 'on' : ''}
      aria-current={on ? 'true' : undefined}
      aria-label={t('channels.filter.n', { name, n })}
      title={name}
    >
      {icon === undefined ? name : <Icon name={icon} />}
      <span className="num">{n}</span>
    </Link>
  );
}

/**
 * The number of conversations that are not over, by channel in a fixed order. The chosen channel is
 * always there.
 */
function countsOf(
  conversations: Iterable<Conversation>,
  chosen: ChannelId | undefined,
): ReadonlyMap<ChannelId, number> {
  const counts = new Map<ChannelId, number>(chosen === undefined ? [] : [[chosen, 0]]);
  for (const { channel, status } of conversations)
    if (status !== 'ended') counts.set(channel, (counts.get(channel) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1)));
}

function place(channel: ChannelId): number {
  return ['web', 'email', channel].indexOf(channel);
}
