// Webhooks of the account with their state, and what administrators do with them. A secret is shown
// once, when it is made.
import { useState } from 'react';
import { webhookLimits } from '@opportune/protocol/limits/channels.ts';
import { WebhookList, type Webhook } from '@opportune/protocol/rest/webhook/webhooks.ts';
import {
  actsColumn,
  ago,
  column,
  format,
  Tag,
  t,
  useApiQuery,
  useNow,
  type Column,
  type Tone,
} from '../../ui/index.ts';
import { SettingsList } from '../form/settings-list.tsx';
import { ShownOnce } from '../form/shown-once.tsx';
import { WebhookActs } from './webhook-acts.tsx';
import { WebhookDialog } from './webhook-form.tsx';
import { WebhookLog } from './webhook-log.tsx';
import './webhooks.css';

interface Secret {
  readonly name: string;
  readonly secret: string;
}
/** What is open over the list. */
type Open = { readonly is: 'form'; readonly webhook: Webhook | null } | OpenLog;
interface OpenLog {
  readonly is: 'log';
  readonly webhook: Webhook;
}

export function WebhooksPage() {
  const { data, error, refetch } = useApiQuery('/webhooks', WebhookList, { refetchMs: 5000 });
  const [open, setOpen] = useState<Open | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const close = (): void => setOpen(null);
  const isFull = (data?.webhooks.length ?? 0) >= webhookLimits.webhooks;
  const add = { label: t('webhooks.new'), onClick: () => setOpen({ is: 'form', webhook: null }) };
  return (
    <SettingsList
      title={t('settings.page.webhooks')}
      text={t('webhooks.text')}
      act={isFull ? undefined : add}
      rows={data?.webhooks}
      error={error}
      onRetry={() => void refetch()}
      columns={useColumns(setOpen, setSecret)}
      rowKey={({ id }) => id}
      phoneLine={(webhook) => [t(`webhooks.state.${webhook.state}`), ...whyOf(webhook)].join(' · ')}
      empty={{ title: t('webhooks.empty.title'), text: t('webhooks.empty.text') }}
    >
      {open?.is === 'form' && (
        <WebhookDialog
          webhook={open.webhook}
          onClose={close}
          onMade={(made) => {
            close();
            if (made.secret !== undefined) setSecret({ name: made.name, secret: made.secret });
          }}
        />
      )}
      {open?.is === 'log' && <WebhookLog webhook={open.webhook} onClose={close} />}
      {secret !== null && (
        <ShownOnce
          title={t('webhooks.secret.title', { name: secret.name })}
          text={t('webhooks.secret.text')}
          secret={secret.secret}
          copy={t('webhooks.secret.copy')}
          done={t('webhooks.secret.done')}
          onClose={() => setSecret(null)}
        />
      )}
    </SettingsList>
  );
}

function useColumns(
  open: (what: Open) => void,
  onSecret: (secret: Secret) => void,
): readonly Column<Webhook>[] {
  const now = useNow();
  return [
    column('webhooks.name', (webhook) => (
      <span className="webhook-name">
        <button
          type="button"
          className="link-button medium clip"
          onClick={() => open({ is: 'log', webhook })}
        >
          {webhook.name}
        </button>
        <span className="small t3 clip">{webhook.url}</span>
      </span>
    )),
    column('webhooks.state', 280, (webhook) => <State webhook={webhook} />),
    column('webhooks.success', 130, ({ lastSuccessAt }) => (
      <span className="t2">
        {lastSuccessAt === null
          ? t('webhooks.success.never')
          : ago(Math.max(0, now - lastSuccessAt))}
      </span>
    )),
    actsColumn('settings.edit', 52, (webhook) => (
      <WebhookActs
        webhook={webhook}
        onEdit={() => open({ is: 'form', webhook })}
        onLog={() => open({ is: 'log', webhook })}
        onSecret={(secret) => onSecret({ name: webhook.name, secret })}
      />
    )),
  ];
}

const tones: Readonly<Record<Webhook['state'], Tone>> = {
  active: 'ok',
  paused: 'warn',
  failing: 'bad',
};

function State({ webhook }: { webhook: Webhook }) {
  return (
    <>
      <Tag tone={tones[webhook.state]}>{t(`webhooks.state.${webhook.state}`)}</Tag>
      {whyOf(webhook).map((line) => (
        <span key={line} className="webhook-why small t3">
          {line}
        </span>
      ))}
    </>
  );
}

function whyOf({ state, failingSince, dropped, formerSecretUntil }: Webhook): readonly string[] {
  const lines = [
    state === 'active' ? null : t(`webhooks.state.${state}.text`),
    failingSince === null ? null : t('webhooks.failing', { time: format.dateTime(failingSince) }),
    dropped === 0 ? null : t('webhooks.dropped', { n: dropped }),
    formerSecretUntil === null
      ? null
      : t('webhooks.former', { time: format.dateTime(formerSecretUntil) }),
  ];
  return lines.filter((line) => line !== null);
}
