// Builds the contacts and connects them: the permissions that an import brings, and who is told of a
// move.
import { type ContactDependencies, createContactFeature } from '../contact/feature.ts';
import type { Moved } from '../contact/move-rows.ts';
import type { ImportedOptIns } from '../contact/transfer/import-batch.ts';
import type { Ground } from '../ground.ts';

export function contactIn(ground: Ground, of: Pick<ContactDependencies, 'masks' | 'moved'>) {
  const { world, records, conversations, jobs, sealing, budgets, permission } = ground;
  return createContactFeature({
    ...{ world, records, conversations, ...of },
    transfer: {
      ...{ jobs, sealing, budgets, passing: ground.memory.passing },
      optIns: {
        isWithdrawn: permission.isWithdrawnSince,
        grant: (...given) => optInImported(ground, ...given),
      },
    },
    tell: (sql, moved) => ground.happened(sql, movingOf(moved)),
  });
}

/** What webhooks are told of a moved contact. */
function movingOf({ to, addresses }: Moved) {
  return { type: 'contact.moved', subject: to, data: { contact: to, addresses } } as const;
}

async function optInImported(
  { permission }: Ground,
  ...[sql, account, to, { by, purpose, place, words, givenAt: at }]: Parameters<
    ImportedOptIns['grant']
  >
): Promise<() => void> {
  const proof = { at, place, words, by, source: 'account', act: 'granted', purpose } as const;
  return permission.change(sql, account, [{ ...to, ...proof }]);
}
