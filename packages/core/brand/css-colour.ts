// Reads one colour as CSS writes it: hex, rgb() and hsl(). Each text is short, so that the work is
// bounded.

/** The longest text that is read as a colour. */
const mostLength = 64;

/** `#rrggbb`. Null for anything else, and for a colour that is mostly transparent. */
export function readColour(text: string): string | null {
  const written = text.trim().toLowerCase();
  if (written.length > mostLength) return null;
  if (written.startsWith('#')) return readHex(written.slice(1));
  const open = written.indexOf('(');
  if (open < 0 || !written.endsWith(')')) return null;
  const parts = written
    .slice(open + 1, -1)
    .split(/[\s,/]/)
    .filter((part) => part !== '');
  if (parts.length !== 3 && parts.length !== 4) return null;
  if (parts[3] !== undefined && !isOpaque(amount(parts[3], 1))) return null;
  const name = written.slice(0, open);
  if (name === 'rgb' || name === 'rgba')
    return hexOf(parts.slice(0, 3).map((each) => amount(each, 255)));
  if (name === 'hsl' || name === 'hsla') return readHsl(parts);
  return null;
}

function readHex(digits: string): string | null {
  if (!/^[0-9a-f]+$/.test(digits)) return null;
  const isShort = digits.length === 3 || digits.length === 4;
  const whole = isShort ? [...digits].map((digit) => digit + digit).join('') : digits;
  if (whole.length !== 6 && whole.length !== 8) return null;
  const alpha = whole.length === 8 ? parseInt(whole.slice(6), 16) / 255 : 1;
  return isOpaque(alpha) ? `#${whole.slice(0, 6)}` : null;
}

const isOpaque = (alpha: number | null): boolean => alpha !== null && alpha >= 0.5;

/** A number, or a share of `whole` in percent. */
function amount(text: string, whole: number): number | null {
  const isShare = text.endsWith('%');
  const value = Number(isShare ? text.slice(0, -1) : text);
  if (text === '' || text === '%' || !Number.isFinite(value)) return null;
  return isShare ? (value / 100) * whole : value;
}

function readHsl([hueText = '', saturationText = '', lightText = '']: readonly string[]):
  | string
  | null {
  const hue = amount(hueText.endsWith('deg') ? hueText.slice(0, -3) : hueText, 360);
  const [saturation, light] = [shareOf(saturationText), shareOf(lightText)];
  if (hue === null || saturation === null || light === null) return null;
  const reach = saturation * Math.min(light, 1 - light);
  const part = (from: number): number => {
    const place = (((from + hue / 30) % 12) + 12) % 12;
    return 255 * (light - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1)));
  };
  return hexOf([part(0), part(8), part(4)]);
}

/** 0 to 1. The percent sign may be left out. */
function shareOf(text: string): number | null {
  const value = amount(text.endsWith('%') ? text.slice(0, -1) : text, 1);
  return value === null ? null : Math.min(1, Math.max(0, value / 100));
}

function hexOf(parts: readonly (number | null)[]): string | null {
  let hex = '#';
  for (const part of parts) {
    if (part === null) return null;
    const whole = Math.round(Math.min(255, Math.max(0, part)));
    hex += whole.toString(16).padStart(2, '0');
  }
  return hex;
}

/** Whether a colour is a grey, or close to black or white. */
export function isNeutral(hex: string): boolean {
  const value = parseInt(hex.slice(1), 16);
  const parts = [(value >> 16) & 255, (value >> 8) & 255, value & 255];
  const [least, most] = [Math.min(...parts), Math.max(...parts)];
  const light = (least + most) / 2;
  return most - least < 24 || light < 16 || light > 242;
}
