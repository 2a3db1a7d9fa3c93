// The form of a custom channel: its name and icon, where messages are delivered, and what the
// system can do. The chat window and e-mail only have a name.
import type { ReactNode } from 'react';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { NewCustomChannel, RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { api } from '../../api/client.ts';
import { channelName } from '../../channels/channel-name.ts';
import { ownIcons } from '../../channels/kind-icons.ts';
import { Icon, t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';
import { ChannelFields, fieldsOf, savedOf } from './channel-fields.ts';
import { SkillField } from './skill-field.tsx';
import { ChannelSteps } from './steps/channel-steps.tsx';

interface DialogProps {
  readonly channel: RevisedChannel | null;
  readonly onClose: () => void;
  /** Receives a new channel with its secret. */
  readonly onMade: (channel: RevisedChannel) => void;
  /** Above the form of a new channel. */
  readonly choice?: ReactNode;
}

export function ChannelDialog({ channel, onClose, onMade, choice }: DialogProps) {
  const form = useForm({
    schema: ChannelFields,
    value: fieldsOf(channel),
    words: 'channelSettings.form',
    save: (fields) => saveChannel(fields, channel),
    invalidates: ['/channels'],
    onDone: (saved) => (channel === null ? onMade(saved) : onClose()),
  });
  const { field, fields, set } = form;
  return (
    <FormDialog
      form={form}
      title={t(channel === null ? 'channelSettings.new' : 'channelSettings.edit')}
      width={480}
      onClose={onClose}
      {...(channel === null ? { save: t('channelSettings.add') } : {})}
    >
      {choice}
      {channel === null && <ChannelSteps of="custom" />}
      {field('name', { input: { 'data-autofocus': true } })}
      {field('deliverTo', { input: { type: 'url' }, required: true })}
      <Icons chosen={fields.icon} onChoose={(icon) => set({ icon })} />
      {field('files')}
      {field('receipts')}
      {field('longestText')}
      <SkillField field={field} skill={fields.skill} />
      {field('closesAfterH', {
        hint: t('channelSettings.form.closesAfterH.hint', { n: conversationLimits.closesAfterH }),
      })}
    </FormDialog>
  );
}

function saveChannel(
  fields: ChannelFields,
  channel: RevisedChannel | null,
): Promise<RevisedChannel> {
  const saved = savedOf(fields, channel);
  if (channel === null) return api.post('/channels', { kind: 'custom', ...saved }, RevisedChannel);
  const { id, revision } = channel;
  return api.patch(`/channels/${id}`, saved, RevisedChannel, { revision });
}

interface IconsProps {
  readonly chosen: ChannelFields['icon'];
  readonly onChoose: (icon: ChannelFields['icon']) => void;
}

function Icons({ chosen, onChoose }: IconsProps) {
  return (
    <fieldset className="channel-icons">
      <legend>{t('channelSettings.form.icon')}</legend>
      {ownIcons.map((icon) => (
        <label key={icon} className={icon === chosen ? 'on' : ''}>
          <input
            type="radio"
            name="icon"
            checked={icon === chosen}
            aria-label={t(`channelSettings.icon.${icon}`)}
            onChange={() => onChoose(icon)}
          />
          <Icon name={icon} />
        </label>
      ))}
    </fieldset>
  );
}

const Name = NewCustomChannel.pick({ name: true });

/** The form for a channel that every account has. */
export function ChannelNameDialog({
  channel,
  onClose,
}: Pick<DialogProps, 'onClose'> & { readonly channel: RevisedChannel }) {
  const form = useForm({
    schema: Name,
    value: { name: channelName(channel) },
    words: 'channelSettings.form',
    save: (fields) =>
      api.patch(`/channels/${channel.id}`, fields, RevisedChannel, { revision: channel.revision }),
    invalidates: ['/channels'],
    onDone: onClose,
  });
  return (
    <FormDialog form={form} title={t('channelSettings.edit')} onClose={onClose}>
      {form.field('name', { input: { 'data-autofocus': true } })}
    </FormDialog>
  );
}
