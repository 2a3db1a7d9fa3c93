// `window.opportune(command, …)`: the commands of the page. Takes over the queue that the snippet
// kept until now. An unknown or invalid command does nothing and is reported in debug mode.
import type { ClientEvent, Properties } from '../wire.ts';
import type { ChatWish } from './bridge.ts';
import { safe, say, speak } from './safe.ts';

export interface CommandTargets {
  send(event: Omit<ClientEvent, 'id' | 'at' | 'pageView'>): void;
  note(name: string, properties: Properties): void;
  page(properties: Properties): void;
  openChat(wish: ChatWish): void;
  visitor(): string | null;
  consent(granted: boolean): void;
  reset(): void;
}

type Command = (...words: unknown[]) => void;

function properties(value: unknown): Properties {
  // From the page. The outbox serialises it as plain JSON, whatever it contains.
  return value && typeof value === 'object' ? (value as Properties) : {};
}

function commandsFor(targets: CommandTargets): Record<string, Command> {
  const wantsId: ((id: string) => void)[] = [];
  const giveId = (): void => {
    const id = targets.visitor();
    if (id) for (const take of wantsId.splice(0)) safe(take)(id);
  };
  return {
    track: (name, more) => targets.note(String(name).slice(0, 200), properties(more)),
    identify(userId, traits, token) {
      // Pages have no id for a visitor who is not signed in.
      const named = typeof userId !== 'object' && userId !== undefined;
      targets.send({
        kind: 'identify',
        name: 'Identify',
        properties: properties(typeof userId === 'object' ? userId : traits),
        userId: named ? String(userId).slice(0, 256) : undefined,
        token: named && typeof token === 'string' ? token : undefined,
      });
    },
    page: (name, more) =>
      targets.page(typeof name === 'string' ? { name, ...properties(more) } : properties(name)),
    cart: (cart) => targets.note('Cart Updated', properties(cart)),
    consent(choice) {
      targets.consent(choice === true || choice === 'granted');
      giveId();
    },
    visitor(take) {
      if (typeof take !== 'function') return;
      wantsId.push((id) => take(id));
      giveId();
    },
    open: () => targets.openChat({}),
    reset: () => targets.reset(),
    debug: (on) => speak(on !== false),
  };
}

/** Installs `window.opportune` and runs the queued commands. */
export function createCommands(targets: CommandTargets): void {
  const commands = new Map(Object.entries(commandsFor(targets)));
  const opportune = safe((...[command, ...words]: unknown[]): void => {
    const run = commands.get(String(command));
    if (run) run(...words);
    else say('unknown command', command);
  });
  const queued = Reflect.get(Reflect.get(window, 'opportune') ?? {}, 'q');
  Reflect.set(window, 'opportune', opportune);
  if (Array.isArray(queued)) for (const words of queued) opportune(...words);
}
