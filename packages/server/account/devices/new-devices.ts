// Informs users of a sign-in from a new device: when, and with roughly which client. The e-mail is
// sent after the response. If it cannot be sent, the log says so.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import type { Language } from '@opportune/words/language.ts';
import { newDevice } from '../sign-in/letters.ts';
import type { Post } from '../mail/post.ts';
import type { ConfigurationChanges } from '../seams.ts';
import { clientName } from './client-name.ts';
import type { SignInPlaces } from './sign-in-places.ts';

interface Client {
  readonly prefix: string;
  readonly userAgent: string | undefined;
  readonly language: Language;
}

export interface NewDevices {
  /** Records from where a user signs in. True if neither device nor place is known. */
  note(
    sql: Sql,
    account: AccountId,
    user: string,
    client: Client,
    isKnown: boolean,
  ): Promise<boolean>;
  /** Sends the e-mail in the background. */
  report(account: AccountId, user: User, client: Client): void;
}

export interface NewDevicesParts {
  readonly clock: Clock;
  readonly places: SignInPlaces;
  readonly log: Log;
  readonly post: Post;
  readonly configurations: Pick<ConfigurationChanges, 'current'>;
  readonly publicUrl: () => string;
}

export function createNewDevices(parts: NewDevicesParts): NewDevices {
  const { clock, places, log, post, configurations, publicUrl } = parts;

  async function write(account: AccountId, user: User, client: Client): Promise<void> {
    const at = clock.now();
    const { timeZone } = (await configurations.current(account)).settings;
    const language = user.language ?? client.language;
    await post(
      account,
      newDevice(user, language, {
        when: { at, timeZone },
        client: clientName(client.userAgent),
        console: publicUrl(),
      }),
    );
  }

  return {
    async note(sql, account, user, { prefix, userAgent }, isKnown) {
      const visit = { account, user, prefix, client: clientName(userAgent) };
      const wasThere = await places.note(sql, visit);
      return !isKnown && !wasThere;
    },
    report(account, user, client) {
      write(account, user, client).catch((error: unknown) =>
        log.warn('a new device was not reported', { reason: String(error) }),
      );
    },
  };
}
