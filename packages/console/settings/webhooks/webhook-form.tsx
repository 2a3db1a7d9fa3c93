// The form of a webhook: its name, its address and the events that it is told of.
import {
  NewWebhook,
  RevisedWebhook,
  type Webhook,
} from '@opportune/protocol/rest/webhook/webhooks.ts';
import { subscribed } from '@opportune/protocol/webhook/webhook.ts';
import { api } from '../../api/client.ts';
import { t } from '../../ui/index.ts';
import { FormDialog } from '../form/form-frame.tsx';
import { TickList } from '../form/tick-list.tsx';
import { useForm } from '../form/use-form.tsx';

interface WebhookDialogProps {
  /** Null: a new one. */
  readonly webhook: Webhook | null;
  readonly onClose: () => void;
  readonly onMade: (webhook: Webhook) => void;
}

export function WebhookDialog({ webhook, onClose, onMade }: WebhookDialogProps) {
  const form = useForm({
    schema: NewWebhook,
    value: {
      name: webhook?.name ?? '',
      url: webhook?.url ?? '',
      events: webhook?.events ?? ['message.created'],
    },
    words: 'webhooks',
    save: (draft) =>
      webhook === null
        ? api.post('/webhooks', draft, RevisedWebhook)
        : api.patch(`/webhooks/${webhook.id}`, draft, RevisedWebhook),
    invalidates: ['/webhooks'],
    onDone: onMade,
  });
  const { field, fields, set } = form;
  return (
    <FormDialog
      form={form}
      title={webhook === null ? t('webhooks.new') : t('webhooks.edit', { name: webhook.name })}
      width={480}
      onClose={onClose}
      save={webhook === null ? t('webhooks.add') : undefined}
    >
      {field('name', { input: { 'data-autofocus': true } })}
      {field('url', { input: { type: 'url', placeholder: 'https://' } })}
      <TickList
        legend={t('webhooks.events')}
        hint={t('webhooks.events.hint')}
        offered={subscribed.options}
        ticked={fields.events}
        onChange={(events) => set({ events })}
      >
        {(type) => (
          <span>
            {t(`webhooks.type.${type}`)} <span className="code t3">{type}</span>
          </span>
        )}
      </TickList>
    </FormDialog>
  );
}
