// Fields of conversations on real records, for tests of the features that fill them.
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { createGivenFields } from '../archive/labels/given-fields.ts';
import { createLabels } from '../archive/labels/labels.ts';

export function openFields(records: Records, { ids, clock }: Pick<World, 'ids' | 'clock'>) {
  return { labels: createLabels(records, ids, clock), keep: createGivenFields(records, clock) };
}
