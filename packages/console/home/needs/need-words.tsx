// One need in words: what it is, why, and the one action that helps.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { UserId } from '@opportune/protocol/ids.ts';
import type { CampaignApproval } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { channelName } from '../../channels/channel-name.ts';
import { nameOf, lastWords } from '../../inbox/inbox-words.ts';
import { SettingsLink } from '../../settings/settings-link.tsx';
import { t, type IconName } from '../../ui/index.ts';
import type { Need } from './needs.ts';

export interface NeedWords {
  readonly icon: IconName;
  readonly title: string;
  readonly why: string;
  readonly action: ReactNode;
}

/** The class of the action of a row. */
const button = 'btn plain small';

/** `me`: the reader, who needs not be told that a conversation is theirs. */
export function needWords(need: Need, me: UserId): NeedWords {
  switch (need.type) {
    case 'waiting':
    case 'reply':
    case 'case':
      return ofConversation(need.type, need.conversation, me);
    case 'delivery':
      return ofDelivery(need.delivery);
    case 'alarm':
      return ofAlarm(need.alarm);
    case 'channel':
      return ofChannel(need.channel);
    case 'approval':
    case 'declined':
      return ofApproval(need.type, need.approval);
  }
}

const icons = { waiting: 'clock', reply: 'chat', case: 'mail' } as const;

function ofConversation(
  type: 'waiting' | 'reply' | 'case',
  conversation: Conversation,
  me: UserId,
): NeedWords {
  const { agent } = conversation;
  const title = t(`home.need.${type}`, { name: nameOf(conversation) });
  const words = lastWords(conversation);
  const isOthers = type === 'reply' && agent !== null && agent.user !== me;
  const why = isOthers ? t('home.need.reply.why', { agent: agent.name, words }) : words;
  const action = t(type === 'reply' ? 'home.need.reply.act' : 'home.need.answer');
  return {
    ...{ icon: icons[type], title, why },
    action: <InboxLink conversation={conversation.id} words={action} about={title} />,
  };
}

function InboxLink(props: { conversation: string; words: string; about: string }) {
  const { conversation, words, about } = props;
  return (
    <Link
      to="/inbox/{-$conversation}"
      params={{ conversation }}
      className={button}
      aria-label={`${words}: ${about}`}
    >
      {words}
    </Link>
  );
}

function ofDelivery(delivery: Extract<Need, { type: 'delivery' }>['delivery']): NeedWords {
  const { state, reason, conversation } = delivery;
  const title = t(`home.need.delivery.${state}`, { name: nameOf(delivery) });
  const why =
    state === 'uncertain'
      ? t('home.need.delivery.uncertain.why')
      : t('home.need.delivery.why', { why: t(`channels.reason.${reason ?? 'other'}`) });
  const action = t('home.need.open');
  return {
    ...{ icon: 'alert' as const, title, why },
    action: <InboxLink conversation={conversation} words={action} about={title} />,
  };
}

function ofAlarm({ kind, campaign, name }: Extract<Need, { type: 'alarm' }>['alarm']): NeedWords {
  const title = t(`home.need.${kind}`, { name });
  const words = t('home.need.why');
  return {
    ...{ icon: kind === 'sample-ratio' ? ('scale' as const) : ('alert' as const), title },
    why: t(`home.need.${kind}.why`),
    action: (
      <Link
        to="/results/$campaign"
        params={{ campaign }}
        className={button}
        aria-label={`${words}: ${title}`}
      >
        {words}
      </Link>
    ),
  };
}

function ofChannel(channel: Extract<Need, { type: 'channel' }>['channel']): NeedWords {
  const name = channelName(channel);
  const { lastError } = channel;
  return {
    ...{ icon: 'offline' as const, title: t('home.need.channel', { name }) },
    why: lastError ?? t('home.need.channel.why'),
    action: (
      <SettingsLink page="channels" className={button}>
        {t('home.need.connect')}
      </SettingsLink>
    ),
  };
}

function ofApproval(
  type: 'approval' | 'declined',
  { campaign, name, by, note, declined }: CampaignApproval,
): NeedWords {
  const title = t(`home.need.${type}`, { name });
  const words = t(`home.need.${type}.act`);
  const said = declined?.note ?? note;
  const why = t(`home.need.${type}.why`, { who: declined?.by ?? by });
  return {
    ...{ icon: 'campaigns' as const, title, why: said === '' ? why : `${why} “${said}”` },
    action: (
      <Link
        to="/campaigns/$campaign"
        params={{ campaign }}
        className={button}
        aria-label={`${words}: ${title}`}
      >
        {words}
      </Link>
    ),
  };
}
