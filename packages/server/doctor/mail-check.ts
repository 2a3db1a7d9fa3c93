// Checks the mail server: whether it accepts the sign-in, by TLS if it is on another machine. Sends
// nothing.
import { reasonOf } from '../adapter/engine-error.ts';
import { checkSmtp } from '../adapter/mail-smtp.ts';
import type { Config } from '../config.ts';
import { type Finding, failed, ok, warning } from './finding.ts';

export async function checkMail({
  smtpUrl,
  smtpPlaintext,
}: Pick<Config, 'smtpUrl' | 'smtpPlaintext'>): Promise<Finding> {
  if (smtpUrl === undefined)
    return warning('no mail server is configured', 'Set OPPORTUNE_SMTP_URL to send e-mail.');
  try {
    await checkSmtp(smtpUrl, smtpPlaintext);
    return ok(`the mail server ${new URL(smtpUrl).host} lets us in`);
  } catch (error) {
    return failed(
      `the mail server cannot be used: ${reasonOf(error)}`,
      'Check OPPORTUNE_SMTP_URL.',
    );
  }
}
