// The entry of the sample shop on Home: makes it, shows its progress, and leads into it. Nobody sees it
// in the sample shop itself.
import type { SampleShop } from '@opportune/protocol/rest/sample.ts';
import { Setup } from '@opportune/protocol/rest/setup.ts';
import { useSession } from '../session/session.tsx';
import { Button, format, sayError, t, useApiMutation, useApiQuery } from '../ui/index.ts';
import { enterSample, makeSample, removeSample, useSampleShop } from './sample-shop.ts';
import './sample.css';

export function SampleCard() {
  const { user, home } = useSession();
  if (user.role !== 'administrator' || home !== undefined) return null;
  return <Card />;
}

/** With the checklist put away, only a shop that is there, or was asked for, is shown. */
function Card() {
  const { data: shop } = useSampleShop();
  const { data: setup } = useApiQuery('/setup', Setup);
  if (shop === undefined || setup === undefined) return null;
  if (shop.state === 'none' && setup.dismissedAt !== null) return null;
  return (
    <section className="home-panel sample-card" aria-labelledby="sample-title">
      {shop.state === 'making' ? <Making shop={shop} /> : <Offer shop={shop} />}
    </section>
  );
}

function Offer({ shop: { state } }: { shop: SampleShop }) {
  const made = useApiMutation(makeSample, { invalidates: ['/sample'] });
  const entered = useApiMutation(enterSample);
  const isReady = state === 'ready';
  const act = (): void =>
    isReady
      ? entered.mutate(undefined, { onError: sayError })
      : made.mutate(undefined, { onError: sayError });
  return (
    <>
      <div className="grow">
        <h2 id="sample-title" className="section-title">
          {isReady ? t('sample.card.ready') : t('sample.card.title')}
        </h2>
        <p className="small t2">{state === 'failed' ? t('sample.card.failed') : textOf(isReady)}</p>
      </div>
      <Button
        variant={isReady ? 'primary' : 'plain'}
        disabled={made.isPending || entered.isPending}
        onClick={act}
      >
        {labelOf(state)}
      </Button>
    </>
  );
}

function textOf(isReady: boolean): string {
  return isReady ? t('sample.card.ready.text') : t('sample.card.text');
}

function labelOf(state: SampleShop['state']): string {
  if (state === 'ready') return t('sample.card.enter');
  return state === 'failed' ? t('sample.card.again') : t('sample.card.make');
}

function Making({ shop: { step, done } }: { shop: SampleShop }) {
  const stopped = useApiMutation(removeSample, { invalidates: ['/sample'] });
  return (
    <>
      <div className="grow">
        <h2 id="sample-title" className="section-title">
          {t('sample.making')}
        </h2>
        <p className="small t2">{t(`sample.step.${step}`)}</p>
        <div className="row sample-progress">
          <progress value={done} max={1} aria-labelledby="sample-title" />
          <span className="small t2 num">{format.percent(done)}</span>
        </div>
      </div>
      <Button
        disabled={stopped.isPending}
        onClick={() => stopped.mutate(undefined, { onError: sayError })}
      >
        {t('sample.cancel')}
      </Button>
    </>
  );
}
