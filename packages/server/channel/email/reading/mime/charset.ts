// Bytes of any character set as text. The runtime knows those of the web; the others that mail has are
// decoded by iconv-lite or here. An unknown or wrong name is guessed, and told.
import iconv from 'iconv-lite';

export interface Decoded {
  readonly text: string;
  /** The character set is unknown, or the bytes are not of it. */
  readonly guessed: boolean;
}

/** Names that mail programs write for others. */
const aliases: Readonly<Record<string, string>> = {
  ...{ '': 'us-ascii', ascii: 'us-ascii', '7bit': 'us-ascii', '8bit': 'us-ascii' },
  ...{ default: 'us-ascii', 'x-unknown': 'us-ascii', unknown: 'us-ascii', none: 'us-ascii' },
  ...{ 'unknown-8bit': 'us-ascii', default_charset: 'us-ascii', utf: 'utf-8' },
  ...{ utf8mb4: 'utf-8', 'utf-8n': 'utf-8', 'unicode-1-1-utf-7': 'utf-7' },
  ...{ cp936: 'gbk', cp932: 'shift_jis', ms932: 'shift_jis', 'x-ms-cp932': 'shift_jis' },
  ...{ cp949: 'euc-kr', ks_c_5601: 'euc-kr', uhc: 'euc-kr', cp950: 'big5', 'x-gbk': 'gbk' },
  ...{ 'iso-8859-1-windows-3.1-latin-1': 'windows-1252', 'ansi_x3.4': 'us-ascii' },
  ...{ 'windows-31j': 'shift_jis', ms_kanji: 'shift_jis', 'iso-2022-jp-ms': 'iso-2022-jp' },
  ...{ 'cp-850': 'cp850', tis620: 'tis-620', koi8r: 'koi8-r', ansi: 'windows-1252' },
};

export function decodeBytes(bytes: Uint8Array, name: string | null): Decoded {
  const said = (name ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  const charset = aliases[said] ?? said;
  if (charset === 'us-ascii' || charset === 'utf-8' || charset === 'utf8') {
    const isSaid = charset !== 'us-ascii';
    return decodeUtf8(bytes, isSaid);
  }
  if (charset === 'iso-2022-kr') return { text: decodeShifted(bytes), guessed: false };
  if (charset === 'hz-gb-2312') return { text: decodeHz(bytes), guessed: false };
  // An unmarked text of 16 bits is little-endian on the web, but big-endian in mail (RFC 2781).
  if (charset === 'utf-16' && !hasMark(bytes)) return decodeBytes(bytes, 'utf-16be');
  try {
    return { text: new TextDecoder(charset).decode(bytes), guessed: false };
  } catch {
    if (iconv.encodingExists(charset))
      return { text: iconv.decode(Buffer.from(bytes), charset), guessed: false };
    return { ...decodeUtf8(bytes, false), guessed: true };
  }
}

/** What is not UTF-8 is read as Windows-1252, of which no byte is wrong. */
function decodeUtf8(bytes: Uint8Array, isSaid: boolean): Decoded {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), guessed: false };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), guessed: isSaid };
  }
}

function hasMark([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** RFC 1557: between SO and SI, pairs of EUC-KR without their high bits. */
function decodeShifted(bytes: Uint8Array): string {
  const decoding: number[] = [];
  let isShifted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x1b && bytes[at + 1] === 0x24 && bytes[at + 2] === 0x29) at += 3;
    else if (byte === 0x0e) isShifted = true;
    else if (byte === 0x0f) isShifted = false;
    else decoding.push(isShifted && byte > 0x20 ? byte | 0x80 : byte);
  }
  return new TextDecoder('euc-kr').decode(Uint8Array.from(decoding));
}

/** RFC 1843: between `~{` and `~}`, pairs of GB 2312 without their high bits. */
function decodeHz(bytes: Uint8Array): string {
  const decoding: number[] = [];
  let isShifted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1];
    if (byte === 0x7e && (next === 0x7b || next === 0x7d || next === 0x7e || next === 0x0a)) {
      if (next === 0x7e) decoding.push(byte);
      else if (next !== 0x0a) isShifted = next === 0x7b;
      at += 1;
    } else decoding.push(isShifted && byte > 0x20 ? byte | 0x80 : byte);
  }
  return new TextDecoder('gbk').decode(Uint8Array.from(decoding));
}
