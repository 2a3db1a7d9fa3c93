// Draws a file that somebody sent. A picture has a box of its own size, so that nothing moves when
// it loads, and opens large in a new tab. Any other file, and a picture that does not load, is its
// name as a download. Without an address it is for viewing only.
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import { sizeText } from './attachment-text.ts';
import { draw, safeUrl } from '../draw.ts';
import { shown } from './inline-text.ts';
import type { MessageWords } from './reader.ts';

/** The largest size of a picture, px. */
const widest = 264;
const highest = 220;

export function drawAttachment(
  file: Attachment,
  address: string | null,
  words: MessageWords,
): HTMLElement {
  const url = safeUrl(address);
  const { picture, name } = file;
  if (url === null || !picture) return drawFile(file, url, words);
  const scale = Math.min(1, widest / picture.width, highest / picture.height);
  const px = (length: number): string => `${Math.max(1, Math.round(length * scale))}`;
  const image = draw('img', {
    src: url,
    alt: name,
    width: px(picture.width),
    height: px(picture.height),
    decoding: 'async',
    referrerpolicy: 'no-referrer',
  });
  const link = draw(
    'a',
    { class: 'm-photo', ...opens(url), 'aria-label': words.openPicture(name) },
    image,
  );
  image.addEventListener('error', () => link.replaceWith(drawFile(file, url, words)));
  return link;
}

function drawFile(file: Attachment, url: string | null, words: MessageWords): HTMLElement {
  const { name, sizeBytes } = file;
  const kind = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1] ?? '';
  const inside = [
    draw('span', { class: 'm-kind', 'aria-hidden': 'true' }, kind.toUpperCase()),
    draw(
      'span',
      { class: 'm-named' },
      draw('span', { class: 'm-name', dir: 'auto' }, shown(name)),
      draw('small', {}, sizeText(sizeBytes)),
    ),
  ];
  if (url === null) return draw('span', { class: 'm-file' }, ...inside);
  const named = { 'aria-label': words.saveFile(`${name}, ${sizeText(sizeBytes)}`) };
  return draw('a', { class: 'm-file', ...opens(url), download: name, ...named }, ...inside);
}

function opens(url: string) {
  return { href: url, target: '_blank', rel: 'noopener noreferrer' };
}
