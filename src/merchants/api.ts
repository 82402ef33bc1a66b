import type { App } from '../platform/http/route.ts'
import { channelRoutes } from './channels/api.ts'
import type { DescribeDeps } from './channels/channel-json.ts'
import { apiKeyRoutes } from './keys/api.ts'
import { peopleRoutes } from './people/api.ts'
import { memberRoutes } from './people/members-api.ts'
import type { PeopleDeps } from './people/user.ts'
import { storeRoutes } from './stores/api.ts'
import type { ReadProgress } from './stores/store-json.ts'

type MerchantDeps = PeopleDeps & DescribeDeps & { readonly readProgress: ReadProgress }

/** Everything over HTTP about merchants: people, API keys, stores and channels. */
export async function merchantRoutes(app: App, deps: MerchantDeps): Promise<void> {
  await peopleRoutes(app, deps)
  await memberRoutes(app, deps)
  await apiKeyRoutes(app, deps)
  await storeRoutes(app, deps)
  await channelRoutes(app, deps)
}
