// The parts of an engagement of any format: title, text, picture and the buttons with their
// actions. It arranges nothing; each format does that.
import type { Creative } from '@opportune/protocol/campaign/campaign.ts';
import type { Face } from '@opportune/protocol/conversation/face.ts';
import { draw, icon, safeUrl } from '../draw.ts';
import { drawFace } from '../face.ts';

/** The part of an engagement's content that is drawn. */
export interface Drawn {
  readonly action: 'chat' | 'message' | 'content';
  readonly creative: Creative;
  readonly trial: boolean;
  /** Agents who could answer. `photo` is a whole address. */
  readonly faces?: readonly Face[] | undefined;
}
export interface EngagementWords {
  readonly close: string;
  readonly notNow: string;
  readonly mute: string;
  readonly trial: string;
  readonly region: string;
}
export interface EngagementActs {
  clicked?(): void;
  dismissed?(): void;
  muted?(): void;
}

export interface Parts {
  readonly title: HTMLElement;
  readonly text: HTMLElement | null;
  readonly picture: HTMLElement | null;
  /** Null beside a picture. */
  readonly faces: HTMLElement | null;
  readonly main: HTMLElement | null;
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
    picture,
    faces: picture ? null : drawFaces(drawn),
    main: drawMain(drawn, on.clicked),
    close: button('x', words.close, on.dismissed, icon('close', 16)),
    mute: creative.mutable ? button('mute', words.mute, on.muted) : null,
  };
}

function drawFaces({ faces = [] }: Drawn): HTMLElement | null {
  const drawn = faces.map(({ name, photo }) => drawFace(name, photo));
  return drawn.length > 0 ? draw('span', { class: 'faces' }, ...drawn) : null;
}

function drawMain(drawn: Drawn, press: () => void): HTMLElement | null {
  const { action, creative } = drawn;
  if (!creative.action) return null;
  const href = action === 'content' ? safeUrl(creative.link) : null;
  const isSticky = creative.format === 'sticky-button';
  const mark =
    action === 'content' || creative.format === 'banner' || creative.format === 'toast'
      ? null
      : (isSticky && drawFaces(drawn)) || icon('chat', isSticky ? 18 : 16);
  const main = draw(
    href ? 'a' : 'button',
    href ? { class: 'cta', href } : { class: 'cta', type: 'button' },
    mark,
    creative.action,
  );
  main.addEventListener('click', press);
  return main;
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
