// The geography port on a MaxMind database (GeoLite2 City or Country, .mmdb) that the administrator
// supplies. Without one every place is unknown. Addresses are looked up and never kept.
import { open, type CityResponse, type Reader } from 'maxmind';
import { isIP } from 'node:net';
import type { Geography } from '@opportune/core/ports/geography.ts';

/** Opens the database at `file`; rejects where it cannot be read. Null: not configured. */
export async function openGeography(file: string | null): Promise<Geography> {
  if (file === null) return { configured: false, locate: () => null };
  const reader = await open<CityResponse>(file, {
    watchForUpdates: true,
    watchForUpdatesNonPersistent: true,
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
