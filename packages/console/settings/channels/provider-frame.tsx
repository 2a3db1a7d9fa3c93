// What the forms of providers' channels share: the steps at the provider, saving with a check after
// it, and fields of credentials, which are never shown again.
import type { ReactNode } from 'react';
import type { ProviderKind } from '@opportune/protocol/channel/provider-kinds.ts';
import {
  type ChannelCheck,
  NewCustomChannel,
  RevisedChannel,
} from '@opportune/protocol/rest/channel/channels.ts';
import { api } from '../../api/client.ts';
import { channelName } from '../../channels/channel-name.ts';
import { t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import type { Form } from '../form/use-form.tsx';
import { ChannelSteps } from './steps/channel-steps.tsx';
import type { StepsOf } from './steps/step-pictures.ts';
import { checkChannel, sayCheck } from './use-check.ts';

export interface ProviderDialogProps {
  readonly kind: ProviderKind;
  readonly channel: RevisedChannel | null;
  readonly onClose: () => void;
  readonly onMade: (channel: RevisedChannel) => void;
  /** Above the form of a new channel. */
  readonly choice?: ReactNode;
}

export const { name } = NewCustomChannel.shape;

interface ProviderFormProps extends ProviderDialogProps {
  readonly form: Form;
  readonly steps: StepsOf;
  readonly children: ReactNode;
}

/** The dialog around the fields. Above those of a new channel are the steps at the provider. */
export function ProviderForm(props: ProviderFormProps) {
  const { form, steps, channel, choice, onClose, children } = props;
  const isNew = channel === null;
  return (
    <FormDialog
      form={form}
      title={t(isNew ? 'channelSettings.new' : 'channelSettings.edit')}
      width={480}
      onClose={onClose}
      {...(isNew && { save: t('channelSettings.add') })}
    >
      {isNew && choice}
      {isNew && <ChannelSteps key={steps} of={steps} />}
      {children}
    </FormDialog>
  );
}

export const nameInput = { input: { 'data-autofocus': true } } as const;

export function savingOf({ kind, channel, onClose, onMade }: ProviderDialogProps) {
  return {
    words: 'channelSettings.form',
    invalidates: ['/channels'],
    save: (fields: Fields) => save(kind, channel, fields),
    onDone({ channel: saved, check }: Saved) {
      if (channel === null) onMade(saved);
      else onClose();
      if (check !== null) sayCheck(saved, check);
    },
  } as const;
}

/** Fields beside the name are settings. */
type Fields = { readonly name: string };

interface Saved {
  readonly channel: RevisedChannel;
  /** Null: it was not checked. */
  readonly check: ChannelCheck | null;
}

/** Checks what it saved, which tells the provider where to send. */
async function save(
  kind: ProviderKind,
  before: RevisedChannel | null,
  fields: Fields,
): Promise<Saved> {
  const channel = await saved(kind, before, fields);
  const check = await checkChannel(channel).catch(() => null);
  return { channel, check };
}

function saved(
  kind: ProviderKind,
  channel: RevisedChannel | null,
  { name: called, way: _, ...given }: Fields & { readonly way?: string },
): Promise<RevisedChannel> {
  const settings = Object.fromEntries(
    Object.entries(given).flatMap(([field, value]) => settingOf(channel, field, value)),
  );
  if (channel === null)
    return api.post('/channels', { kind, name: called, settings }, RevisedChannel);
  const { id, revision } = channel;
  const changed = { name: called, ...(Object.keys(settings).length > 0 && { settings }) };
  return api.patch(`/channels/${id}`, changed, RevisedChannel, { revision });
}

/** What was never there is left out, and removed if it was. Secrets are kept. */
function settingOf(
  channel: RevisedChannel | null,
  field: string,
  value: unknown,
): readonly (readonly [string, string])[] {
  const isKnown = channel?.settings[field] !== undefined;
  if (typeof value === 'string') return value === '' && !isKnown ? [] : [[field, value]];
  return value === true ? [[field, 'on']] : isKnown ? [[field, 'off']] : [];
}

export function secretField(channel: RevisedChannel | null) {
  return {
    input: { type: 'password', autoComplete: 'new-password' },
    required: channel === null,
    hint: t(`channelSettings.form.${channel === null ? 'credentials' : 'kept'}.hint`),
  } as const;
}

/** What is never shown again, and is kept if it stays empty. */
export function keptField({ channel }: Pick<ProviderDialogProps, 'channel'>) {
  return {
    required: channel === null,
    ...(channel !== null && { hint: t('channelSettings.form.kept.hint') }),
  } as const;
}

export function nameOf(channel: RevisedChannel | null): string {
  return channel === null ? '' : channelName(channel);
}
