// The numbered steps at a provider, each with a picture that is loaded once somebody asks for it.
import { lazy, Suspense, useState } from 'react';
import { t } from '../../../ui/index.ts';
import type { StepsOf } from './step-pictures.ts';

const Picture = lazy(() => import('./step-picture.tsx'));

const steps = [1, 2, 3] as const;

export function ChannelSteps({ of }: { readonly of: StepsOf }) {
  const [shown, setShown] = useState<number>();
  return (
    <ol className="channel-steps small t2" aria-label={t('channelSettings.provider.steps')}>
      {steps.map((step) => (
        <li key={step}>
          {t(`channelSettings.provider.${of}.steps.${step}`)}{' '}
          <button
            type="button"
            className="link-button step-show"
            aria-expanded={shown === step}
            aria-label={t('channelSettings.picture.show', { n: step })}
            onClick={() => setShown(shown === step ? undefined : step)}
          >
            {t('channelSettings.picture.see')}
          </button>
          {shown === step && (
            <Suspense fallback={null}>
              <Picture of={of} step={step - 1} />
            </Suspense>
          )}
        </li>
      ))}
    </ol>
  );
}
