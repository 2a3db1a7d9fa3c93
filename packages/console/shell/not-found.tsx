// The page for an address that does not exist or is not open to the role. It does not say which of
// the two.
import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/states.tsx';
import { t } from '../words/words.ts';

export function NotFound() {
  return (
    <Empty title={t('console.page.missing.title')} text={t('console.page.missing.text')}>
      <Link to="/visitors" className="btn plain">
        {t('console.page.missing.action')}
      </Link>
    </Empty>
  );
}
