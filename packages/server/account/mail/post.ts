// Sends e-mail about signing in. Sends none if the account has no mail server. A failure is only
// logged, because an administrator can always create a link instead.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Letter, MailOf } from '@opportune/core/ports/mail.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

export type Post = (account: AccountId, letter: Letter) => Promise<void>;

export function createPost(mailOf: MailOf, log: Log): Post {
  return async (account, letter) => {
    try {
      const mail = await mailOf(account);
      if (mail.configured) await mail.send(letter);
    } catch (error) {
      log.warn('an e-mail was not sent', { reason: String(error) });
    }
  };
}
