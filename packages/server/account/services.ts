// Creates the services of accounts, each once, with their dependencies.
import { createAccounts } from './accounts.ts';
import { createDevices } from './devices/device-cookie.ts';
import { createNewDevices } from './devices/new-devices.ts';
import { createSignInPlaces } from './devices/sign-in-places.ts';
import { createAccountMail } from './mail/account-mail.ts';
import { createPost } from './mail/post.ts';
import { createPasswords } from './passwords/passwords.ts';
import type { AccountParts } from './seams.ts';
import { createLinks } from './sign-in/links.ts';
import { createSessions } from './sign-in/sessions.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createThrottle } from './sign-in/throttle.ts';
import { createTokens } from './tokens/tokens.ts';
import { createForgotten } from './users/forgotten.ts';
import { createUsers } from './users/users.ts';

export type AccountServices = ReturnType<typeof createServices>;

export function createServices({ world, mail: mails, web, secrets, ...parts }: AccountParts) {
  const { records, budgets } = parts;
  const { publicUrl } = web;
  const use = { ...world, ...parts, publicUrl };
  const links = createLinks(records, world.clock);
  const sessions = createSessions(records, world.bus, world.clock);
  const throttle = createThrottle(budgets);
  const passwords = createPasswords(budgets, parts.passwordCost);
  const devices = createDevices(secrets.signInKey);
  const places = createSignInPlaces({ ...use, secret: secrets.signInKey });
  const mail = createAccountMail({ ...use, mail: mails.installation, ownMail: mails.own });
  const post = createPost(mail.of, world.log);
  const newDevices = createNewDevices({ ...use, places, post });
  const shared = { ...use, links, sessions, throttle, passwords, devices, newDevices, post };
  return {
    ...{ mail, places, sessions },
    accounts: createAccounts(shared),
    signIn: createSignIn(shared),
    tokens: createTokens(use),
    users: createUsers(shared),
    forgot: createForgotten({ ...shared, mailOf: mail.of }),
  };
}
