// A small, complete campaign: a chat in the corner for visitors who are about to leave.
import { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';

export const helpCampaign = CampaignDocument.parse({
  name: 'Help',
  sites: [],
  goal: 'g',
  audience: { all: [] },
  engagement: {
    id: 'e',
    moment: { leaving: true },
    zone: 'corner',
    variants: [
      {
        id: 'a',
        name: 'A',
        share: 10_000,
        offer: { channel: 'chat', creative: { format: 'toast', headline: 'Hi', action: 'Chat' } },
      },
    ],
  },
  control: 5000,
  caps: { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null },
  schedule: { from: null, until: null, days: [], hours: null },
  priority: 50,
});
