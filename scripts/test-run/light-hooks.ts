// Loaded before node:test, which would otherwise follow every promise of a process by async_hooks, to
// know which test an error or a nested test belongs to. That costs a server in the same process at
// least a twentieth of its time. Here the running test is a value of AsyncLocalStorage instead, which
// promises and timers carry along at no cost. Only node:test gets other functions: the rest of the
// process uses Node's own.
import hooks, { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';

interface Callbacks {
  init?(id: number, type: string, trigger: number, resource: object): void;
}

type Scoped = (this: unknown, ...given: unknown[]) => unknown;

const running = new AsyncLocalStorage<number>();
/** Classes of node:test whose scopes are those of tests. */
const scopes = new Set(['Test', 'Suite', 'TestHook']);
const { createHook, executionAsyncId } = hooks;
const { runInAsyncScope } = AsyncResource.prototype;
/** How node:test learns of a test. */
let know: Callbacks['init'];

hooks.createHook = ({ init }: Callbacks) => {
  know = init;
  const none = { enable: () => none, disable: () => none };
  return none;
};
hooks.executionAsyncId = () => running.getStore() ?? executionAsyncId();
Object.assign(AsyncResource.prototype, { runInAsyncScope: runTest });

await import('node:test');
Object.assign(hooks, { createHook, executionAsyncId });

function runTest(this: AsyncResource, fn: Scoped, of?: unknown, ...args: unknown[]): unknown {
  if (!scopes.has(this.constructor.name)) return runInAsyncScope.call(this, fn, of, ...args);
  const id = this.asyncId();
  know?.(id, 'Test', 0, this);
  const within: Scoped = (...given) => running.run(id, () => Reflect.apply(fn, of, given));
  return runInAsyncScope.call(this, within, of, ...args);
}
