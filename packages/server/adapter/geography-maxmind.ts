// The geography port on a MaxMind database (GeoLite2 City or Country, .mmdb) that the operator
// supplies. Without one every place is unknown. Addresses are looked up and never stored. A newer
// file is used from the next lookup on. If it cannot be read, the previous one stays in use.
import { stat } from 'node:fs/promises';
import { open, type CityResponse, type Reader } from 'maxmind';
import { isIP } from 'node:net';
import type { Geography } from '@opportune/core/ports/geography.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { EngineError, reasonOf } from './engine-error.ts';

/** How often it checks for a newer file. */
const usualLookMs = 5000;

/** Opens the database at `file`. Null: not configured. Throws `start.option_invalid`. */
export async function openGeography(
  file: string | null,
  log: Pick<Log, 'warn'>,
  lookMs = usualLookMs,
): Promise<Geography> {
  if (file === null) return { configured: false, locate: () => null };
  // Taken before reading, so that a replacement during the read counts as newer.
  let read = await stampOf(file);
  let reader = await open<CityResponse>(file).catch((cause: unknown) => {
    const what = `OPPORTUNE_GEOGRAPHY names no database that can be read: ${reasonOf(cause)}`;
    throw new EngineError('start.option_invalid', what, cause);
  });
  const renew = async (): Promise<void> => {
    const stamp = await stampOf(file);
    if (stamp === null || stamp === read) return;
    read = stamp;
    try {
      reader = await open<CityResponse>(file);
    } catch (error) {
      log.warn('a newer geography database cannot be read', { file, reason: reasonOf(error) });
    }
  };
  let renewed = Promise.resolve();
  // The package's own watcher ends the process if it meets a partly written file.
  setInterval(() => (renewed = renewed.then(renew)), lookMs).unref();
  return {
    configured: true,
    locate(address) {
      try {
        return locate(reader, address);
      } catch {
        // A damaged file is no reason to turn a visitor away.
        return null;
      }
    },
  };
}

/** Differs for another file or other content. Null while there is none. */
async function stampOf(file: string): Promise<string | null> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  return found === null ? null : `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`;
}

function locate(reader: Reader<CityResponse>, address: string): ReturnType<Geography['locate']> {
  const version = isIP(address);
  // An IPv4-only database would return wrong places for IPv6 addresses.
  if (version === 0 || (version === 6 && reader.metadata.ipVersion === 4)) return null;
  const found = reader.get(address);
  if (found === null) return null;
  return {
    country: found.country?.iso_code ?? found.registered_country?.iso_code ?? null,
    region: found.subdivisions?.[0]?.iso_code ?? null,
    city: found.city?.names.en ?? null,
  };
}
