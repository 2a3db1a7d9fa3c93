// An agent's face: their photo, or initials on one of five hues, the same for a name everywhere. Ground and letters are mixed from the hue with the colours of the host, so that they
// are readable on a light and on a dark card.
import { draw } from './draw.ts';

export const hues = ['#b8551a', '#2a6fc9', '#8a45c9', '#2f8a45', '#a37a00'] as const;
/** Needs `--hue` on the element. */
export const faceCss =
  '.face{width:36px;height:36px;border-radius:50%;background:color-mix(in srgb,var(--hue) 20%,var(--card));color:color-mix(in srgb,var(--hue) 40%,var(--ink));display:grid;place-items:center;font-weight:600;font-size:13px;line-height:1;flex:none;position:relative}.face img{position:absolute;inset:0;width:100%;height:100%;border-radius:50%;object-fit:cover}';

/** The first letters of the first and the last word. */
export function initials(name: string): string {
  return name
    .trim()
    .replace(/^(.).*?(?:\s(\S)\S*)?$/su, '$1$2')
    .toUpperCase();
}

export function hueOf(name: string): string {
  let sum = 0;
  for (let at = 0; at < name.length; at++) sum += name.charCodeAt(at);
  return String(hues[sum % hues.length]);
}

/**
 * Hidden from screen readers: the name is beside it. `photo`: its address. One that cannot be loaded
 * leaves the initials.
 */
export function drawFace(name: string, photo?: string | null): HTMLElement {
  const face = draw('span', { class: 'face', 'aria-hidden': 'true' }, initials(name));
  face.style.setProperty('--hue', hueOf(name));
  if (photo) {
    const picture = draw('img', { src: photo, alt: '' });
    picture.addEventListener('error', () => picture.remove());
    face.append(picture);
  }
  return face;
}
