// The product that a bench measures: the server as people run it, in a process of its own, so that
// the bench's own work is not measured. Visitors have addresses of their own. Its warnings and errors
// are shown on standard error.
import { type Product, type StartOptions, startProduct } from '../test/e2e/product.test-support.ts';
import { besideProxy } from '../test/support/talking-visitors.test-support.ts';

/** Throws if the server runs in the process of the bench. */
export async function startMeasured(options: StartOptions = {}): Promise<Product> {
  const environment = {
    OPPORTUNE_LOG_LEVEL: 'warn',
    ...besideProxy.environment,
    ...options.environment,
  };
  const product = await startProduct({ ...options, environment, apart: true, logged: true });
  if (product.pid !== process.pid) return product;
  await product.close();
  throw new Error('a bench measures a server in a process of its own');
}
