import { AxeBuilder } from '@axe-core/playwright'
import { expect, test as base } from '@playwright/test'
import { BuilderScreen } from './BuilderScreen.ts'
import { ExecutionsScreen } from './ExecutionsScreen.ts'
import { ExecutionScreen } from './ExecutionScreen.ts'
import { type Product, startProduct } from './product.ts'

interface Fixtures {
  readonly executions: ExecutionsScreen
  readonly execution: ExecutionScreen
  readonly builder: BuilderScreen
  /**
   * Accessibility findings of WCAG 2.2 AA on the page as it is now, in light and in dark, one line each. Of a long table
   * the first rows stand for all, unless `everyRow` is set. With a title, a picture of each theme is kept.
   */
  readonly axe: (title?: string, options?: { readonly everyRow?: boolean }) => Promise<string[]>
}

interface WorkerFixtures {
  readonly product: Product
}

/** Rows of a table from here on are like those before, and take the checker most of its time. */
const LIKE_THE_OTHERS = 'tbody tr:nth-child(n+9)'

/** What depends on the colours of a theme. All else is the same in both, and is asked in one. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

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
  axe: async ({ page }, provide, info) =>
    provide(async (title, { everyRow = false } = {}) => {
      const found: string[] = []
      for (const theme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme: theme })
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
        if (title !== undefined) await page.screenshot({ path: info.outputPath(`${title}-${theme}.png`) })
        // The legacy mode looks into no other frames, of which the page has none, and needs no second page for that.
        const checker = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
        if (theme === 'dark') checker.withRules(OF_COLOURS)
        else checker.withTags(WCAG)
        const { violations } = await (everyRow ? checker : checker.exclude(LIKE_THE_OTHERS)).analyze()
        for (const { id, nodes } of violations)
          for (const { target } of nodes) found.push(`${theme}: ${id}: ${target.join(' ')}`)
      }
      return found
    }),
})

export { expect } from '@playwright/test'
