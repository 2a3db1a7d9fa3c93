// What a delivery report (RFC 3464) says of a letter of ours. Only its own Message-ID counts: nobody else
// knows it, so nobody else can report it.
import type { Mac } from '@opportune/core/mail/thread/mac.ts';
import { readMessageId } from '@opportune/core/mail/thread/message-id.ts';
import type { Happened } from '@opportune/core/ports/channel.ts';
import type { DeliveryReason } from '@opportune/protocol/channel/delivery.ts';
import type { Bounce, Report } from '../reading/kind/bounce.ts';

type Receipt = Extract<Happened, { type: 'receipt' }>;

/** None: it is of no letter of ours, or says nothing final. */
export function receiptOf({ original, reports }: Bounce, mac: Mac): readonly Receipt[] {
  if (original === null || readMessageId(original, mac) === null) return [];
  const of = { type: 'receipt', externalId: original, reference: null } as const;
  const failed = reports.find(({ action }) => action === 'failed');
  if (failed !== undefined || reports.length === 0) {
    const [reason, detail] = [reasonOf(failed), detailOf(failed)];
    return [{ ...of, state: 'failed', reason, detail }];
  }
  const isThere = reports.every(({ action }) => action === 'delivered');
  return isThere ? [{ ...of, state: 'delivered' }] : [];
}

/** RFC 3463, section 3. */
function reasonOf(report: Report | undefined): DeliveryReason {
  const status = report?.status ?? '';
  if (status.startsWith('5.1.')) return 'no-such-address';
  if (status === '5.3.4') return 'too-large';
  if (status.startsWith('4.')) return 'unreachable';
  return 'not-taken';
}

function detailOf(report: Report | undefined): string {
  if (report === undefined) return '';
  const { recipient, diagnostic, status } = report;
  const said = diagnostic === '' ? status : diagnostic;
  return [recipient, said].filter((each) => each !== '').join(': ');
}
