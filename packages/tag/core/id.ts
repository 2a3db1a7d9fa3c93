// Random ids that a browser mints: 24 letters and digits, about 124 bits, of the shape that the
// protocol takes. Never derived from the browser or its visitor.

export function newId(): string {
  let id = '';
  // 36 does not divide 256; the bias costs a bit or two in all and the ids are no secrets.
  for (const byte of crypto.getRandomValues(new Uint8Array(24))) id += (byte % 36).toString(36);
  return id;
}
