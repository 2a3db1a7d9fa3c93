// The forms of channels at Meta. Ids are shown again, credentials never. The verify token is made up
// here: Meta repeats it once, to prove that it read the same form.
import { z } from 'zod';
import { newId } from '../../api/new-id.ts';
import { t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';
import {
  Above,
  frameOf,
  name,
  nameOf,
  type ProviderDialogProps,
  savingOf,
  secretField,
} from './provider-frame.tsx';

const text = z.string();
const Whatsapp = z.object({
  ...{ name, phoneNumberId: text, businessAccountId: text },
  ...{ accessToken: text, appSecret: text, verifyToken: text },
});

export function WhatsappDialog(props: ProviderDialogProps) {
  const { channel } = props;
  const known = channel?.settings ?? {};
  const form = useForm({
    schema: Whatsapp,
    value: {
      name: nameOf(channel),
      phoneNumberId: known['phoneNumberId'] ?? '',
      businessAccountId: known['businessAccountId'] ?? '',
      ...{ accessToken: '', appSecret: '', verifyToken: newVerifyToken(props) },
    },
    ...savingOf(props),
  });
  const { field } = form;
  return (
    <FormDialog form={form} {...frameOf(props)}>
      <Above {...props} steps="whatsapp" />
      {field('name', { input: { 'data-autofocus': true } })}
      {field('phoneNumberId', { ...idField, required: true, at: 'settings.phoneNumberId' })}
      {field('businessAccountId', { ...idField, at: 'settings.businessAccountId' })}
      {field('accessToken', { ...secretField(channel), at: 'settings.accessToken' })}
      {field('appSecret', { ...secretField(channel), at: 'settings.appSecret' })}
      {field('verifyToken', verifyField(props))}
    </FormDialog>
  );
}

const Page = z.object({
  ...{ name, pageId: text, pageToken: text, appSecret: text, verifyToken: text },
  humanAgent: z.boolean(),
});

export function MessengerDialog(props: ProviderDialogProps) {
  const { channel } = props;
  const known = channel?.settings ?? {};
  const form = useForm({
    schema: Page,
    value: {
      ...{ name: nameOf(channel), pageId: known['pageId'] ?? '', pageToken: '', appSecret: '' },
      ...{ verifyToken: newVerifyToken(props), humanAgent: known['humanAgent'] === 'on' },
    },
    ...savingOf(props),
  });
  const { field } = form;
  return (
    <FormDialog form={form} {...frameOf(props)}>
      <Above {...props} steps="messenger" />
      {field('name', { input: { 'data-autofocus': true } })}
      {field('pageId', { ...idField, required: true, at: 'settings.pageId' })}
      {field('pageToken', { ...secretField(channel), at: 'settings.pageToken' })}
      {field('appSecret', { ...secretField(channel), at: 'settings.appSecret' })}
      {field('verifyToken', verifyField(props))}
      {field('humanAgent')}
    </FormDialog>
  );
}

const Instagram = Page.extend({
  way: z.enum(['page', 'own']),
  ...{ instagramAppSecret: text, userToken: text, userId: text },
});

/** By the page to which the account is linked, or by Instagram's own sign-in. */
export function InstagramDialog(props: ProviderDialogProps) {
  const { channel } = props;
  const known = channel?.settings ?? {};
  const form = useForm({
    schema: Instagram,
    value: {
      ...{ name: nameOf(channel), pageId: known['pageId'] ?? '', pageToken: '', appSecret: '' },
      ...{ userId: known['userId'] ?? '', userToken: '', instagramAppSecret: '' },
      way: channel !== null && known['pageId'] === undefined ? ('own' as const) : ('page' as const),
      ...{ verifyToken: newVerifyToken(props), humanAgent: known['humanAgent'] === 'on' },
    },
    ...savingOf(props),
  });
  const { field, fields } = form;
  return (
    <FormDialog form={form} {...frameOf(props)}>
      <Above {...props} steps="instagram" />
      {field('name', { input: { 'data-autofocus': true } })}
      {channel === null && field('way', { choices: waysOf() })}
      {fields.way === 'page' ? (
        <>
          {field('pageId', { ...idField, required: true, at: 'settings.pageId' })}
          {field('pageToken', { ...secretField(channel), at: 'settings.pageToken' })}
          {field('appSecret', { ...secretField(channel), at: 'settings.appSecret' })}
        </>
      ) : (
        <>
          {field('userId', { ...idField, required: true, at: 'settings.userId' })}
          {field('userToken', { ...secretField(channel), at: 'settings.userToken' })}
          {field('instagramAppSecret', {
            ...secretField(channel),
            at: 'settings.instagramAppSecret',
          })}
        </>
      )}
      {field('verifyToken', verifyField(props))}
      {field('humanAgent')}
    </FormDialog>
  );
}

function waysOf() {
  return (['page', 'own'] as const).map((value) => ({
    value,
    label: t(`channelSettings.form.way.${value}`),
  }));
}

const idField = { input: { inputMode: 'numeric' } } as const;

function newVerifyToken({ channel }: ProviderDialogProps): string {
  return channel === null ? newId() : '';
}

function verifyField({ channel }: ProviderDialogProps) {
  return {
    ...{ at: 'settings.verifyToken', required: channel === null },
    ...(channel !== null && { hint: t('channelSettings.form.kept.hint') }),
  } as const;
}
