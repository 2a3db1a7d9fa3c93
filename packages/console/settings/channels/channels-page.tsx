// The channels of the account with their kinds and states, and what administrators can do with
// them. A secret is shown once, when it is made.
import { type ReactNode, useState } from 'react';
import { isProviderKind } from '@opportune/protocol/channel/provider-kinds.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import { ChannelList, type RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { iconOf } from '../../channels/kind-icons.ts';
import { channelName } from '../../channels/channel-name.ts';
import {
  actsColumn,
  Begun,
  format,
  Icon,
  Tag,
  useApiQuery,
  type Column,
  t,
  type Tone,
  column,
} from '../../ui/index.ts';
import { SettingsList } from '../form/settings-list.tsx';
import { SettingsLink } from '../settings-link.tsx';
import { useAdministrator } from '../use-administrator.ts';
import { ChannelAnswersDialog } from './answers-form.tsx';
import { ChannelActs } from './channel-acts.tsx';
import { ChannelDialog, ChannelNameDialog } from './channel-form.tsx';
import { ChannelSecretDialog, type MadeSecret } from './channel-secret.tsx';
import { ChannelWebhookDialog } from './channel-webhook.tsx';
import { MailboxDialog } from './mailbox-form.tsx';
import { NewChannelDialog } from './new-channel.tsx';
import { ProviderDialog } from './provider-form.tsx';
import { TelephoneMenuDialog } from './telephone/telephone-menu.tsx';
import { TelephoneWaitingDialog } from './telephone/telephone-waiting.tsx';
import { TestMessageDialog } from './test-message.tsx';
import './channels.css';

export function ChannelsPage() {
  const { data, error, refetch } = useApiQuery('/channels', ChannelList);
  const administrator = useAdministrator();
  const [open, setOpen] = useState<RevisedChannel | 'new' | null>(null);
  const [made, setMade] = useState<MadeSecret | null>(null);
  const [added, setAdded] = useState<RevisedChannel | null>(null);
  const [tested, setTested] = useState<RevisedChannel | null>(null);
  const [keyed, setKeyed] = useState<RevisedChannel | null>(null);
  const [waiting, setWaiting] = useState<RevisedChannel | null>(null);
  const [answering, setAnswering] = useState<RevisedChannel | null>(null);
  const isFull = (data?.channels.length ?? 0) >= channelLimits.channels;
  const close = (): void => setOpen(null);
  const onMade = (channel: RevisedChannel): void => {
    close();
    setMade(secretOf(channel, channel.secret));
    setAdded(isProviderKind(channel.kind) ? channel : null);
  };
  const form = (channel: RevisedChannel) => (
    <EditDialog channel={channel} onClose={close} onMade={onMade} />
  );
  /** The form of a channel, as it is now. */
  const current = (chosen: RevisedChannel | null, draw: (channel: RevisedChannel) => ReactNode) =>
    chosen !== null && (
      <Begun
        key={chosen.id}
        now={data?.channels.find(({ id }) => id === chosen.id)}
        reread={() => void refetch()}
      >
        {draw}
      </Begun>
    );
  return (
    <SettingsList
      title={t('settings.page.channels')}
      text={t('channelSettings.text')}
      act={
        administrator && !isFull
          ? { label: t('channelSettings.new'), onClick: () => setOpen('new') }
          : undefined
      }
      rows={data?.channels}
      error={error}
      onRetry={() => void refetch()}
      columns={columnsFor(
        administrator
          ? {
              ...{ edit: setOpen, answers: setAnswering, menu: setKeyed, waiting: setWaiting },
              ...{ onSecret: setMade, test: setTested },
            }
          : null,
      )}
      rowKey={({ id }) => id}
      phoneLine={phoneLine}
      empty={{ title: t('settings.page.channels'), text: t('channelSettings.text') }}
    >
      {open === 'new' && <NewChannelDialog onClose={close} onMade={onMade} />}
      {current(open === 'new' ? null : open, form)}
      {current(answering, (channel) => (
        <ChannelAnswersDialog channel={channel} onClose={() => setAnswering(null)} />
      ))}
      {current(keyed, (channel) => (
        <TelephoneMenuDialog channel={channel} onClose={() => setKeyed(null)} />
      ))}
      {current(waiting, (channel) => (
        <TelephoneWaitingDialog channel={channel} onClose={() => setWaiting(null)} />
      ))}
      {made !== null && <ChannelSecretDialog {...made} onClose={() => setMade(null)} />}
      {tested !== null && <TestMessageDialog channel={tested} onClose={() => setTested(null)} />}
      {added !== null && <ChannelWebhookDialog channel={added} onClose={() => setAdded(null)} />}
    </SettingsList>
  );
}

interface EditProps {
  readonly channel: RevisedChannel;
  readonly onClose: () => void;
  readonly onMade: (channel: RevisedChannel) => void;
}

function EditDialog(props: EditProps) {
  const { kind } = props.channel;
  if (kind === 'custom') return <ChannelDialog {...props} />;
  if (props.channel.mailbox !== null) return <MailboxDialog {...props} />;
  if (isProviderKind(kind)) return <ProviderDialog {...props} kind={kind} />;
  return <ChannelNameDialog {...props} />;
}

function phoneLine({ state, lastError, formerSecretUntil }: RevisedChannel): string {
  const former =
    formerSecretUntil === null
      ? null
      : t('channelSettings.former.until', { time: format.dateTime(formerSecretUntil) });
  const parts = [t(`channelSettings.state.${state}`), lastError, former];
  return parts.filter((part) => part !== null).join(' · ');
}

interface Acts {
  readonly edit: (channel: RevisedChannel) => void;
  readonly answers: (channel: RevisedChannel) => void;
  readonly menu: (channel: RevisedChannel) => void;
  readonly waiting: (channel: RevisedChannel) => void;
  readonly onSecret: (made: MadeSecret | null) => void;
  readonly test: (channel: RevisedChannel) => void;
}

/** Null if the user may only read. */
function columnsFor(acts: Acts | null): readonly Column<RevisedChannel>[] {
  const columns: Column<RevisedChannel>[] = [
    column('channelSettings.channel', (channel) => (
      <ChannelName channel={channel} edit={acts?.edit} />
    )),
    column('channelSettings.kind', 160, ({ kind }) => (
      <span className="t2">{t(`channels.kind.${kind}`)}</span>
    )),
    column('channelSettings.state', 240, (channel) => <State channel={channel} />),
  ];
  if (acts === null) return columns;
  return [
    ...columns,
    actsColumn('settings.edit', 52, (channel) => (
      <ChannelActs
        channel={channel}
        edit={acts.edit}
        answers={acts.answers}
        menu={acts.menu}
        waiting={acts.waiting}
        test={acts.test}
        onSecret={(secret) => acts.onSecret(secretOf(channel, secret))}
      />
    )),
  ];
}

/** Null if the channel has no secret or no address. */
function secretOf(channel: RevisedChannel, secret: string | undefined): MadeSecret | null {
  const { webhookUrl, mailbox } = channel;
  if (secret === undefined || webhookUrl === null) return null;
  return { name: channelName(channel), secret, webhookUrl, isMail: mailbox !== null };
}

interface ChannelNameProps {
  readonly channel: RevisedChannel;
  readonly edit: Acts['edit'] | undefined;
}

function ChannelName({ channel, edit }: ChannelNameProps) {
  const name = channelName(channel);
  return (
    <span className="channel-name">
      <span className="channel-tile">
        <Icon name={iconOf(channel)} />
      </span>
      <span className="channel-words">
        {edit === undefined ? (
          <span className="medium clip">{name}</span>
        ) : (
          <button type="button" className="link-button medium clip" onClick={() => edit(channel)}>
            {name}
          </button>
        )}
        <Where channel={channel} />
      </span>
    </span>
  );
}

/** Where answers go, or people write. */
function Where({ channel: { deliverTo, mailbox } }: { channel: RevisedChannel }) {
  const where = deliverTo ?? mailbox?.address ?? null;
  return where === null ? null : <span className="small t3 clip">{where}</span>;
}

const tones: Readonly<Record<RevisedChannel['state'], Tone>> = {
  connected: 'ok',
  reconnect: 'bad',
  paused: 'warn',
};

function State({ channel }: { channel: RevisedChannel }) {
  return (
    <>
      <Tag tone={tones[channel.state]}>{t(`channelSettings.state.${channel.state}`)}</Tag>
      <span className="channel-why small t3">
        <Why channel={channel} />
        <FormerSecret until={channel.formerSecretUntil} />
      </span>
    </>
  );
}

function FormerSecret({ until }: { until: number | null }) {
  if (until === null) return null;
  const time = format.dateTime(until);
  return <span className="channel-former">{t('channelSettings.former.until', { time })}</span>;
}

/** What to do about a channel that sends nothing. */
function Why({ channel: { kind, state, lastError } }: { channel: RevisedChannel }) {
  if (lastError !== null) return lastError;
  if (state === 'connected') return null;
  if (kind !== 'email' || state !== 'reconnect') return t(`channelSettings.state.${state}.text`);
  return (
    <>
      {t('channelSettings.state.noMail.text')}{' '}
      <SettingsLink page="email">{t('channelSettings.state.noMail')}</SettingsLink>
    </>
  );
}
