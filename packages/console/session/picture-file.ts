// Makes a picture small before it is uploaded: a photo is cut to a square, a logo keeps its shape.
// The browser encodes it anew, so nothing of the camera's data is left.
import { pictureLimits } from '@opportune/protocol/rest/pictures.ts';

/** The middle of the picture as a square of at most 256 points. Null: it is no picture. */
export function photoFrom(file: Blob): Promise<Blob | null> {
  return encoded(file, 'image/jpeg', ({ width, height }) => {
    const side = Math.min(width, height);
    const size = Math.min(side, pictureLimits.photoPx);
    return { x: (width - side) / 2, y: (height - side) / 2, of: [side, side], to: [size, size] };
  });
}

const logoPx = 480;

/** The whole picture, its longer side at most 480 points. Null: it is no picture. */
export function logoFrom(file: Blob): Promise<Blob | null> {
  return encoded(file, 'image/png', ({ width, height }) => {
    const scale = Math.min(1, logoPx / Math.max(width, height));
    const to = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
    return { x: 0, y: 0, of: [width, height], to };
  });
}

interface Cut {
  readonly x: number;
  readonly y: number;
  readonly of: readonly number[];
  readonly to: readonly number[];
}

async function encoded(
  file: Blob,
  type: 'image/jpeg' | 'image/png',
  cutOf: (picture: ImageBitmap) => Cut,
): Promise<Blob | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const { x, y, of, to } = cutOf(picture);
  const [width = 1, height = 1] = to;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d');
  if (pen === null) return null;
  if (type === 'image/jpeg') {
    // A JPEG has no transparency; without a ground it would be black.
    pen.fillStyle = '#ffffff';
    pen.fillRect(0, 0, width, height);
  }
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, x, y, of[0] ?? 1, of[1] ?? 1, 0, 0, width, height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, type, 0.88));
}
