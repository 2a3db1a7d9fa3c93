// The delivery of one message, as an icon and words below it, with the reason if there is one. A
// failed or uncertain delivery can be sent again.
import type { ReactNode } from 'react';
import type {
  Delivery,
  DeliveryState,
  DeliveryWait,
} from '@opportune/protocol/channel/delivery.ts';
import { Button, format, Icon, t, type IconName } from '../../ui/index.ts';

const icons: Readonly<Record<DeliveryState, IconName>> = {
  queued: 'clock',
  sent: 'check',
  delivered: 'checks',
  read: 'eye',
  failed: 'alert',
  uncertain: 'alert',
};

const tones: Partial<Readonly<Record<DeliveryState, string>>> = {
  failed: 'bad',
  uncertain: 'warn',
};

interface DeliveryLineProps {
  readonly delivery: Delivery;
  /** The name of the agent who wrote the message. */
  readonly name: string;
  readonly at: number;
  readonly onAgain: (delivery: Delivery) => void;
  /** Shown before the words. */
  readonly children: ReactNode;
}

export function DeliveryLine({ delivery, name, at, onAgain, children }: DeliveryLineProps) {
  const { state, detail } = delivery;
  const tone = tones[state];
  const said = { name, time: format.clock(at), state: stateWords(delivery) };
  return (
    <div className={`by ours ${tone ?? ''}`} title={detail ?? undefined}>
      {children}
      <span>{t('inbox.by.lineState', said)}</span>
      <Icon name={icons[state]} size={14} />
      {tone !== undefined && (
        <Button variant="quiet" onClick={() => onAgain(delivery)}>
          {t('channels.again')}
        </Button>
      )}
    </div>
  );
}

/**
 * Whether a message needs a line of its own, because the next message's line does not say the same.
 */
export function isOtherwise(delivery: Delivery | undefined, next: Delivery | undefined): boolean {
  if (delivery === undefined) return false;
  const isSame = delivery.state === next?.state && delivery.waits?.for === next.waits?.for;
  return !isSame || tones[delivery.state] !== undefined;
}

function stateWords({ state, reason, waits }: Delivery): string {
  const why = reason === null ? null : t(`channels.reason.${reason}`);
  if (state === 'queued' && waits !== null) return waitWords(waits, why);
  if (why === null) return t(`channels.delivery.${state}`);
  if (state === 'failed') return t('channels.delivery.failed.why', { why });
  return state === 'queued'
    ? t('channels.delivery.queued.why', { why })
    : t(`channels.delivery.${state}`);
}

function waitWords(waits: DeliveryWait, why: string | null): string {
  const { for: cause, until } = waits;
  if (cause === 'paused' || cause === 'reconnect') return t(`channels.delivery.wait.${cause}`);
  if (until === null) return t('channels.delivery.queued');
  const time = format.clock(until);
  if (cause === 'rate') return t('channels.delivery.wait.rate', { time });
  return why === null
    ? t('channels.delivery.wait.retry', { time })
    : t('channels.delivery.wait.retry.why', { time, why });
}
