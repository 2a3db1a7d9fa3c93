// Checks that `npm ci` works on every platform: each package that the lock file requires has an
// entry, including optional ones for other platforms. npm silently leaves out an entry if the
// registry does not have that build yet. Then `npm ci` fails everywhere.

interface Entry {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface LockReport {
  /** How many entries were read. */
  readonly packages: number;
  readonly findings: readonly string[];
}

/**
 * Builds that not every registry has. `npm ci` works without them, and scripts/prepare.mjs adds the
 * one for this machine.
 */
const added = /^@chdb\/lib-/;

/** Reads the text of a package-lock.json. */
export function lockFindings(text: string): LockReport {
  const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, Entry>> };
  const places = new Set(Object.keys(packages));
  const findings = Object.entries(packages).flatMap(([place, entry]) => {
    const wanted = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies });
    const missing = wanted.filter((name) => !added.test(name) && !isFound(places, place, name));
    return missing.map(
      (name) => `${place === '' ? 'the root' : place} wants ${name}, which has no entry`,
    );
  });
  return { packages: places.size, findings };
}

/** Searches as Node does: beside the package, then in each folder above. */
function isFound(places: ReadonlySet<string>, from: string, name: string): boolean {
  const folders = from.split('/');
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    const above = folders.slice(0, depth).join('/');
    if (places.has(above === '' ? `node_modules/${name}` : `${above}/node_modules/${name}`))
      return true;
  }
  return false;
}
