// The rules of taking up conversations again, by REST, for managers to change.
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import { Reopening, RevisedReopening } from '@opportune/protocol/rest/conversation/reopening.ts';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../../http/rest/whole-document.ts';
import type { ReopeningRules } from './reopening.ts';

export function reopeningRoutes(app: App, rules: ReopeningRules): void {
  const tags = ['Conversations'];
  app.get(
    '/api/v1/reopening',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'How long after its end a conversation may be taken up again',
        response: { 200: RevisedReopening },
      },
    },
    async (request) => withRevision(Reopening, await rules.of(principalOf(request).account)),
  );
  app.put(
    '/api/v1/reopening',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Change how long after its end a conversation may be taken up again',
        description: savedWhole,
        headers: IfMatch,
        body: Reopening,
        response: { 200: RevisedReopening },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      return saveWhole(request, Reopening, {
        read: () => rules.of(account),
        write: () => rules.change(account, request.body),
      });
    },
  );
}
