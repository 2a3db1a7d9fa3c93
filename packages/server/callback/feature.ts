// Call backs as a feature: visitors ask for them, agents see, move and cancel them, and jobs keep them.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { JobKind } from '@opportune/core/ports/jobs.ts';
import type { VisitorCallbacks } from '@opportune/core/ports/visitor-chat.ts';
import { caseClosed } from '@opportune/protocol/bus/changes.ts';
import type { Feature } from '../http/feature.ts';
import { callbackKind, reservedKind } from './callback-job.ts';
import { callbackRoutes } from './callback-routes.ts';
import { createCallbackRules } from './callback-settings.ts';
import { Callbacks } from './callbacks.ts';
import { visitorCallbacks } from './for-visitors.ts';
import { letterKind } from './letters/letter-job.ts';
import { textKind } from './letters/text-job.ts';
import { serveCallbacks } from './letters/serve-callback.ts';
import { Keeping } from './keep-promise.ts';
import type { CallbackDependencies } from './seams.ts';

export interface CallbackFeature extends Feature {
  readonly kinds: readonly JobKind[];
  readonly visitors: VisitorCallbacks;
  close(): Promise<void>;
}

export function createCallbackFeature({ world, ...given }: CallbackDependencies): CallbackFeature {
  const use = { ...world, ...given };
  const callbacks = new Callbacks(use);
  const keeping = new Keeping(use, callbacks);
  const letters = { ...given.letters, ...use };
  const rules = createCallbackRules(use.records, (...of) => callbacks.withdraw(...of));
  const stop = subscribe(use.bus, caseClosed, ({ account, conversation }) =>
    keeping.closed(account, conversation),
  );
  return {
    name: 'callback',
    kinds: [
      callbackKind((...of) => keeping.look(...of)),
      reservedKind((...of) => callbacks.settleReserved(...of)),
      letterKind(letters),
      textKind(letters),
    ],
    visitors: visitorCallbacks(use, callbacks, keeping),
    sockets: (host) => serveCallbacks({ ...letters, use, callbacks, keeping }, host),
    routes: (app) => callbackRoutes(app, { use, callbacks, keeping, rules }),
    async close() {
      stop();
      keeping.close();
      await keeping.idle();
    },
  };
}
