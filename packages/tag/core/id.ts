// Random ids that a browser mints: 22 letters and digits, 131 bits, of the shape that the protocol
// takes. Never derived from the browser or its visitor.
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function newId(): string {
  let id = '';
  // 62 does not divide 256; the bias is a hundredth of a bit a letter and the ids are no secrets.
  for (const byte of crypto.getRandomValues(new Uint8Array(22))) id += letters[byte % 62];
  return id;
}
