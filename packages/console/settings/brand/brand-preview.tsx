// How visitors see the brand: the home of the messenger and each format, light and dark beside each
// other, on a desktop or a phone. The tag's own renderers draw them.
import { useState } from 'react';
import type { SiteLook } from '@opportune/protocol/campaign/configuration.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { Trial } from '@opportune/protocol/rest/trial.ts';
import { api } from '../../api/client.ts';
import { TrialDialog } from '../../campaigns/trial-dialog.tsx';
import { Button, choicesOf, Segmented, SelectField, sayError, t } from '../../ui/index.ts';
import { BrandStage, type Device, isOnPage, sampleIn, type View, views } from './brand-stage.tsx';

const devices = ['desktop', 'phone'] as const;
const shades = ['light', 'dark', 'both'] as const;

interface BrandPreviewProps {
  readonly look: SiteLook;
  /** While a colour is half written, the last whole brand stays in sight. */
  readonly isWhole: boolean;
  readonly site: Site;
  readonly canTry: boolean;
}

export function BrandPreview({ look, isWhole, site, canTry }: BrandPreviewProps) {
  const [view, setView] = useState<View>('messenger');
  const [device, setDevice] = useState<Device>('desktop');
  const [shade, setShade] = useState<(typeof shades)[number]>('both');
  const [last, setLast] = useState(look);
  if (isWhole && JSON.stringify(last) !== JSON.stringify(look)) setLast(look);
  const shown = shade === 'both' ? (['light', 'dark'] as const) : [shade];
  return (
    <section className="brand-preview" aria-label={t('brand.preview')}>
      <div className="brand-bar">
        <SelectField
          label={t('brand.view')}
          value={view}
          choices={choicesOf(views, (each) => t(`brand.view.${each}`))}
          onChange={({ currentTarget: { value } }) =>
            setView(views.find((each) => each === value) ?? 'messenger')
          }
        />
        <span className="grow" />
        {canTry && <TryOnSite {...{ site, view, look: last }} />}
        <Segmented
          label={t('brand.device')}
          value={device}
          choices={choicesOf(devices, (each) => t(`brand.device.${each}`))}
          onChange={setDevice}
        />
        <Segmented
          label={t('brand.shade')}
          value={shade}
          choices={choicesOf(shades, (each) => t(`brand.${each}`))}
          onChange={setShade}
        />
      </div>
      <div className="brand-stages">
        {shown.map((theme) => (
          <BrandStage key={theme} {...{ view, device, theme, site, look: last }} />
        ))}
      </div>
    </section>
  );
}

/** The brand as edited, on the site's own pages, with the engagement that is in sight. */
function TryOnSite({
  site,
  view,
  look,
}: Pick<BrandPreviewProps, 'site' | 'look'> & { view: View }) {
  const [trial, setTrial] = useState<Trial | null>(null);
  const start = async (): Promise<void> => {
    // The page of the site may have no slot for an embedded one.
    const format = isOnPage(view) && view !== 'embedded' ? view : 'toast';
    const tried = { look, creative: sampleIn(format) };
    await api.post(`/sites/${site.id}/brand/try`, tried, Trial).then(setTrial, sayError);
  };
  return (
    <>
      <Button onClick={() => void start()}>{t('brand.try')}</Button>
      <TrialDialog
        trial={trial}
        text={(time) => t('brand.try.text', { time })}
        onClose={() => setTrial(null)}
      />
    </>
  );
}
