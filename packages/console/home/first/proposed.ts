// What the browser proposes for an account: its time zone, and the currency of its region. Pure.

/** Currencies by region. Only where the region is enough to tell. */
const byRegion: Readonly<Record<string, readonly string[]>> = {
  EUR: [
    'AT',
    'BE',
    'CY',
    'DE',
    'EE',
    'ES',
    'FI',
    'FR',
    'GR',
    'HR',
    'IE',
    'IT',
    'LT',
    'LU',
    'LV',
  ].concat(['MT', 'NL', 'PT', 'SI', 'SK']),
  AUD: ['AU'],
  BRL: ['BR'],
  CAD: ['CA'],
  CHF: ['CH', 'LI'],
  CLP: ['CL'],
  COP: ['CO'],
  CZK: ['CZ'],
  DKK: ['DK'],
  GBP: ['GB'],
  HUF: ['HU'],
  INR: ['IN'],
  JPY: ['JP'],
  MXN: ['MX'],
  NOK: ['NO'],
  NZD: ['NZ'],
  PLN: ['PL'],
  RON: ['RO'],
  SEK: ['SE'],
  USD: ['EC', 'PA', 'PR', 'SV', 'US'],
  ZAR: ['ZA'],
};

/** Of the first language that names a region with a known currency, else `usual`. */
export function proposedCurrency(languages: readonly string[], usual: string): string {
  for (const language of languages) {
    const region = regionOf(language);
    const found = Object.entries(byRegion).find(([, regions]) => regions.includes(region));
    if (found !== undefined) return found[0];
  }
  return usual;
}

function regionOf(language: string): string {
  try {
    return new Intl.Locale(language).region ?? '';
  } catch {
    return '';
  }
}
