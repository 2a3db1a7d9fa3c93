// Loads the English words of visits, as pages that show visits do. Import it for its effect.
import { forVisits } from './language.ts';

await forVisits(Promise.resolve());
