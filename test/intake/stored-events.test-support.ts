// Events as they are stored, column by column.
import type { TestCollect } from './collect.test-support.ts';

export interface StoredEvent {
  readonly visitor: string;
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly trust: string;
  readonly at: string;
  readonly url: string;
  readonly path: string;
  readonly title: string;
  readonly search: string;
  readonly referrer: string;
  readonly properties: string;
  readonly user_id: string;
  readonly device: string;
  readonly browser: string;
  readonly os: string;
  readonly language: string;
  readonly time_zone: string;
  readonly country: string;
  readonly bot: number;
}
const columns =
  'visitor, id, kind, name, trust, toString(at) AS at, url, path, title, search, referrer, properties, user_id, device, browser, os, language, time_zone, country, bot';

/** The events for which `where` holds, in the order of their arrival. */
export async function storedEvents(
  { engines, account }: TestCollect,
  where: string,
  params: Readonly<Record<string, unknown>>,
): Promise<readonly StoredEvent[]> {
  return engines.facts.query<StoredEvent>(
    account,
    `SELECT ${columns} FROM $events WHERE ${where} ORDER BY ordinal`,
    params,
  );
}
