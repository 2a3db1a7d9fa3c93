// Tells the administrators by e-mail that a webhook was paused because its receiver fails. Without a
// mail server, the page of webhooks and the API tell.
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { SpokenLanguage } from '@opportune/protocol/rest/common.ts';
import { lettersIn } from '@opportune/words/letters.ts';
import type { StoredWebhook } from './webhook-rows.ts';

export interface LetterParts {
  readonly records: Records;
  readonly mailOf: MailOf;
  readonly publicUrl: () => string;
  readonly log: Log;
}

/** One letter for each administrator, in their language. A failure is logged. */
export async function writePaused(
  { records, mailOf, publicUrl, log }: LetterParts,
  account: AccountId,
  { name }: Pick<StoredWebhook, 'name'>,
): Promise<void> {
  const mail = await mailOf(account);
  if (!mail.configured) return;
  const people = await records.withAccount(account, administrators);
  const link = `${publicUrl()}/settings/webhooks`;
  for (const { email, language } of people) {
    const words = lettersIn(SpokenLanguage.safeParse(language).data ?? 'en').webhookPaused;
    const letter = { to: email, subject: words.subject(name), text: words.text(name, link) };
    await mail.send(letter).catch((error: unknown) => {
      log.warn('an e-mail was not sent', { reason: String(error) });
    });
  }
}

function administrators(sql: Sql) {
  return sql.rows<{ email: string; language: string | null }>(
    `SELECT email, language FROM users
     WHERE role = 'administrator' AND kind = 'person' AND NOT disabled ORDER BY id`,
  );
}
