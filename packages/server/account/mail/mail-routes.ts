// REST of e-mail: whether an account's letters can be sent, a letter that tries it, and a mail server of
// the account's own. No answer holds its password.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import {
  MailServerSettings,
  MailState,
  MailTest,
  RevisedMailServer,
} from '@opportune/protocol/rest/mail.ts';
import { languageOfRequest } from '../../http/browser/accept-language.ts';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { saveWhole, savedWhole, withRevision } from '../../http/rest/whole-document.ts';
import { trial } from '../sign-in/letters.ts';
import type { AccountMail } from './account-mail.ts';

const tags = ['Account'];
/** Characters of what the mail server said. */
const saidLength = 300;

export function addMailRoutes(app: App, mail: AccountMail, budgets: Budgets): void {
  addServerRoutes(app, mail);
  app.get(
    '/api/v1/mail',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Whether letters can be sent, and who from',
        response: { 200: MailState },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const { configured, sender } = await mail.of(account);
      return { configured, sender: sender ?? null, own: await mail.isOwn(account) };
    },
  );
  app.post(
    '/api/v1/mail/test',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Send yourself a letter, to try the mail server',
        description:
          'Refused with `mail.not_configured` without a mail server, and with `mail.failed` and what it said where it does not take the letter.',
        response: { 200: MailTest },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      const { configured, send } = await mail.of(account);
      if (!configured) throw refuse('mail.not_configured');
      const trialOf = { budget: 'mail.trial', payer: account, amount: 1 } as const;
      const retryAfterMs = budgets.charge([trialOf]);
      if (retryAfterMs > 0) throw refuse('rate.mail', { retryAfterMs });
      const letter = trial(user, user.language ?? languageOfRequest(request.headers));
      await send(letter).catch((error: unknown) => {
        throw refuse('mail.failed', { detail: saidBy(error) });
      });
      return { to: user.email };
    },
  );
}

function addServerRoutes(app: App, mail: AccountMail): void {
  app.get(
    '/api/v1/mail/server',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: "The account's own mail server",
        response: { 200: RevisedMailServer },
      },
    },
    async (request) =>
      withRevision(MailServerSettings, await mail.current(principalOf(request).account)),
  );
  app.put(
    '/api/v1/mail/server',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: "Change the account's own mail server",
        description: `The password is stored sealed, and no answer holds it. Null: letters leave through the installation's mail server. ${savedWhole}`,
        headers: IfMatch,
        body: MailServerSettings,
        response: { 200: RevisedMailServer },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return saveWhole(request, MailServerSettings, {
        read: () => mail.current(account),
        write: () => mail.change(account, user.id, request.body),
      });
    },
  );
}

function saidBy(error: unknown): string {
  const said = (error instanceof Error ? error.message : String(error)).slice(0, saidLength);
  return `The mail server did not take the letter: ${said}`;
}
