// How one message gets through, in words beside an icon, below it; where it did not, why, and a way to
// send it again.
import type { ReactNode } from 'react';
import type { Delivery, DeliveryState } from '@opportune/protocol/channel/delivery.ts';
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
  /** Of the agent who wrote it. */
  readonly name: string;
  readonly at: number;
  readonly onAgain: (delivery: Delivery) => void;
  /** Stands before the words. */
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

/** Whether the line of the message behind it does not say it, too. */
export function isOtherwise(delivery: Delivery | undefined, next: Delivery | undefined): boolean {
  if (delivery === undefined) return false;
  return delivery.state !== next?.state || tones[delivery.state] !== undefined;
}

function stateWords({ state, reason }: Delivery): string {
  if (reason === null) return t(`channels.delivery.${state}`);
  const why = t(`channels.reason.${reason}`);
  if (state === 'failed') return t('channels.delivery.failed.why', { why });
  return state === 'queued'
    ? t('channels.delivery.queued.why', { why })
    : t(`channels.delivery.${state}`);
}
