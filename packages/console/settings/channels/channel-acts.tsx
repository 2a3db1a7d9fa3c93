// What an administrator can do with a channel: edit, pause, connect, replace the secret and remove
// it. Every account has the chat window and e-mail. Those two can be renamed, and e-mail can be
// paused.
import { isProviderKind } from '@opportune/protocol/channel/provider-kinds.ts';
import { Empty } from '@opportune/protocol/rest/common.ts';
import {
  ChannelSecret,
  RevisedChannel,
  type ChannelChange,
} from '@opportune/protocol/rest/channel/channels.ts';
import { api } from '../../api/client.ts';
import { channelName } from '../../channels/channel-name.ts';
import {
  Icon,
  MenuItem,
  MenuLine,
  MoreMenu,
  say,
  sayError,
  t,
  useApiMutation,
  useAsk,
} from '../../ui/index.ts';
import { useCheck } from './use-check.ts';

interface ChannelActsProps {
  readonly channel: RevisedChannel;
  readonly edit: (channel: RevisedChannel) => void;
  readonly answers: (channel: RevisedChannel) => void;
  readonly menu: (channel: RevisedChannel) => void;
  readonly waiting: (channel: RevisedChannel) => void;
  readonly onSecret: (secret: string) => void;
  readonly test: (channel: RevisedChannel) => void;
}

export function ChannelActs(props: ChannelActsProps) {
  const { channel, edit, answers, onSecret, test } = props;
  const name = channelName(channel);
  const turn = useTurn(channel, name);
  const askSecret = useNewSecret(channel, name, onSecret);
  const askEndFormer = useEndFormer(channel, name);
  const askRemove = useRemoval(channel, name);
  const check = useCheck(channel);
  const isOn = channel.state === 'connected';
  return (
    <MoreMenu label={t('channelSettings.more', { name })}>
      <MenuItem before={<Icon name="note" />} onClick={() => edit(channel)}>
        {t('settings.edit')}
      </MenuItem>
      {isWrittenTo(channel) && (
        <MenuItem before={<Icon name="chat" />} onClick={() => answers(channel)}>
          {t('channelSettings.answers')}
        </MenuItem>
      )}
      {channel.kind === 'telephone' && <TelephoneItems {...props} />}
      {channel.kind !== 'web' && (
        <MenuItem
          before={<Icon name={isOn ? 'pause' : 'play'} />}
          onClick={() => turn(isOn ? 'paused' : 'connected')}
        >
          {t(isOn ? 'channelSettings.pause' : 'channelSettings.connect')}
        </MenuItem>
      )}
      {channel.kind !== 'web' && (
        <MenuItem before={<Icon name="send" />} onClick={() => test(channel)}>
          {t('channelSettings.test')}
        </MenuItem>
      )}
      {isChecked(channel) && (
        <MenuItem before={<Icon name="checks" />} onClick={check}>
          {t('channelSettings.check')}
        </MenuItem>
      )}
      {isSigned(channel) && (
        <>
          <MenuItem before={<Icon name="key" />} onClick={askSecret}>
            {t('channelSettings.rotate')}
          </MenuItem>
          {channel.formerSecretUntil !== null && (
            <MenuItem before={<Icon name="close" />} onClick={askEndFormer}>
              {t('channelSettings.endFormer')}
            </MenuItem>
          )}
        </>
      )}
      {(isChecked(channel) || isSigned(channel)) && (
        <>
          <MenuLine />
          <MenuItem danger before={<Icon name="trash" />} onClick={askRemove}>
            {t('channelSettings.remove')}
          </MenuItem>
        </>
      )}
    </MoreMenu>
  );
}

function TelephoneItems({ channel, menu, waiting }: ChannelActsProps) {
  return (
    <>
      <MenuItem before={<Icon name="handset" />} onClick={() => menu(channel)}>
        {t('channelSettings.keys')}
      </MenuItem>
      <MenuItem before={<Icon name="clock" />} onClick={() => waiting(channel)}>
        {t('channelSettings.waiting')}
      </MenuItem>
    </>
  );
}

function isChecked({ kind, mailbox }: RevisedChannel): boolean {
  return isProviderKind(kind) || mailbox !== null;
}

/** Conversations begin in it, and it has no page with words of its own. */
function isWrittenTo({ kind, mailbox }: RevisedChannel): boolean {
  return kind === 'custom' || isProviderKind(kind) || mailbox !== null;
}

/** A system signs what it posts to it. */
function isSigned({ kind, mailbox }: RevisedChannel): boolean {
  return kind === 'custom' || mailbox?.inbound === 'webhook';
}

type To = NonNullable<ChannelChange['state']>;

/** Pauses or connects the channel and offers to undo that. */
function useTurn({ id }: RevisedChannel, name: string): (to: To) => void {
  const change = useApiMutation(
    (state: To) => api.patch(`/channels/${id}`, { state }, RevisedChannel),
    { invalidates: ['/channels'] },
  );
  const turn = (to: To, said: boolean): void =>
    change.mutate(to, {
      onError: sayError,
      onSuccess: () =>
        say(
          t(`channelSettings.turned.${to}`, { name }),
          said ? () => turn(to === 'paused' ? 'connected' : 'paused', false) : null,
        ),
    });
  return (to) => turn(to, true);
}

function useNewSecret(
  { id }: RevisedChannel,
  name: string,
  onSecret: (secret: string) => void,
): () => void {
  const ask = useAsk();
  const renew = useApiMutation(() => api.post(`/channels/${id}/secret`, {}, ChannelSecret), {
    invalidates: ['/channels'],
    onDone: ({ secret }) => onSecret(secret),
  });
  return () =>
    ask({
      title: t('channelSettings.rotate.title', { name }),
      text: t('channelSettings.rotate.text'),
      action: t('channelSettings.rotate.action'),
      onConfirm: () => renew.mutate(undefined, { onError: sayError }),
    });
}

function useEndFormer({ id }: RevisedChannel, name: string): () => void {
  const ask = useAsk();
  const end = useApiMutation(() => api.delete(`/channels/${id}/former-secret`, Empty), {
    invalidates: ['/channels'],
    onDone: () => say(t('channelSettings.endFormer.done', { name })),
  });
  return () =>
    ask({
      title: t('channelSettings.endFormer'),
      text: t('channelSettings.endFormer.text'),
      action: t('channelSettings.endFormer'),
      onConfirm: () => end.mutate(undefined, { onError: sayError }),
    });
}

function useRemoval({ id }: RevisedChannel, name: string): () => void {
  const ask = useAsk();
  const remove = useApiMutation(() => api.delete(`/channels/${id}`, Empty), {
    invalidates: ['/channels'],
    onDone: () => say(t('settings.removed', { name })),
  });
  return () =>
    ask({
      title: t('channelSettings.remove.title', { name }),
      text: t('channelSettings.remove.text'),
      action: t('channelSettings.remove'),
      onConfirm: () => remove.mutate(undefined, { onError: sayError }),
    });
}
