// Examines a received file: its type by its content, its size as a picture, and its bytes without
// data about the person who made it. A picture that cannot be read completely is rejected.
import type { Attachment, MediaType } from '@opportune/protocol/conversation/attachment.ts';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
import { uint16le } from './byte-view.ts';
import { cleanJpeg, type CleanPicture } from './clean-jpeg.ts';
import { cleanPng } from './clean-png.ts';
import { cleanWebp } from './clean-webp.ts';
import { mediaTypeOf } from './media-type.ts';

export interface Examined {
  readonly mediaType: MediaType;
  readonly bytes: Uint8Array;
  /** Only for a picture that is small enough to be shown. */
  readonly picture?: NonNullable<Attachment['picture']>;
}

/** Null: of unknown type, or broken. */
export function examine(bytes: Uint8Array): Examined | null {
  const mediaType = mediaTypeOf(bytes);
  switch (mediaType) {
    case null:
      return null;
    case 'application/pdf':
    case 'text/plain':
      return { mediaType, bytes };
    case 'image/png':
      return pictured(mediaType, cleanPng(bytes));
    case 'image/jpeg':
      return pictured(mediaType, cleanJpeg(bytes));
    case 'image/webp':
      return pictured(mediaType, cleanWebp(bytes));
    case 'image/gif':
      return pictured(mediaType, measuredGif(bytes));
  }
}

/** A GIF holds no camera data and is kept as it is. Its size: GIF89a, section 18. */
function measuredGif(bytes: Uint8Array): CleanPicture | null {
  const [width, height] = [uint16le(bytes, 6), uint16le(bytes, 8)];
  return width === 0 || height === 0 ? null : { bytes, width, height };
}

function pictured(mediaType: MediaType, clean: CleanPicture | null): Examined | null {
  if (clean === null) return null;
  const { bytes, width, height } = clean;
  const shown = width * height <= attachmentLimits.picturePixels;
  return { mediaType, bytes, ...(shown ? { picture: { width, height } } : {}) };
}
