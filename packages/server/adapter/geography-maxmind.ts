// The geography port on a MaxMind database (GeoLite2 City or Country, .mmdb) that the administrator
// supplies. Without one every place is unknown. Addresses are looked up and never kept.
import { open, type CityResponse, type Reader } from 'maxmind';
import { isIP } from 'node:net';
import type { Geography } from '@opportune/core/ports/geography.ts';
import { EngineError, reasonOf } from './engine-error.ts';

/** Opens the database at `file`. Null: not configured. Throws `start.option_invalid`. */
export async function openGeography(file: string | null): Promise<Geography> {
  if (file === null) return { configured: false, locate: () => null };
  const reader = await open<CityResponse>(file, {
    watchForUpdates: true,
    watchForUpdatesNonPersistent: true,
  }).catch((cause: unknown) => {
    const what = `OPPORTUNE_GEOGRAPHY names no database that can be read: ${reasonOf(cause)}`;
    throw new EngineError('start.option_invalid', what, cause);
  });
  return { configured: true, locate: (address) => locate(reader, address) };
}

function locate(reader: Reader<CityResponse>, address: string): ReturnType<Geography['locate']> {
  const version = isIP(address);
  // A database of IPv4 alone would answer any IPv6 address with a place of somebody else.
  if (version === 0 || (version === 6 && reader.metadata.ipVersion === 4)) return null;
  const found = reader.get(address);
  if (found === null) return null;
  return {
    country: found.country?.iso_code ?? found.registered_country?.iso_code ?? null,
    region: found.subdivisions?.[0]?.iso_code ?? null,
    city: found.city?.names.en ?? null,
  };
}
