// Addresses of files and pictures. Server and tag share an origin, and each part of the tag is in the
// folder `tag/` of it.

/** The address of a path on the server. */
export function fileAddress(path: string): string {
  return new URL(`../${path}`, import.meta.url).href;
}
