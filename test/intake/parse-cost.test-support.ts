// What JSON.parse takes for ordinary events: the speed of the machine at this moment, in whose times
// costs of the intake are stated, so that they can be compared across machines and minutes.

/** Events of 256 bytes. */
const ordinary = JSON.stringify(
  Array.from({ length: 400 }, (_, at) => ({
    ...{ id: `0199a8b2-7c31-7d2e-9f10-${100_000_000_000 + at}`, kind: 'track' },
    ...{ name: 'Product Viewed', at: 1_790_000_000_000 + at },
    properties: { product_id: 'orla', name: 'Orla floor lamp', price: 289, category: 'Lighting' },
    pageView: '0199a8b2-7c31-7d2e-9f10-3a5b6c7d8e9f',
  })),
);

/** Milliseconds of the thread's processor time for each 100 KiB. */
export function parseCost(): number {
  const begun = performance.now();
  const before = process.threadCpuUsage();
  let runs = 0;
  for (; performance.now() - begun < 200; runs++) JSON.parse(ordinary);
  const { user, system } = process.threadCpuUsage();
  const costMs = (user + system - before.user - before.system) / 1000 / runs;
  return (costMs * 100 * 1024) / ordinary.length;
}
