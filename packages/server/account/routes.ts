// The REST routes of this feature, in the order of the API document. Each declares who may use it.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { App } from '../http/rest/app.ts';
import { addOperatorRoutes, addSettingsRoutes } from './account-routes.ts';
import type { Accounts } from './accounts.ts';
import type { AccountMail } from './mail/account-mail.ts';
import { addMailRoutes } from './mail/mail-routes.ts';
import {
  addPasswordRoutes,
  addSessionRoutes,
  type SessionRoutesParts,
} from './sign-in/session-routes.ts';
import { addTokenRoutes } from './tokens/token-routes.ts';
import type { Tokens } from './tokens/tokens.ts';
import { addUserRoutes } from './users/user-routes.ts';
import type { Users } from './users/users.ts';

export interface AccountRoutesParts extends SessionRoutesParts {
  readonly accounts: Accounts;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly mail: AccountMail;
  readonly budgets: Budgets;
}

export function addAccountRoutes(app: App, parts: AccountRoutesParts): void {
  addSessionRoutes(app, parts);
  addPasswordRoutes(app, parts);
  addUserRoutes(app, parts.users);
  addTokenRoutes(app, parts.tokens);
  addSettingsRoutes(app, parts.accounts);
  addMailRoutes(app, parts.mail, parts.budgets);
  addOperatorRoutes(app, parts.accounts);
}
