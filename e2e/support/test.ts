import { AxeBuilder } from '@axe-core/playwright'
import { test as base } from '@playwright/test'
import { BuilderScreen } from './BuilderScreen.ts'
import { ExecutionsScreen } from './ExecutionsScreen.ts'
import { ExecutionScreen } from './ExecutionScreen.ts'
import { type Product, startProduct } from './product.ts'

interface Fixtures {
  readonly executions: ExecutionsScreen
  readonly execution: ExecutionScreen
  readonly builder: BuilderScreen
  /** Accessibility findings of WCAG 2.2 AA on the page as it is now, one line each. */
  readonly axe: () => Promise<string[]>
}

interface WorkerFixtures {
  readonly product: Product
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Tests on the built product with its sample data, one process for each worker. The scheduler is off: nothing moves by itself. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  product: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
    async ({}, provide) => {
      const product = await startProduct({ AMENDS_SCHEDULER: 'off', AMENDS_ENVIRONMENT: 'rehearsal' })
      await provide(product)
      await product.dispose()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ product }, provide) => provide(product.url),
  executions: async ({ page }, provide) => provide(new ExecutionsScreen(page)),
  execution: async ({ page }, provide) => provide(new ExecutionScreen(page)),
  builder: async ({ page }, provide) => provide(new BuilderScreen(page)),
  axe: async ({ page }, provide) =>
    provide(async () => {
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze()
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
    }),
})

export { expect } from '@playwright/test'
