// The other end of a channel in tests: says what it hears, and lets go of the handles that come along.
process.on('message', (message: unknown, handle: unknown) => {
  if (typeof handle === 'object' && handle !== null && 'close' in handle)
    if (typeof handle.close === 'function') handle.close();
  process.send?.(message);
});
