// The parts of an engagement of any format: title, text, picture and the buttons with their
// actions. It arranges nothing; each format does that.
import type { OfferedWay } from '@opportune/protocol/channel/offered-way.ts';
import type { OfferedWays } from '@opportune/protocol/campaign/decision.ts';
import type { Creative } from '@opportune/protocol/campaign/campaign.ts';
import type { Face } from '@opportune/protocol/conversation/face.ts';
import { draw, icon, safeUrl } from '../draw.ts';
import { drawFace } from '../face.ts';

/** The part of an engagement's content that is drawn. */
export interface Drawn {
  readonly action: 'chat' | 'call' | 'message' | 'callback' | 'content';
  readonly creative: Creative;
  readonly trial: boolean;
  /** Messengers in which a conversation may go on. */
  readonly ways?: OfferedWays | undefined;
  /** For a call, if no agent is free: the expected wait, s. 0: unknown. */
  readonly waitS?: number | undefined;
  /** For a chat: its words are of a call, which is not available. */
  readonly instead?: string | undefined;
  /** Agents who could answer. `photo` is a whole address. */
  readonly faces?: readonly Face[] | undefined;
}
export interface EngagementWords {
  readonly close: string;
  readonly notNow: string;
  readonly mute: string;
  readonly trial: string;
  readonly region: string;
  readonly ways: string;
  readonly here: string;
  readonly by: (name: string) => string;
  readonly other: string;
  readonly scan: string;
  readonly open: (name: string) => string;
  readonly code: (name: string) => string;
  readonly mail: string;
  /** The button of a chat whose words are of a call. */
  readonly chat: string;
  /** `minutes` 0: unknown. */
  readonly busy: (minutes: number) => string;
}
/** `other`: the button beside the main one. `link`: a link that the browser follows. */
export type Clicked = 'main' | 'other' | 'link';
export interface EngagementActs {
  clicked?(how: Clicked): void;
  dismissed?(): void;
  muted?(): void;
}

export interface Parts {
  readonly title: HTMLElement;
  readonly text: HTMLElement | null;
  /** How long a call waits. */
  readonly wait: HTMLElement | null;
  readonly picture: HTMLElement | null;
  /** Null beside a picture. */
  readonly faces: HTMLElement | null;
  readonly main: HTMLElement | null;
  /** Leads to messengers beside the chat. */
  readonly other: HTMLElement | null;
  readonly close: HTMLElement;
  readonly mute: HTMLElement | null;
}

export function drawParts(
  drawn: Drawn,
  words: EngagementWords,
  on: Required<EngagementActs>,
): Parts {
  const { creative } = drawn;
  const source = safeUrl(creative.image?.url);
  const picture = source
    ? draw('img', { class: 'pic', src: source, alt: creative.image?.alt ?? '' })
    : null;
  picture?.addEventListener('error', () => {
    picture.parentElement?.classList.remove('bleed', 'pictured');
    picture.remove();
  });
  return {
    title: draw(
      creative.format === 'overlay' || creative.format === 'slide-out' ? 'h2' : 'p',
      { class: 't', id: 't' },
      creative.headline,
    ),
    text: creative.text ? draw('p', { class: 'p' }, creative.text) : null,
    wait:
      drawn.waitS === undefined
        ? null
        : draw('p', { class: 'wait' }, words.busy(Math.ceil(drawn.waitS / 60))),
    picture,
    faces: picture ? null : drawFaces(drawn),
    main: drawMain(drawn, words, on.clicked),
    other: drawOther(drawn, words, on.clicked),
    close: button('x', words.close, on.dismissed, icon('close', 16)),
    mute: creative.mutable ? button('mute', words.mute, on.muted) : null,
  };
}

type Press = (how: Clicked) => void;

/** The only way, if a click can follow it at once. */
function onlyWay({ chat, list }: OfferedWays): OfferedWay | null {
  const [way] = list;
  return way && list.length === 1 && !chat && !way.qr ? way : null;
}

function drawOther({ ways, creative }: Drawn, words: EngagementWords, press: Press) {
  const [way] = ways?.list ?? [];
  if (!ways?.chat || !way || creative.format === 'sticky-button') return null;
  if (ways.list.length > 1) return button('other', words.other, () => press('other'));
  const label = words.by(wayName(way, words));
  if (way.qr) return button('other', label, () => press('other'));
  return drawLink({ class: 'other' }, way, () => press('link'), label);
}

/** A messenger opens beside the page. */
export function drawLink(
  attributes: Readonly<Record<string, string>>,
  { href }: OfferedWay,
  press: () => void,
  ...inside: (Node | string | null)[]
): HTMLElement {
  const target = href.startsWith('http') ? { target: '_blank', rel: 'noopener' } : {};
  const link = draw('a', { ...attributes, ...target, href: wayHref(href) }, ...inside);
  link.addEventListener('click', press);
  return link;
}

/** Only what a way can be: the server makes them, and a page may not change what they open. */
function wayHref(href: string): string | null {
  return /^(https?:\/\/|mailto:|sms:)/.test(href) ? href : null;
}

/** As its maker calls it. */
export function wayName({ kind }: Pick<OfferedWay, 'kind'>, words: EngagementWords): string {
  return kind === 'email' ? words.mail : makers[kind];
}
const makers = {
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  instagram: 'Instagram',
  telegram: 'Telegram',
  line: 'LINE',
  sms: 'SMS',
} as const;

function drawFaces({ faces = [] }: Drawn): HTMLElement | null {
  const drawn = faces.map(({ name, photo }) => drawFace(name, photo));
  return drawn.length > 0 ? draw('span', { class: 'faces' }, ...drawn) : null;
}

function drawMain(drawn: Drawn, words: EngagementWords, press: Press): HTMLElement | null {
  const { action, creative, ways, instead } = drawn;
  const label = instead ? words.chat : creative.action;
  if (!label) return null;
  const way = ways ? onlyWay(ways) : null;
  if (way) return drawLink({ class: 'cta' }, way, () => press('link'), label);
  const href = action === 'content' ? safeUrl(creative.link) : null;
  const isSticky = creative.format === 'sticky-button';
  const mark =
    action === 'content' || creative.format === 'banner' || creative.format === 'toast'
      ? null
      : (isSticky && drawFaces(drawn)) || signOf(drawn, isSticky ? 18 : 16);
  const main = draw(
    href ? 'a' : 'button',
    href ? { class: 'cta', href } : { class: 'cta', type: 'button' },
    mark,
    label,
  );
  main.addEventListener('click', () => press('main'));
  return main;
}

/** A handset for a call, else a bubble. */
export function signOf({ action }: Pick<Drawn, 'action'>, sizePx: number): SVGElement {
  return icon(action === 'call' ? 'call' : 'chat', sizePx);
}

export function button(
  kind: string,
  label: string,
  press: () => void,
  ...inside: (Node | string)[]
): HTMLElement {
  const element = draw(
    'button',
    { type: 'button', class: kind, 'aria-label': inside.length ? label : null },
    ...(inside.length ? inside : [label]),
  );
  element.addEventListener('click', press);
  return element;
}
