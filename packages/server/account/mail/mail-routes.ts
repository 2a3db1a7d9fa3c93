// REST of e-mail: whether an account can send mail, a test message, and the account's own mail
// server. No response contains its password.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import {
  MailServerSettings,
  MailState,
  MailTest,
  RevisedMailServer,
} from '@opportune/protocol/rest/mail.ts';
import { languageOfRequest } from '../../http/browser/accept-language.ts';
import type { App } from '../../http/rest/app.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { trial } from '../sign-in/letters.ts';
import type { AccountMail } from './account-mail.ts';
import { operation } from '../../http/rest/operation.ts';
import { resource } from '../../http/rest/resource.ts';

const tag = 'Account';
/** The most characters shown of the mail server's message. */
const saidLength = 300;

export function addMailRoutes(app: App, mail: AccountMail, budgets: Budgets): void {
  resource(app, {
    tag,
    name: 'MailServer',
    item: '/mail/server',
    readers: 'administrator',
    writers: 'administrator',
    saved: MailServerSettings,
    answer: RevisedMailServer,
    read: ({ account }) => mail.current(account),
    get: { summary: "The account's own mail server" },
    replace: {
      summary: "Change the account's own mail server",
      description:
        "The password is stored encrypted and never returned. Null: e-mail goes through the installation's mail server.",
      handle: ({ account, user, body, unchanged }) =>
        mail.change(account, user.id, body, unchanged),
    },
  });
  operation(app, 'GET /mail', {
    id: 'getMail',
    tag,
    access: 'agent',
    summary: 'Whether e-mail can be sent, and by whom',
    answer: MailState,
    async handle({ account }) {
      const { configured, sender } = await mail.of(account);
      return { configured, sender: sender ?? null, own: await mail.isOwn(account) };
    },
  });
  operation(app, 'POST /mail/test', {
    id: 'sendTestMail',
    tag,
    access: 'administrator',
    summary: 'Send yourself an e-mail to test the mail server',
    description:
      'Refused with `mail.not_configured` without a mail server, and with `mail.failed` and the mail server’s reason if it does not accept the e-mail.',
    answer: MailTest,
    errors: ['mail.not_configured', 'mail.failed', 'rate.mail'],
    async handle({ account, user, request }) {
      const { configured, send } = await mail.of(account);
      if (!configured) throw refuse('mail.not_configured');
      const trialOf = { budget: 'mail.trial', payer: account, amount: 1 } as const;
      const retryAfterMs = budgets.charge([trialOf]);
      if (retryAfterMs > 0) throw refuse('rate.mail', { retryAfterMs });
      const letter = trial(user, user.language ?? languageOfRequest(request.headers));
      await send(letter).catch((error: unknown) => {
        throw refuse('mail.failed', { detail: saidBy(error) });
      });
      return { to: letter.to };
    },
  });
}

function saidBy(error: unknown): string {
  const said = (error instanceof Error ? error.message : String(error)).slice(0, saidLength);
  return `The mail server did not accept the e-mail: ${said}`;
}
