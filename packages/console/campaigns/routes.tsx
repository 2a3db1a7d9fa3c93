// The pages of the area.
import { PageHeader, t } from '../ui/index.ts';

export function CampaignsPage() {
  return <PageHeader title={t('area.campaigns')} />;
}
export function CampaignPage() {
  return <PageHeader title={t('area.campaigns')} />;
}
