// A link as a QR code, as its bits. lean-qr makes it: small, without dependencies, and kept well.
import type { OfferedWay } from '@opportune/protocol/channel/offered-way.ts';
import { generate } from 'lean-qr';

export function qrOf(text: string): NonNullable<OfferedWay['qr']> {
  const { size, get } = boundGet(text);
  const bytes = Buffer.alloc(Math.ceil((size * size) / 8));
  for (let at = 0; at < size * size; at++) {
    const isDark = get(at % size, Math.floor(at / size));
    if (isDark) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (128 >> (at & 7));
  }
  return { size, bits: bytes.toString('base64') };
}

function boundGet(text: string) {
  const code = generate(text);
  return { size: code.size, get: (x: number, y: number) => code.get(x, y) };
}
