// Seals another refresh token of a mailbox, which its provider sent in place of the former one. The channel
// is not changed by that: whoever has it open goes on.
import type { Records } from '@opportune/core/ports/records.ts';
import type { Sealing } from '../../../sealing/sealing.ts';
import { findChannel } from '../../channel-rows.ts';
import { placeOf } from '../../channel-secrets.ts';
import { readMailbox } from '../mailbox.ts';
import type { EmailParts } from '../email-channel.ts';

export interface RotatedParts {
  readonly records: Records;
  readonly sealing: Sealing;
}

/** No effect if somebody has entered another token since. */
export function keepRotated({ records, sealing }: RotatedParts): EmailParts['rotated'] {
  return (account, id, { from, to }) =>
    records.withAccount(account, async (sql) => {
      const stored = await findChannel(sql, id);
      const sealed = stored?.secret ?? null;
      if (stored === null || sealed === null) return;
      const place = placeOf(account, id);
      const secrets = readMailbox(stored.settings, sealing.open(sealed, place))?.secrets;
      if (secrets?.oauth?.refreshToken !== from) return;
      const next = { ...secrets, oauth: { ...secrets.oauth, refreshToken: to } };
      await sql.run('UPDATE channels SET secret = $2 WHERE id = $1 AND secret = $3', [
        ...[id, sealing.seal(JSON.stringify(next), place), sealed],
      ]);
    });
}
