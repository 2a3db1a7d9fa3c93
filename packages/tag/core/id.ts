// Random ids that a browser creates: 24 letters and digits, about 124 bits, in the form that the
// protocol accepts. Never derived from the browser or its visitor.

export function newId(): string {
  let id = '';
  // 36 does not divide 256. The bias costs a bit or two in total, and the ids are not secrets.
  for (const byte of crypto.getRandomValues(new Uint8Array(24))) id += (byte % 36).toString(36);
  return id;
}
