// What forms before chats need of other features: the site's form, what is known of a visitor, and the
// conversation's fields.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { ConfigurationService } from './campaign/configuration/configuration.ts';
import type { FormsBefore } from './channel/web/seams.ts';
import { ordersOf } from './engage/history/visitor-orders.ts';

interface Use {
  readonly facts: FactStore;
  readonly configurations: Pick<ConfigurationService, 'current'>;
  readonly keep: FormsBefore['keep'];
}

export function createFormsBefore({ facts, configurations, keep }: Use): FormsBefore {
  return {
    async ofSite(account, id) {
      const { sites } = await configurations.current(account);
      return sites.find((site) => site.id === id)?.contactButton.before ?? null;
    },
    async known(account, visitor, wanted, { name, address, page }) {
      const [order] = wanted.has('order') ? await ordersOf(facts, account, visitor) : [];
      return {
        name,
        email: address ?? '',
        page: page ?? '',
        order: order ?? '',
      };
    },
    keep,
  };
}
