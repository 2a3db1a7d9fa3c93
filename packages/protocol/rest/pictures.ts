// Logos of sites and photos of users: what may be uploaded, and the answers.
import { z } from 'zod';
import { PictureId } from '../ids.ts';

export const pictureLimits = {
  /** Bytes of one picture. Beyond: `attachment.too_large`. */
  sizeBytes: 256 * 1024,
  /** The longest side of a logo, in points. */
  logoPx: 1024,
  /** The side of a photo, which is square. */
  photoPx: 256,
} as const;

/** PUT /my-photo and PUT /sites/:id/logo */
export const UploadedPicture = z.object({ picture: PictureId });

/** Where everybody who knows the id can load it, below the address of the server. */
export function pictureAddress(picture: PictureId): string {
  return `v1/pictures/${picture}`;
}
