// One picture of the brand: a page of bones, and over it what visitors see.
import { useEffect, useRef, useState } from 'react';
import { renderEngagement } from '@opportune/content/engagement/render-engagement.ts';
import type { Creative, Format } from '@opportune/protocol/campaign/campaign.ts';
import type { SiteLook } from '@opportune/protocol/campaign/configuration.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { t, useStore } from '../../ui/index.ts';
import { speech } from '../../words/language.ts';
import { agent, drawConversation } from './brand-conversation.ts';
import { drawMessenger } from './brand-messenger.ts';

export const views = [
  'messenger',
  'conversation',
  'toast',
  'overlay',
  'slide-out',
  'sticky-button',
  'banner',
  'embedded',
] as const;
export type View = (typeof views)[number];
export type Device = 'desktop' | 'phone';

interface BrandStageProps {
  readonly view: View;
  readonly device: Device;
  readonly theme: 'light' | 'dark';
  readonly look: SiteLook;
  readonly site: Site;
}

const sizes = {
  desktop: { width: 560, height: 480 },
  phone: { width: 375, height: 640 },
} as const;
/** The messenger stands alone: its window on a desktop, the whole screen of a phone. */
const windows = {
  desktop: { width: 376, height: 640 },
  phone: { width: 375, height: 640 },
} as const;

export function BrandStage({ view, device, theme, look, site }: BrandStageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const over = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const slot = useRef<HTMLDivElement>(null);
  const { language } = useStore(speech, (value) => value);
  const alone = !isOnPage(view);
  const { width, height } = (alone ? windows : sizes)[device];
  const scale = useScale(frame, width);
  const drawn = JSON.stringify([view, device, theme, look, language, site.name]);
  useEffect(() => {
    const target = { banner: top, embedded: slot }[view === 'banner' ? view : 'embedded'];
    const place = view === 'banner' || view === 'embedded' ? target.current : over.current;
    if (place === null) return;
    const themed = { ...look, theme };
    if (view === 'messenger') return drawMessenger(place, themed, site, device);
    if (view === 'conversation') return drawConversation(place, themed, site, device);
    const words = speech.get().chat.engagement;
    const faces = [{ name: agent, photo: null }];
    const content = { action: 'chat', trial: false, creative: sampleIn(view), faces } as const;
    return renderEngagement(place, content, themed, words).remove;
    // Draws again when what is drawn changes, not for each new object with the same content.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [drawn]);
  return (
    <div className={`brand-frame ${alone ? 'alone' : ''}`} ref={frame}>
      <div className="brand-sight" style={{ height: height * scale }}>
        {/* A picture. Its contents are not part of the console's tab order. */}
        <div
          className={`brand-page ${theme}`}
          inert
          role="img"
          aria-label={t('brand.stage', {
            what: t(`brand.view.${view}`),
            theme: t(`brand.${theme}`),
          })}
          style={{ width, height, transform: `scale(${scale})` }}
        >
          {!alone && (
            <div className={`brand-bones ${device}`}>
              <b>{look.name || site.name}</b>
              <div ref={top} />
              <div className="brand-product">
                <i />
                <div>
                  <u />
                  <u />
                  <u />
                  <div ref={slot} />
                </div>
              </div>
            </div>
          )}
          <div ref={over} className="brand-over" />
        </div>
      </div>
    </div>
  );
}

/** The formats are on a page. The window stands alone. */
export function isOnPage(view: View): view is Format {
  return view !== 'messenger' && view !== 'conversation';
}

/** How far the picture is scaled down to fit. */
function useScale(frame: React.RefObject<HTMLDivElement | null>, width: number): number {
  const [scale, setScale] = useState(1);
  useEffect(() => {
    if (frame.current === null) return;
    const watch = new ResizeObserver(([entry]) =>
      setScale(Math.min(1, (entry?.contentRect.width ?? width) / width)),
    );
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, [frame, width]);
  return scale;
}

/** An engagement with words that fit any brand. */
export function sampleIn(format: Format): Creative {
  return {
    ...{ format, image: null, link: null, slot: null, side: 'right', mutable: false },
    headline: format === 'sticky-button' ? '' : t('brand.sample.headline'),
    text: format === 'sticky-button' ? '' : t('brand.sample.text'),
    action: t('brand.sample.action'),
  };
}
