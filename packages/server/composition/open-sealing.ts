// Opens the sealing of secrets with the keys of the options and of the data folder.
import { EngineError, reasonOf } from '../adapter/engine-error.ts';
import type { Config } from '../config.ts';
import { openSealing, type Sealing } from '../sealing/sealing.ts';
import { openSealingKeys } from '../sealing/sealing-keys.ts';

/** Throws `start.option_invalid` if the keys in the data folder cannot be read. */
export function sealingOf(config: Pick<Config, 'sealingKeys'>, folder: string): Sealing {
  try {
    return openSealing(openSealingKeys(folder, config.sealingKeys));
  } catch (cause) {
    throw new EngineError('start.option_invalid', reasonOf(cause), cause);
  }
}
