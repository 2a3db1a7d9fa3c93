// The zones of a page by number, so that the path of every event indexes a short list by them.
import type { Zone } from '@opportune/protocol/campaign.ts';

export const zoneNames: readonly Zone[] = ['corner', 'edge', 'centre', 'top', 'inline'];

export function zoneNumber(zone: Zone): number {
  return zoneNames.indexOf(zone);
}
