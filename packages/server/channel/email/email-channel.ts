// The kind *e-mail*: what agents answer leaves as a letter, through the mail server of the account or of
// the installation. Nothing is received over it: who replies to a letter writes to its author's own address.
import type {
  ChannelAdapter,
  Opened,
  SendOrder,
  SendOutcome,
} from '@opportune/core/ports/channel.ts';
import { type MailOf, outcomeOf } from '@opportune/core/ports/mail.ts';
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { channelLimits } from '@opportune/protocol/limits.ts';
import { answerLetter } from './answer-letter.ts';

/** Words alone: files are lines with where they are. A mail server tells nothing of what it took. */
export const emailCapabilities = Capabilities.parse({ text: { most: channelLimits.longestText } });

export function createEmailKind(mailOf: MailOf): ChannelAdapter {
  return {
    kind: 'email',
    open: ({ account }) =>
      ({
        capabilities: emailCapabilities,
        // Mail servers take a burst for spam.
        rates: [{ of: 'channel', most: 10, perMs: 1000 }],
        together: true,
        route: null,
        verify: () => ({ type: 'refused', why: 'signature' }),
        items: () => [],
        send: (order) => send(mailOf, account, order),
      }) satisfies Opened,
  };
}

const noServer = 'No mail server is set up.';

async function send(mailOf: MailOf, account: AccountId, order: SendOrder): Promise<SendOutcome> {
  const mail = await mailOf(account);
  if (!mail.configured) return { type: 'unreachable', detail: noServer, externalIds: [] };
  const letter = answerLetter(order, await order.around());
  try {
    await mail.send(letter, order.withinMs);
  } catch (error) {
    return { ...outcomeOf(error), externalIds: [] };
  }
  return { type: 'sent', externalIds: [order.reference] };
}
