// What of a call survives the page: which call was here, and as which carrier. It is written when the
// page goes and removed when the next one reads it, in the tab's own storage, so that a copied tab
// has none. Without storage there is no mark, and the visitor moves the call here by a click.
const name = 'opportune_call';

export interface Mark {
  readonly call: string;
  readonly carrier: string;
  /** Whether it may be recorded, as far as the server does not know yet. */
  readonly agrees: boolean | null;
}

export function writeMark(mark: Mark): void {
  try {
    sessionStorage.setItem(name, `${mark.call} ${mark.carrier} ${mark.agrees}`);
  } catch {
    // The page may store nothing.
  }
}

export function takeMark(): Mark | null {
  try {
    const [call, carrier, agrees] = (sessionStorage.getItem(name) ?? '').split(' ');
    sessionStorage.removeItem(name);
    const said = agrees === 'null' ? null : agrees === 'true';
    return call && carrier ? { call, carrier, agrees: said } : null;
  } catch {
    return null;
  }
}
