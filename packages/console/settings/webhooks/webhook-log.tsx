// The log of a webhook: what was posted in the last 14 days, what came of it, the body of each event
// and the way to post it again.
import { useState } from 'react';
import {
  WebhookEvent,
  WebhookEventList,
  WholeWebhookEvent,
  type Webhook,
} from '@opportune/protocol/rest/webhook/webhooks.ts';
import { api } from '../../api/client.ts';
import {
  Button,
  choicesOf,
  column,
  Dialog,
  format,
  NotYet,
  say,
  sayError,
  ScrollTable,
  Segmented,
  t,
  Tag,
  useApiMutation,
  useApiQuery,
  type Column,
  type Tone,
} from '../../ui/index.ts';

const states = ['all', ...WebhookEvent.shape.state.options] as const;
type Shown = (typeof states)[number];
/** The newest; older ones are read over the API. */
const limit = 200;

interface WebhookLogProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

export function WebhookLog({ webhook, onClose }: WebhookLogProps) {
  const [event, setEvent] = useState<string | null>(null);
  return (
    <Dialog
      title={t('webhooks.log.title', { name: webhook.name })}
      open
      onClose={onClose}
      width={760}
    >
      {event === null ? (
        <Events webhook={webhook} onOpen={setEvent} />
      ) : (
        <OneEvent webhook={webhook} event={event} onBack={() => setEvent(null)} />
      )}
    </Dialog>
  );
}

function Events({ webhook, onOpen }: { webhook: Webhook; onOpen: (id: string) => void }) {
  const [shown, setShown] = useState<Shown>('all');
  const { data, error, refetch } = useApiQuery(`/webhooks/${webhook.id}/events`, WebhookEventList, {
    query: { limit, ...(shown === 'all' ? {} : { state: shown }) },
    refetchMs: 2000,
    keep: true,
  });
  return (
    <div className="webhook-log">
      <Segmented
        label={t('webhooks.filter')}
        value={shown}
        onChange={setShown}
        choices={choicesOf(states, (state) =>
          state === 'all' ? t('webhooks.filter.all') : t(`webhooks.result.${state}`),
        )}
      />
      {data === undefined ? (
        <NotYet error={error} rows={5} columns={3} onRetry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <p className="t2">{t('webhooks.log.empty')}</p>
      ) : (
        <ScrollTable
          caption={t('webhooks.log.title', { name: webhook.name })}
          className="flat"
          columns={columnsFor(onOpen)}
          rows={data.items}
          rowKey={({ id }) => id}
        />
      )}
    </div>
  );
}

function columnsFor(onOpen: (id: string) => void): readonly Column<WebhookEvent>[] {
  return [
    column('webhooks.event', ({ id, type }) => (
      <button type="button" className="link-button code" onClick={() => onOpen(id)}>
        {type}
      </button>
    )),
    column('webhooks.time', 150, ({ madeAt }) => (
      <span className="t2 num">{format.dateTime(madeAt)}</span>
    )),
    column('webhooks.result', 320, (event) => <Result event={event} />),
  ];
}

const tones: Readonly<Record<WebhookEvent['state'], Tone>> = {
  waiting: 'warn',
  delivered: 'ok',
  failed: 'bad',
};

function Result({ event }: { event: WebhookEvent }) {
  const { state, status, attempts, dueAt, detail } = event;
  const facts = [
    status === null ? detail : t('webhooks.status', { status: String(status) }),
    attempts > 1 ? t('webhooks.attempts', { n: attempts }) : null,
    state === 'waiting' && dueAt !== null ? t('webhooks.due', { time: format.clock(dueAt) }) : null,
  ].filter((fact) => fact !== null);
  return (
    <span className="row">
      <Tag tone={tones[state]}>{t(`webhooks.result.${state}`)}</Tag>
      <span className="small t3 clip">{facts.join(' · ')}</span>
    </span>
  );
}

interface OneEventProps {
  readonly webhook: Webhook;
  readonly event: string;
  readonly onBack: () => void;
}

function OneEvent({ webhook, event, onBack }: OneEventProps) {
  const path = `/webhooks/${webhook.id}/events/${event}`;
  const { data, error, refetch } = useApiQuery(path, WholeWebhookEvent, { refetchMs: 2000 });
  const again = useApiMutation(() => api.post(`${path}/again`, {}, WebhookEvent), {
    invalidates: ['/webhooks'],
    onDone: () => say(t('webhooks.again.sent')),
  });
  if (data === undefined)
    return <NotYet error={error} rows={5} columns={1} onRetry={() => void refetch()} />;
  return (
    <div className="webhook-log">
      <div className="row">
        <span className="code grow">{data.type}</span>
        <Result event={data} />
      </div>
      <h3>{t('webhooks.body')}</h3>
      <pre className="code" tabIndex={0} role="region" aria-label={t('webhooks.body')}>
        {indented(data.body)}
      </pre>
      <h3>{t('webhooks.answer')}</h3>
      <p className="code t2">{answerOf(data)}</p>
      <div className="row dialog-acts">
        <Button onClick={onBack}>{t('webhooks.back')}</Button>
        <Button
          variant="primary"
          disabled={data.state === 'waiting' || again.isPending}
          onClick={() => again.mutate(undefined, { onError: sayError })}
        >
          {t('webhooks.again')}
        </Button>
      </div>
    </div>
  );
}

function answerOf({ status, detail, answer }: WholeWebhookEvent): string {
  if (status === null) return detail ?? t('webhooks.answer.none');
  return [String(status), answer].filter(Boolean).join(' ');
}

/** As it was posted, for people. */
function indented(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2);
}
