// What a page shows to a visitor who would rather call by telephone: the number, and the code by which
// their call is known as theirs.
import type { Records } from '@opportune/core/ports/records.ts';
import type { DialIn } from '@opportune/core/ports/visitor-chat.ts';
import { listChannels } from '../../channel-rows.ts';
import type { OpenChannels } from '../../open-channels.ts';
import type { TelephoneSide } from '../seams.ts';
import type { CallerProof } from './caller-proof.ts';

export interface DialInParts extends Pick<TelephoneSide, 'refusal'> {
  readonly records: Pick<Records, 'withAccount'>;
  readonly channels: Pick<OpenChannels, 'opened'>;
  readonly proof: Pick<CallerProof, 'show'>;
}

export function createDialIn({ records, channels, proof, refusal }: DialInParts): DialIn {
  return async (link, asksCode) => {
    const { account } = link;
    if ((await refusal(account)) === 'call.off') return null;
    const rows = await records.withAccount(account, listChannels);
    const [number] = rows
      .filter(({ kind, state }) => kind === 'telephone' && state === 'connected')
      .flatMap((row) => channels.opened(account, row)?.dialling?.rules.from ?? []);
    if (number === undefined) return null;
    return { number, code: asksCode ? proof.show(link) : null };
  };
}
