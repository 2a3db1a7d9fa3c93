// Transfer encodings (RFC 2045, section 6) and uuencode. The text is a character a byte. What is damaged is
// decoded as far as it goes.

export function decodeTransfer(body: string, encoding: string): Uint8Array {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return decodeBase64(body);
    case 'quoted-printable':
      return decodeQuoted(body, false);
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
      return decodeUu(body);
    default:
      return Buffer.from(body, 'latin1');
  }
}

/** Some programs pad each of several pieces. */
export function decodeBase64(text: string): Uint8Array {
  const clean = text.replace(/[^A-Za-z0-9+/=]/g, '');
  if (!/=[^=]/.test(clean)) return Buffer.from(clean, 'base64');
  return Buffer.concat(
    clean
      .split(/=+/)
      .filter((piece) => piece !== '')
      .map((piece) => Buffer.from(piece, 'base64')),
  );
}

/** `isWord`: of a header, where `_` is a space. */
export function decodeQuoted(text: string, isWord: boolean): Uint8Array {
  const given = isWord
    ? text.replaceAll('_', ' ')
    : text.replace(/[ \t]+(?=\r?\n|$)/g, '').replace(/=\r?\n/g, '');
  const decoding = Buffer.alloc(given.length);
  let length = 0;
  for (let at = 0; at < given.length; at++) {
    const code = given.charCodeAt(at);
    const value = code === equals ? hexAt(given, at + 1) : -1;
    if (value >= 0) at += 2;
    decoding[length++] = value >= 0 ? value : code;
  }
  return decoding.subarray(0, length);
}

const equals = 0x3d;

function hexAt(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at));
  const low = hexDigit(text.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x37;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}

function decodeUu(body: string): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const line of body.split(/\r?\n/)) {
    if (line === '' || /^(begin \d+ |end$|`$)/.test(line)) continue;
    const length = (line.charCodeAt(0) - 32) & 63;
    const bytes: number[] = [];
    for (let at = 1; at + 3 < line.length + 3 && bytes.length < length; at += 4) {
      const [one = 0, two = 0, three = 0, four = 0] = [0, 1, 2, 3].map((each) =>
        at + each < line.length ? (line.charCodeAt(at + each) - 32) & 63 : 0,
      );
      bytes.push(
        (one << 2) | (two >> 4),
        ((two & 15) << 4) | (three >> 2),
        ((three & 3) << 6) | four,
      );
    }
    pieces.push(Uint8Array.from(bytes.slice(0, length)));
  }
  return Buffer.concat(pieces);
}
