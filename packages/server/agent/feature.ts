// Builds the agent feature: how agents act, by the console's socket or over REST, and what consoles
// receive besides conversations.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import {
  configurationChanged,
  sessionsEnded,
  usersChanged,
} from '@opportune/protocol/bus/changes.ts';
import { deliveryChanged } from '@opportune/protocol/bus/deliveries.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { presences } from '../desk/audience/views.ts';
import type { Principal } from '../http/access/principal.ts';
import type { Feature } from '../http/feature.ts';
import { addFigures } from '../http/figures.ts';
import { AgentSession } from './agent-session.ts';
import { AgentSockets } from './agent-socket.ts';
import { addAgentRoutes } from './by-rest/agent-routes.ts';
import { addContinuingRoutes } from './continuing/continuing-routes.ts';
import { RestPresence } from './by-rest/rest-presence.ts';
import type { AgentDependencies } from './seams.ts';

export interface AgentFeature extends Feature {
  readonly consoles: AgentSockets;
  /**
   * An agent's session over another carrier than the socket. `send` never throws and never blocks.
   */
  session(principal: Principal, send: (frame: ConsoleServerFrame) => void): Promise<AgentSession>;
  /** Ends the sockets. */
  close(): Promise<void>;
}

export function createAgent({
  world,
  visitors,
  writing,
  archive,
  ...given
}: AgentDependencies): AgentFeature {
  const parts = { ...world, ...visitors, ...writing, ...archive, ...given };
  const { bus, desks } = parts;
  const consoles = new AgentSockets(parts);
  const presence = new RestPresence(parts);
  desks.whenGivenUp((account) => consoles.endAccount(account));
  const stops = [
    subscribe(bus, usersChanged, ({ account, user }) => {
      consoles.changeUser(account, user);
      consoles.recheckSample(account, user.id);
      const desk = desks.open(account);
      if (desk !== undefined && user.disabled)
        consoles.tell(account, { type: 'agents.all', agents: presences(desk.desk) });
    }),
    subscribe(bus, sessionsEnded, ({ account, user }) => consoles.recheck(account, user)),
    subscribe(bus, deliveryChanged, ({ account, conversation }) =>
      desks
        .audienceOf(account)
        .tellWatching(conversation, { type: 'delivery.changed', conversation }),
    ),
    subscribe(bus, configurationChanged, ({ account, version }) =>
      consoles.tell(account, { type: 'configuration.changed', version }),
    ),
  ];
  return {
    name: 'agent',
    consoles,
    routes(app) {
      addAgentRoutes(app, parts, presence);
      addContinuingRoutes(app, parts);
    },
    async session(principal, send) {
      const desk = await desks.of(principal.account);
      const end = { send, sendSoon: send, isBehind: () => false };
      const session = new AgentSession(parts, desk, principal, end);
      await session.begin();
      return session;
    },
    sockets(host) {
      host.upgrade('/api/v1/socket', consoles.upgrade(host.homes));
      host.goOn('console', consoles);
    },
    metrics: (registry) =>
      addFigures(registry, [
        ['opportune_console_sockets', 'Consoles connected', () => consoles.open],
        ['opportune_rest_agents', 'Agents there by REST', () => presence.many],
      ]),
    async close() {
      presence.close();
      await consoles.close();
      for (const stop of stops) stop();
    },
  };
}
