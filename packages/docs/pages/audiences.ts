// The audience of each document. A folder or page without an entry is listed last, under "More", so
// that a new document can be found before anybody adds an entry. Pages inside a folder need no
// entry.

export interface Audience {
  readonly id: string;
  readonly name: string;
  /** What these people do, for the first page. */
  readonly does: string;
  /**
   * Addresses of documents below /docs/, in the order of the list. An entry is a page, or a folder
   * with all its pages. The longest entry that matches a page decides.
   */
  readonly entries: readonly string[];
}

export const audiences: readonly Audience[] = [
  {
    id: 'agents',
    name: 'Agents',
    does: 'Answer visitors and customers.',
    entries: ['agents', 'reference/keys'],
  },
  {
    id: 'managers',
    name: 'Managers',
    does: 'Decide whom to engage, prove the gain and lead the team.',
    entries: ['home', 'campaigns', 'results', 'intent', 'needs', 'team', 'reference/figures'],
  },
  {
    id: 'administrators',
    name: 'Administrators',
    does: 'Run the server and set up channels.',
    entries: [
      'operate',
      'channels',
      'reference/configuration',
      'reference/personal-data',
      'reference/limits',
    ],
  },
  {
    id: 'integrators',
    name: 'Integrators',
    does: 'Connect a site, a server, an app or a system of their own.',
    entries: ['integrate', 'api', 'panels', 'reference'],
  },
  {
    id: 'contributors',
    name: 'Contributors',
    does: 'Check what is claimed, translate and change the code.',
    entries: [
      'architecture',
      'contributing',
      'spec',
      'decisions',
      'benchmarks',
      'translate',
      'changelog',
    ],
  },
];

/** For documents without an entry. */
export const more: Audience = {
  id: 'more',
  name: 'More',
  does: 'Everything else.',
  entries: [''],
};
