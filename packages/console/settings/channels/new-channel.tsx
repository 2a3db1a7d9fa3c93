// Adds a channel: what to connect, then the form of its kind.
import { useState } from 'react';
import { ChannelKind } from '@opportune/protocol/channel/channel.ts';
import { isProviderKind } from '@opportune/protocol/channel/provider-kinds.ts';
import type { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { kindIcons } from '../../channels/kind-icons.ts';
import { Icon, t } from '../../ui/index.ts';
import { ChannelDialog } from './channel-form.tsx';
import { MailboxDialog } from './mailbox-form.tsx';
import { ProviderDialog } from './provider-form.tsx';

interface NewChannelProps {
  readonly onClose: () => void;
  readonly onMade: (channel: RevisedChannel) => void;
}

export function NewChannelDialog(props: NewChannelProps) {
  const [kind, setKind] = useState<ChannelKind>('custom');
  const choice = <Kinds chosen={kind} onChoose={setKind} />;
  if (kind === 'email') return <MailboxDialog {...props} channel={null} choice={choice} />;
  return isProviderKind(kind) ? (
    <ProviderDialog key={kind} {...props} kind={kind} channel={null} choice={choice} />
  ) : (
    <ChannelDialog {...props} channel={null} choice={choice} />
  );
}

/** Every account has the chat window. */
const kinds = ChannelKind.options.filter((kind) => kind !== 'web');

interface KindsProps {
  readonly chosen: ChannelKind;
  readonly onChoose: (kind: ChannelKind) => void;
}

function Kinds({ chosen, onChoose }: KindsProps) {
  return (
    <fieldset className="channel-kinds">
      <legend>{t('channelSettings.provider.kind')}</legend>
      {kinds.map((kind) => (
        <label key={kind} className={kind === chosen ? 'on' : ''}>
          <input
            type="radio"
            name="kind"
            checked={kind === chosen}
            onChange={() => onChoose(kind)}
          />
          <Icon name={kindIcons[kind]} />
          {t(`channels.kind.${kind}`)}
        </label>
      ))}
    </fieldset>
  );
}
