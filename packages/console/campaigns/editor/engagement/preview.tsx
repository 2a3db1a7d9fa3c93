// Shows how the engagement looks. The tag's own renderer draws it over a sample shop page, with the
// site's look, on a desktop or a phone, with an agent free or with nobody free. The page has no
// slot at the top, so a banner is shown at its foot.
import { renderEngagement, type Drawn } from '@opportune/content/engagement/render-engagement.ts';
import { directionOf } from '@opportune/core/campaign/languages/reading.ts';
import { campaignIn } from '@opportune/core/campaign/languages/translate.ts';
import type { Creative, Offer } from '@opportune/protocol/campaign/campaign.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import { pictureAddress } from '@opportune/protocol/rest/pictures.ts';
import { useEffect, useMemo, useRef, useState, type Ref } from 'react';
import { ChannelList } from '@opportune/protocol/rest/channel/channels.ts';
import { format, Icon, Segmented, t, useApiQuery } from '../../../ui/index.ts';
import { useSession } from '../../../session/session.tsx';
import { speech } from '../../../words/language.ts';
import { useEdit } from '../edit-context.tsx';
import { shownWays } from './shown-ways.ts';

type Device = 'desktop' | 'phone';
type Agents = 'free' | 'nobody';
const plainLook = { colour: '#30513f', radiusPx: 10, name: '' };
const widths: Readonly<Record<Device, number>> = { desktop: 600, phone: 375 };

export function Preview({ at, language }: { at: number; language: string | null }) {
  const { document: written, sites } = useEdit();
  const document = useMemo(
    () => (language === null ? written : campaignIn(written, language)),
    [written, language],
  );
  const [device, setDevice] = useState<Device>('desktop');
  const [agents, setAgents] = useState<Agents>('free');
  const offer = document.engagement.variants[at]?.offer;
  const site = sites.find(({ id }) => document.sites.includes(id)) ?? sites[0];
  // The same object for the same offer, so that edits elsewhere do not draw it again.
  const origin = site?.origins[0] ?? 'https://shop.example';
  const { user } = useSession();
  const channels = useApiQuery('/channels', ChannelList).data?.channels;
  const drawn = useMemo(() => {
    const whole = withFace(drawnOf(offer, agents, origin), user);
    const ways = agents === 'free' ? shownWays(offer, channels, device) : undefined;
    return whole === null || ways === undefined ? whole : { ...whole, ways };
  }, [offer, agents, origin, user, channels, device]);
  if (offer === undefined) return null;
  const hasAgents = offer.channel !== 'content';
  return (
    <section aria-label={t('campaigns.preview.title')}>
      <div className="row side-head">
        <h2 className="section-title grow">{t('campaigns.preview.title')}</h2>
        <Segmented
          label={t('campaigns.preview.device')}
          value={device}
          onChange={setDevice}
          choices={[
            { value: 'desktop', label: t('campaigns.preview.desktop') },
            { value: 'phone', label: t('campaigns.preview.phone') },
          ]}
        />
        {hasAgents && (
          <Segmented
            label={t('campaigns.preview.agents')}
            value={agents}
            onChange={setAgents}
            choices={[
              { value: 'free', label: t('campaigns.preview.free') },
              { value: 'nobody', label: t('campaigns.preview.nobody') },
            ]}
          />
        )}
      </div>
      <Stage
        device={device}
        drawn={drawn}
        look={site?.look ?? plainLook}
        address={origin.replace(/^https?:\/\//, '')}
        direction={language === null ? undefined : directionOf(language)}
      />
      {drawn === null && (
        <p className="small t2 preview-none">
          <Icon name="eye" size={14} />
          {t('campaigns.preview.nothing')}
        </p>
      )}
    </section>
  );
}

function drawnOf(offer: Offer | undefined, agents: Agents, origin: string): Drawn | null {
  if (offer === undefined) return null;
  if (offer.channel === 'content' || agents === 'free')
    return { action: offer.channel, creative: onSite(offer.creative, origin), trial: false };
  return offer.fallback === null
    ? null
    : {
        action: offer.fallback.type,
        creative: onSite(offer.fallback.creative, origin),
        trial: false,
      };
}

/** In the preview whoever looks at it is the agent who is free. */
function withFace(drawn: Drawn | null, { name, photo }: User): Drawn | null {
  if (drawn === null || drawn.creative.faces !== true) return drawn;
  if (drawn.action !== 'chat' && drawn.action !== 'call') return drawn;
  const face = { name, photo: photo === null ? null : `/${pictureAddress(photo)}` };
  return { ...drawn, faces: [face] };
}

/** A picture with only a path belongs to the site, not to the console. */
function onSite(creative: Creative, origin: string): Creative {
  const { image } = creative;
  if (image === null || !URL.canParse(image.url, origin)) return creative;
  return { ...creative, image: { ...image, url: new URL(image.url, origin).href } };
}

interface StageProps {
  readonly device: Device;
  readonly drawn: Drawn | null;
  readonly look: { readonly colour: string; readonly radiusPx: number; readonly name: string };
  readonly address: string;
  /** Undefined: that of the console. */
  readonly direction: 'ltr' | 'rtl' | undefined;
}

function Stage({ device, drawn, look, address, direction }: StageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const over = useRef<HTMLDivElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  const slot = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(0.74);
  const shape = drawn?.creative.format;
  useEffect(() => {
    const target =
      shape === 'banner' ? foot.current : shape === 'embedded' ? slot.current : over.current;
    if (drawn === null || target === null) return;
    const { remove } = renderEngagement(target, drawn, look, speech.get().chat.engagement);
    return remove;
  }, [drawn, look, device, shape, direction]);
  useEffect(() => {
    if (frame.current === null) return;
    const watch = new ResizeObserver(([entry]) =>
      setScale(Math.min(1, (entry?.contentRect.width ?? 0) / widths[device])),
    );
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, [device]);
  return (
    <div className={`browser ${device}`} ref={frame}>
      <div className="chrome" aria-hidden="true">
        <i />
        <i />
        <i />
        <span className="clip">{address}</span>
      </div>
      <div className="preview-view" style={{ height: (device === 'phone' ? 560 : 430) * scale }}>
        {/* A picture of a page. Its contents are not part of the console's tab order. */}
        <div
          className="preview-page"
          dir={direction}
          inert
          role="img"
          aria-label={t('campaigns.preview.label')}
          style={{
            width: widths[device],
            height: device === 'phone' ? 560 : 430,
            transform: `scale(${scale})`,
          }}
        >
          <Page slotRef={slot} />
          <div ref={foot} className="preview-foot" />
          <div ref={over} className="preview-over" />
        </div>
      </div>
    </div>
  );
}

function Product({ name, days }: { name: 'lamps' | 'chairs'; days: 2 | 9 }) {
  return (
    <div className="box">
      <span>{t(`campaigns.preview.page.${name}`)}</span>
      <b>{t(`campaigns.preview.page.days${days}`)}</b>
    </div>
  );
}

function Page({ slotRef }: { slotRef: Ref<HTMLDivElement> }) {
  return (
    <div className="preview-shop">
      <div>
        <h3>{t('campaigns.preview.page.title')}</h3>
        <p>{t('campaigns.preview.page.text')}</p>
        <div ref={slotRef} className="preview-slot" />
        <Product name="lamps" days={2} />
        <Product name="chairs" days={9} />
      </div>
      <div>
        <h4>{t('campaigns.preview.page.cart')}</h4>
        <p>{t('campaigns.preview.page.items')}</p>
        <b>{format.money(412)}</b>
      </div>
    </div>
  );
}
