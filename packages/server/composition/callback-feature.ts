// Builds call backs, with their telephones and their e-mails.
import { type CallbackFeature, createCallbackFeature } from '../callback/feature.ts';
import { createCallbackLinks } from '../callback/letters/callback-links.ts';
import type { CallbackDependencies, LetterParts, Telephones } from '../callback/seams.ts';
import type { Ground } from '../ground.ts';

interface Neighbours extends Pick<CallbackDependencies, 'desks' | 'calls' | 'mailOf'> {
  /** They exist once channels do, at the time of use. */
  readonly telephones: () => Telephones;
  readonly placeOf: LetterParts['placeOf'];
}

export function callbackIn(
  ground: Ground,
  { desks, calls, mailOf, telephones, placeOf }: Neighbours,
): CallbackFeature {
  const { world, records, jobs, permission, publicUrl, budgets, clientAddress, secrets } = ground;
  return createCallbackFeature({
    ...{ world, records, jobs, desks, calls, mailOf, store: ground.conversations },
    telephones: foundAtUse(telephones),
    letters: {
      ...{ permission, publicUrl, budgets, clientAddress, placeOf },
      links: createCallbackLinks(secrets.visitorTokenKey),
    },
  });
}

function foundAtUse(telephones: () => Telephones): Telephones {
  return {
    channelOf: (account) => telephones().channelOf(account),
    isSetUp: (...of) => telephones().isSetUp(...of),
    refusal: (...at) => telephones().refusal(...at),
    daytimeOf: (...at) => telephones().daytimeOf(...at),
    callableFrom: (...at) => telephones().callableFrom(...at),
    textsOf: (account) => telephones().textsOf(account),
    text: (...to) => telephones().text(...to),
  };
}
