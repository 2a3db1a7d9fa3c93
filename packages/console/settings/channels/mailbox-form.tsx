// The form of a mailbox: its address, the servers at which it is signed in to, and what stands below
// answers. A check follows each save.
import type { ReactNode } from 'react';
import { type ChannelCheck, RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { api } from '../../api/client.ts';
import { t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { type FormOf, useForm } from '../form/use-form.tsx';
import { fieldsOf, MailboxFields, settingsOf } from './mailbox-fields.ts';
import { nameOf } from './provider-frame.tsx';
import { ChannelSteps } from './steps/channel-steps.tsx';
import { checkChannel, sayCheck } from './use-check.ts';

interface MailboxDialogProps {
  readonly channel: RevisedChannel | null;
  readonly onClose: () => void;
  readonly onMade: (channel: RevisedChannel) => void;
  /** Above the form of a new channel. */
  readonly choice?: ReactNode;
}

type MailboxForm = FormOf<MailboxFields, 'channelSettings.form'>;

export function MailboxDialog({ channel, onClose, onMade, choice }: MailboxDialogProps) {
  const form = useForm({
    schema: MailboxFields,
    value: fieldsOf(channel, nameOf(channel)),
    words: 'channelSettings.form',
    invalidates: ['/channels'],
    save: (fields) => save(channel, fields),
    onDone({ saved, check }) {
      if (channel === null) onMade(saved);
      else onClose();
      if (check !== null) sayCheck(saved, check);
    },
  });
  const { field } = form;
  return (
    <FormDialog
      form={form}
      title={t(channel === null ? 'channelSettings.new' : 'channelSettings.edit')}
      width={560}
      onClose={onClose}
      {...(channel === null ? { save: t('channelSettings.add') } : {})}
    >
      {channel === null && (
        <>
          {choice}
          <ChannelSteps of="email" />
        </>
      )}
      {field('name', { input: { 'data-autofocus': true } })}
      {field('address', { at: 'settings.address', input: { type: 'email' }, required: true })}
      {channel === null && field('inbound', { as: 'segmented' })}
      <SignIn form={form} channel={channel} />
      <Servers form={form} />
      {field('signature', { as: 'area', rows: 3, at: 'settings.signatures' })}
      {field('plus')}
      {form.fields.inbound === 'imap' && field('sentFolder')}
    </FormDialog>
  );
}

function SignIn({ form, channel }: { form: MailboxForm; channel: RevisedChannel | null }) {
  const { field, fields } = form;
  const isPosted = fields.inbound === 'webhook';
  const isByPassword = isPosted || fields.signIn === 'password';
  const kept = {
    input: { type: 'password', autoComplete: 'new-password' },
    hint: t(`channelSettings.form.${channel === null ? 'credentials' : 'kept'}.hint`),
  } as const;
  return (
    <>
      {!isPosted && field('signIn')}
      {field('user', {
        ...{ at: 'settings.imap.user', required: !isPosted, input: { autoComplete: 'off' } },
      })}
      {isByPassword && field('password', { ...kept, at: 'settings.imap.password' })}
      {!isByPassword && (
        <>
          {field('clientId', { required: true })}
          {field('clientSecret', kept)}
          {field('refreshToken', { ...kept, required: channel === null })}
          {fields.signIn === 'microsoft' && field('tenant')}
        </>
      )}
    </>
  );
}

function Servers({ form: { field, fields } }: { form: MailboxForm }) {
  return (
    <>
      {fields.inbound === 'imap' && (
        <fieldset className="mail-server">
          <legend>{t('channelSettings.form.imap')}</legend>
          {field('imapHost', { at: 'settings.imap.host', required: true })}
          {field('imapPort', { at: 'settings.imap.port' })}
          {field('imapSecurity', { at: 'settings.imap.security' })}
        </fieldset>
      )}
      {fields.inbound === 'imap' &&
        field('folders', { as: 'area', rows: 2, at: 'settings.imap.folders' })}
      <fieldset className="mail-server">
        <legend>{t('channelSettings.form.smtp')}</legend>
        {field('smtpHost', { at: 'settings.smtp.host' })}
        {field('smtpPort', { at: 'settings.smtp.port' })}
        {field('smtpSecurity', { at: 'settings.smtp.security' })}
      </fieldset>
    </>
  );
}

interface Saved {
  readonly saved: RevisedChannel;
  /** Null: it was not checked. */
  readonly check: ChannelCheck | null;
}

async function save(channel: RevisedChannel | null, fields: MailboxFields): Promise<Saved> {
  const saved = await stored(channel, fields);
  return { saved, check: await checkChannel(saved).catch(() => null) };
}

function stored(channel: RevisedChannel | null, fields: MailboxFields): Promise<RevisedChannel> {
  const { name } = fields;
  const settings = settingsOf(fields, channel?.mailbox ?? null);
  if (channel === null)
    return api.post('/channels', { kind: 'email', name, settings }, RevisedChannel);
  const { id, revision } = channel;
  return api.patch(`/channels/${id}`, { name, settings }, RevisedChannel, { revision });
}
