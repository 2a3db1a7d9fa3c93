// The stripe on every page of the sample shop: what it is, the way back, and its removal.
import { useSession } from '../session/session.tsx';
import { Button, Icon, sayError, t, useApiMutation, useAsk } from '../ui/index.ts';
import { leaveSample, openAnew, removeSample } from './sample-shop.ts';
import './sample.css';

export function SampleStripe() {
  const { home } = useSession();
  return home === undefined ? null : <Stripe name={home.name} />;
}

function Stripe({ name }: { name: string }) {
  const ask = useAsk();
  const left = useApiMutation(leaveSample);
  const removed = useApiMutation(removeSample, { onDone: openAnew });
  const isBusy = left.isPending || removed.isPending;
  const remove = (): void =>
    ask({
      title: t('sample.remove.title'),
      text: t('sample.remove.text'),
      action: t('sample.remove'),
      onConfirm: () => removed.mutate(undefined, { onError: sayError }),
    });
  return (
    <section className="sample-stripe" aria-label={t('sample.stripe')}>
      <Icon name="info" size={14} />
      <p className="grow">
        <b>{t('sample.stripe')}</b> <span>{t('sample.stripe.text')}</span>
      </p>
      <Button disabled={isBusy} onClick={remove}>
        {t('sample.remove')}
      </Button>
      <Button
        variant="primary"
        disabled={isBusy}
        onClick={() => left.mutate(undefined, { onError: sayError })}
      >
        {t('sample.stripe.leave', { name })}
      </Button>
    </section>
  );
}
