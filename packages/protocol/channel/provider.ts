// What the settings of providers' channels share.
import { z } from 'zod';
import { storable } from '../text.ts';

/** Printable, without white space, as it goes into a header or an address. */
export const credential = z
  .string()
  .max(2048)
  .regex(/^[\x21-\x7e]+$/);

/** Another address than the provider's own, for a proxy or a server of one's own. */
export const providerBase = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .overwrite(storable)
  .overwrite((url) => url.replace(/\/+$/, ''));

/** An id of the Graph API. */
export const metaId = z.string().regex(/^[0-9]{1,40}$/);
