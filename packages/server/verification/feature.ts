// Builds verification: agents ask contacts to show that two addresses are theirs, over REST, and what
// contacts answer is heard from the page and from conversations.
import type { PageVerifications } from '@opportune/core/ports/conversation/verification.ts';
import { type AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import {
  AskVerification,
  CallerCode,
  CallerCodeResult,
  Verification,
  VerificationList,
} from '@opportune/protocol/rest/contact/verifications.ts';
import { z } from 'zod';
import type { Feature } from '../http/feature.ts';
import { found, refuse } from '../http/problem/refusal.ts';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import { askVerification } from './ask.ts';
import { answerPage, hearCode, openPage, typedCode } from './hear.ts';
import type { Heard, VerificationParts } from './seams.ts';
import { shownVerification, verificationsIn } from './verification-rows.ts';

export interface VerificationFeature extends Feature {
  readonly page: PageVerifications;
  /** Never rejects. */
  heard(account: AccountId, said: Heard): Promise<void>;
  /** Whether what a caller typed is the code that was sent to their contact. It takes effect. */
  typed(account: AccountId, conversation: ConversationId, digits: string): Promise<boolean>;
}

export function createVerificationFeature(use: VerificationParts): VerificationFeature {
  const { log } = use.world;
  const noted = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) =>
      log.error('a verification was not taken', { reason: String(error) }),
    );
  return {
    name: 'verification',
    routes: (app) => addRoutes(app, use),
    page: {
      opened: (link, page) => void noted(openPage(use, link, page)),
      answered: (link, id, isYes) => void noted(answerPage(use, link, { id, isYes })),
    },
    heard: (account, said) => noted(hearCode(use, account, said)),
    typed: (...of) => typedCode(use, ...of),
  };
}

const common = { tag: 'Contacts', access: 'agent' } as const;

function addRoutes(app: App, use: VerificationParts): void {
  operation(app, 'GET /conversations/:id/verifications', {
    ...common,
    id: 'listContactVerifications',
    summary: 'What the contact of a conversation was asked to verify, newest first',
    params: z.object({ id: ConversationId }),
    answer: VerificationList,
    async handle({ account, params: { id } }) {
      found(await use.conversations.load(account, id));
      const now = use.world.clock.now();
      const rows = await use.records.withAccount(account, (sql) => verificationsIn(sql, id));
      return { items: rows.map((row) => shownVerification(row, now)) };
    },
  });
  operation(app, 'POST /conversations/:id/caller-code', {
    ...common,
    id: 'enterCallerCode',
    summary: 'Enter the code that a caller says',
    description:
      'The code that the page shows to somebody who calls by telephone, or the one that was sent to a verified address of theirs. If it is right, the conversation has the visitor of that page. You must have the conversation.',
    params: z.object({ id: ConversationId }),
    body: CallerCode,
    answer: CallerCodeResult,
    errors: ['request.conflict', 'conversation.ended', 'conversation.not_yours'],
    async handle({ account, principal, params: { id }, body }) {
      const talk = found(await use.conversations.load(account, id));
      const refused = await use.desk.mayWrite(account, principal.user.id, id);
      if (refused !== null) throw refuse(refused);
      if (!(await use.channels.isTelephone(account, talk.channel)))
        throw refuse('request.conflict', { detail: 'Only callers by telephone say codes.' });
      return { result: await use.saidInCall({ account, conversation: id }, body.code) };
    },
  });
  operation(app, 'POST /contact-verifications', {
    ...common,
    id: 'askContactVerification',
    summary: 'Ask a contact to verify that two addresses are theirs',
    description:
      'By a link to one of your sites, which is sent in the conversation and opened where they are signed in. Or by a code of six digits, which is sent to another address and written in the conversation. You must have the conversation.',
    body: AskVerification,
    answer: Verification,
    status: 201,
    errors: [
      ...([
        'request.conflict',
        'brand.no_origin',
        'contact.address_closed',
        'contact.not_verified',
        'rate.account',
      ] as const),
      ...(['conversation.ended', 'conversation.not_yours', 'contact.opted_out'] as const),
    ],
    handle: ({ principal, body }) => askVerification(use, principal, body),
  });
}
