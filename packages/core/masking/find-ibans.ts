// Where international bank account numbers stand in a text (ISO 13616): country, two check digits,
// and as many letters and digits as the country has, the whole 1 modulo 97.
import type { FoundNumber } from './find-cards.ts';

/** Lengths by country, from the registry of SWIFT (release 99). */
const lengths: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 ' +
    'DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 ' +
    'IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 ' +
    'MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 ' +
    'SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((each) => [each.slice(0, 2), Number(each.slice(2))] as const),
);

/** A country, its check digits, and gaps as people write them. */
const beginning = /(?<![0-9a-z])([a-z]{2})[ \u00a0\u202f-]?[0-9][ \u00a0\u202f-]?[0-9]/gi;
const sign = /[0-9a-z]/i;
const gap = /[ \u00a0\u2009\u202f\r\n\t.-]/;
const gapsInARow = 3;

/** Whether anything begins like one. */
export function mayHoldIban(text: string): boolean {
  return text.length >= 15 && text.search(beginning) >= 0;
}

/** In their order, none overlapping. Each beginning reads at most 34 signs: time is linear. */
export function findIbans(text: string): readonly FoundNumber[] {
  const found: FoundNumber[] = [];
  beginning.lastIndex = 0;
  for (let begun = beginning.exec(text); begun !== null; begun = beginning.exec(text)) {
    const length = lengths.get((begun[1] ?? '').toUpperCase());
    const iban = length === undefined ? null : readIban(text, begun.index, length);
    if (iban === null) {
      beginning.lastIndex = begun.index + 2;
      continue;
    }
    found.push(iban);
    beginning.lastIndex = iban.end;
  }
  return found;
}

function readIban(text: string, start: number, length: number): FoundNumber | null {
  let signs = '';
  let gaps = 0;
  let at = start;
  for (; at < text.length && signs.length < length; at++) {
    const each = text[at] ?? '';
    if (sign.test(each)) {
      signs += each.toUpperCase();
      gaps = 0;
    } else if (!gap.test(each) || ++gaps > gapsInARow) return null;
  }
  if (signs.length < length || sign.test(text[at] ?? '') || !checks(signs)) return null;
  return { start, end: at, lastFour: signs.slice(-4) };
}

/** The first four signs go to the end, letters become 10 to 35 (ISO 7064, MOD 97-10). */
function checks(signs: string): boolean {
  let rest = 0;
  for (const each of signs.slice(4) + signs.slice(0, 4)) {
    const value = Number.parseInt(each, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
