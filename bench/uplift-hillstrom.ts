// Hillstrom's randomised e-mail test as arrivals: what was known of each customer before the mail,
// their random arm, and whether they visited. Source: K. Hillstrom, The MineThatData e-mail
// analytics and data mining challenge (2008), published free by its author.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface MailArrival {
  /** The place in the file, so the same customer has the same name in every ordering. */
  readonly visitor: string;
  readonly features: readonly number[];
  readonly treated: boolean;
  readonly visited: 0 | 1;
}

export type Mail = 'Womens E-Mail' | 'Mens E-Mail';

/**
 * The features, roughly standardised by common knowledge of customer lists, not by the outcomes.
 */
export const MAIL_FEATURES = 10;

/** The customers of one mail and of none (or of another mail). Half of them received it. */
export function mailArrivals(
  file: string,
  mail: Mail,
  against: Mail | 'No E-Mail' = 'No E-Mail',
): readonly MailArrival[] {
  const [heading = '', ...lines] = gunzipSync(readFileSync(file)).toString().trim().split('\n');
  const columns = heading.trim().split(',');
  return lines.flatMap((line, at) => {
    const fields = line.trim().split(',');
    const field = (name: string): string => fields[columns.indexOf(name)] ?? '';
    const segment = field('segment');
    if (segment !== mail && segment !== against) return [];
    const visited = field('visit') === '1' ? 1 : 0;
    const features = featuresOf(field);
    return [{ visitor: `customer-${at}`, features, treated: segment === mail, visited }];
  });
}

function featuresOf(field: (name: string) => string): readonly number[] {
  const is = (name: string, value: string): number => (field(name) === value ? 1 : 0) - 0.5;
  const both = field('mens') === '1' && field('womens') === '1';
  return [
    (Number(field('recency')) - 6) / 3.5,
    Math.log(Number(field('history')) / 150),
    2 * is('mens', '1'),
    2 * is('womens', '1'),
    2 * ((both ? 1 : 0) - 0.1),
    2 * is('newbie', '1'),
    2 * is('zip_code', 'Rural'),
    2 * is('zip_code', 'Urban'),
    2 * is('channel', 'Web'),
    2 * is('channel', 'Multichannel'),
  ];
}
