// The pages of the area.
import { PageHeader, t } from '../ui/index.ts';

export function ResultsPage() {
  return <PageHeader title={t('area.results')} />;
}
export function CampaignResultsPage() {
  return <PageHeader title={t('area.results')} />;
}
