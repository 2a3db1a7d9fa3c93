// The kind *e-mail*. The channel that every account has only sends: through the mail server of the account
// or of the installation. A mailbox that an administrator connects also receives, by IMAP or from a system
// that posts letters, and answers from its own address.
import type {
  ChannelAdapter,
  Opened,
  SendOrder,
  SendOutcome,
} from '@opportune/core/ports/channel.ts';
import { type MailOf, outcomeOf } from '@opportune/core/ports/mail.ts';
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
import { answerLetter } from './answer-letter.ts';
import { openMailbox, type MailboxUse } from './open-mailbox.ts';

/** Words alone: files are lines with where they are. A mail server tells nothing of what it took. */
export const emailCapabilities = Capabilities.parse({ text: { most: channelLimits.longestText } });

export const mailboxCapabilities = Capabilities.parse({
  text: { most: channelLimits.longestText },
  files: { types: ['*'], mostBytes: attachmentLimits.sizeBytes },
});

/** Mail servers take a burst for spam. */
const rates = [{ of: 'channel', most: 10, perMs: 1000 }] as const;

export interface EmailParts extends MailboxUse {
  readonly mailOf: MailOf;
}

export function createEmailKind(use: EmailParts): ChannelAdapter {
  return {
    kind: 'email',
    open(stored) {
      const { account, settings, secret, capabilities } = stored;
      if (isMailbox(settings)) {
        const opened = openMailbox(use, stored);
        const can = capabilities ?? mailboxCapabilities;
        return opened === null ? null : { ...opened, capabilities: can, rates, together: true };
      }
      if (secret !== null) return null;
      return overMailOf(use, account);
    },
  };
}

/** Only sends, over the mail server of the account. */
function overMailOf(use: EmailParts, account: AccountId): Opened {
  return {
    capabilities: emailCapabilities,
    ...{ rates, together: true, route: null },
    verify: () => ({ type: 'refused', why: 'signature' }),
    items: () => [],
    send: (order) => send(use.mailOf, account, order),
  };
}

/** The channel that every account has has no address of its own. */
export function isMailbox(settings: unknown): boolean {
  return typeof settings === 'object' && settings !== null && 'address' in settings;
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
