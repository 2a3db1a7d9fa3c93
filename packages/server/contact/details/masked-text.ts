// A text of a contact as it is stored: masked, within its length. What a pattern of the account makes longer is
// cut, never within a pair of surrogates.
import type { Mask } from '@opportune/core/masking/mask.ts';
import { storable } from '@opportune/protocol/text.ts';

export function maskedText(
  { text: mask }: Pick<Mask, 'text'>,
  text: string,
  length: number,
): string {
  return cutText(mask(cutText(text, length)), length);
}

export function cutText(text: string, length: number): string {
  return text.length > length ? storable(text.slice(0, length)) : text;
}
