// The menu of a webhook: its log, a test, pausing, another secret and removal.
import { Empty } from '@opportune/protocol/rest/common.ts';
import {
  RevisedWebhook,
  WebhookEvent,
  WebhookSecret,
  type Webhook,
} from '@opportune/protocol/rest/webhook/webhooks.ts';
import { api } from '../../api/client.ts';
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

interface WebhookActsProps {
  readonly webhook: Webhook;
  readonly onEdit: () => void;
  readonly onLog: () => void;
  readonly onSecret: (secret: string) => void;
}

export function WebhookActs({ webhook, onEdit, onLog, onSecret }: WebhookActsProps) {
  const test = useTest(webhook);
  const turn = useTurn(webhook);
  const isOn = webhook.state === 'active';
  return (
    <MoreMenu label={t('webhooks.more', { name: webhook.name })}>
      <MenuItem before={<Icon name="note" />} onClick={onEdit}>
        {t('settings.edit')}
      </MenuItem>
      <MenuItem before={<Icon name="clock" />} onClick={onLog}>
        {t('webhooks.log')}
      </MenuItem>
      <MenuItem before={<Icon name="checks" />} onClick={test}>
        {t('webhooks.test')}
      </MenuItem>
      <MenuItem before={<Icon name={isOn ? 'pause' : 'play'} />} onClick={turn}>
        {t(isOn ? 'webhooks.pause' : 'webhooks.resume')}
      </MenuItem>
      <SecretActs webhook={webhook} onSecret={onSecret} />
    </MoreMenu>
  );
}

function SecretActs({ webhook, onSecret }: Pick<WebhookActsProps, 'webhook' | 'onSecret'>) {
  const renew = useNewSecret(webhook, onSecret);
  const endFormer = useEndFormer(webhook);
  const remove = useRemoval(webhook);
  return (
    <>
      <MenuItem before={<Icon name="key" />} onClick={renew}>
        {t('webhooks.rotate')}
      </MenuItem>
      {webhook.formerSecretUntil !== null && (
        <MenuItem before={<Icon name="close" />} onClick={endFormer}>
          {t('webhooks.endFormer')}
        </MenuItem>
      )}
      <MenuLine />
      <MenuItem danger before={<Icon name="trash" />} onClick={remove}>
        {t('webhooks.remove')}
      </MenuItem>
    </>
  );
}

function useTest({ id, name }: Webhook): () => void {
  const test = useApiMutation(() => api.post(`/webhooks/${id}/test`, {}, WebhookEvent), {
    onDone: () => say(t('webhooks.test.sent', { name })),
  });
  return () => test.mutate(undefined, { onError: sayError });
}

/** Pauses a webhook that is active, or resumes it. */
function useTurn({ id, name, state }: Webhook): () => void {
  const to = state === 'active' ? 'paused' : 'active';
  const change = useApiMutation(() => api.patch(`/webhooks/${id}`, { state: to }, RevisedWebhook), {
    invalidates: ['/webhooks'],
    onDone: () => say(t(to === 'active' ? 'webhooks.resumed' : 'webhooks.paused', { name })),
  });
  return () => change.mutate(undefined, { onError: sayError });
}

function useNewSecret({ id, name }: Webhook, onSecret: (secret: string) => void): () => void {
  const ask = useAsk();
  const renew = useApiMutation(() => api.post(`/webhooks/${id}/secret`, {}, WebhookSecret), {
    invalidates: ['/webhooks'],
    onDone: ({ secret }) => onSecret(secret),
  });
  return () =>
    ask({
      title: t('webhooks.rotate.title', { name }),
      text: t('webhooks.rotate.text'),
      action: t('webhooks.rotate.action'),
      onConfirm: () => renew.mutate(undefined, { onError: sayError }),
    });
}

function useEndFormer({ id, name }: Webhook): () => void {
  const ask = useAsk();
  const end = useApiMutation(() => api.delete(`/webhooks/${id}/former-secret`, Empty), {
    invalidates: ['/webhooks'],
    onDone: () => say(t('webhooks.endFormer.done', { name })),
  });
  return () =>
    ask({
      title: t('webhooks.endFormer'),
      text: t('webhooks.endFormer.text'),
      action: t('webhooks.endFormer'),
      onConfirm: () => end.mutate(undefined, { onError: sayError }),
    });
}

function useRemoval({ id, name }: Webhook): () => void {
  const ask = useAsk();
  const remove = useApiMutation(() => api.delete(`/webhooks/${id}`, Empty), {
    invalidates: ['/webhooks'],
    onDone: () => say(t('settings.removed', { name })),
  });
  return () =>
    ask({
      title: t('webhooks.remove.title', { name }),
      text: t('webhooks.remove.text'),
      action: t('webhooks.remove'),
      onConfirm: () => remove.mutate(undefined, { onError: sayError }),
    });
}
