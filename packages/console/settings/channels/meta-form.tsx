// The forms of channels at Meta. Ids are shown again, credentials never. The verify token is made up
// here: Meta repeats it once, to prove that it read the same form.
import { z } from 'zod';
import { newId } from '../../api/new-id.ts';
import { t } from '../../ui/index.ts';
import { useForm } from '../form/use-form.tsx';
import {
  keptField,
  name,
  nameInput,
  nameOf,
  type ProviderDialogProps,
  ProviderForm,
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
    <ProviderForm {...props} form={form} steps="whatsapp">
      {field('name', nameInput)}
      {field('phoneNumberId', { ...idField, required: true, at: 'settings.phoneNumberId' })}
      {field('businessAccountId', { ...idField, at: 'settings.businessAccountId' })}
      {field('accessToken', { ...secretField(channel), at: 'settings.accessToken' })}
      {field('appSecret', { ...secretField(channel), at: 'settings.appSecret' })}
      {field('verifyToken', { ...keptField(props), at: 'settings.verifyToken' })}
    </ProviderForm>
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
    <ProviderForm {...props} form={form} steps="messenger">
      {field('name', nameInput)}
      {field('pageId', { ...idField, required: true, at: 'settings.pageId' })}
      {field('pageToken', { ...secretField(channel), at: 'settings.pageToken' })}
      {field('appSecret', { ...secretField(channel), at: 'settings.appSecret' })}
      {field('verifyToken', { ...keptField(props), at: 'settings.verifyToken' })}
      {field('humanAgent')}
    </ProviderForm>
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
    <ProviderForm {...props} form={form} steps="instagram">
      {field('name', nameInput)}
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
      {field('verifyToken', { ...keptField(props), at: 'settings.verifyToken' })}
      {field('humanAgent')}
    </ProviderForm>
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
